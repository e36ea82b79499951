"""Pictures from outside: what is let in, what is dropped, what is refused."""

import io

import pytest
from PIL import Image

from backend.common.errors import DomainError
from backend.common.images import MAX_PIXELS, image_check, image_process


def picture(size: tuple[int, int] = (600, 300), fmt: str = "JPEG", mode: str = "RGB", **options: object) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(out, fmt, **options)
    out.seek(0)
    return out


def refused(file: io.BytesIO, **options: int) -> DomainError:
    with pytest.raises(DomainError) as caught:
        image_process(file, **options)
    return caught.value


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP"])
def test_accepted_formats_leave_as_jpeg_with_a_thumbnail(fmt: str) -> None:
    done = image_process(picture(fmt=fmt))
    assert Image.open(io.BytesIO(done.data)).format == "JPEG"
    assert (done.width, done.height) == (600, 300)
    assert (done.thumb.width, done.thumb.height) == (480, 240)


def test_orientation_is_applied_and_position_is_dropped() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees
    exif.get_ifd(0x8825)[2] = (12.0, 0.0, 0.0)  # latitude
    done = image_process(picture(exif=exif.tobytes()))
    assert (done.width, done.height) == (300, 600)
    assert not dict(Image.open(io.BytesIO(done.data)).getexif())
    assert b"Exif" not in done.data


def test_transparency_becomes_white_not_black() -> None:
    done = image_process(picture((40, 40), "PNG", "RGBA"))
    assert Image.open(io.BytesIO(done.data)).getpixel((20, 20)) == (255, 255, 255)


def test_a_large_photo_is_reduced_to_the_longest_edge() -> None:
    done = image_process(picture((3000, 1500)))
    assert (done.width, done.height) == (1920, 960)


def test_a_decompression_bomb_is_refused_before_it_is_decoded() -> None:
    bomb = picture((13_000, 13_000), "PNG", "1")
    assert len(bomb.getvalue()) < 100_000
    assert MAX_PIXELS < 13_000 * 13_000
    error = refused(bomb)
    assert (error.code, error.status) == ("image_too_large", 413)
    bomb.seek(0)
    with pytest.raises(DomainError, match="image_too_large"):
        image_check(bomb)


def test_too_many_bytes_are_refused() -> None:
    assert refused(picture(), max_bytes=100).code == "image_too_large"


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"GIF89a" + b"\x00" * 40, b"%PDF-1.7"])
def test_content_decides_not_the_name(data: bytes) -> None:
    assert refused(io.BytesIO(data)).code == "image_unsupported"


def test_a_truncated_photo_is_refused_as_damaged() -> None:
    whole = picture((800, 800)).getvalue()
    assert refused(io.BytesIO(whole[: len(whole) // 2])).code == "image_invalid"


def test_check_reads_the_size_from_the_header() -> None:
    assert image_check(picture((640, 480), "WEBP")) == (640, 480)
