"""The one door for pictures from outside: checked by content, turned upright, stripped of metadata and encoded anew.

Everything leaves as JPEG: it is the one format that each phone and each Kivy build reads (WebP is left out of some).
"""

import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from backend.common.errors import DomainError

FORMATS = ("JPEG", "PNG", "WEBP")
# A PNG of 20 KB can unfold to 169 megapixels; Pillow alone only warns (measured).
MAX_PIXELS = 25_000_000
MAX_EDGE = 1920
THUMB_EDGE = 480
QUALITY = 82
EXTENSION = "jpg"
CONTENT_TYPE = "image/jpeg"


@dataclass(frozen=True)
class Encoded:
    """JPEG bytes and their size in pixels."""

    data: bytes
    width: int
    height: int

    def as_file(self, stem: str) -> ContentFile:
        """Ready for an ImageField, named `<stem>.jpg`."""
        return ContentFile(self.data, name=f"{stem}.{EXTENSION}")


@dataclass(frozen=True)
class ProcessedImage(Encoded):
    """A safe picture with its thumbnail."""

    thumb: Encoded


def image_process(
    file: IO[bytes], *, max_edge: int = MAX_EDGE, thumb_edge: int = THUMB_EDGE, max_bytes: int | None = None
) -> ProcessedImage:
    """The picture in `file` (JPEG, PNG or WebP by content), safe to keep and to show.

    Raises DomainError `image_too_large` (bytes or pixels), `image_unsupported` (another format), `image_invalid`.
    """
    data = _read(file, max_bytes or settings.PHOTO_MAX_BYTES)
    with _pillow_errors():
        upright = _upright(data)
        full = _encode(upright, max_edge)
        thumb = _encode(upright, thumb_edge)
    return ProcessedImage(full.data, full.width, full.height, thumb)


def image_encode(file: IO[bytes], *, max_edge: int = MAX_EDGE, max_bytes: int | None = None) -> Encoded:
    """The same for who leaves the thumbnail to a worker, or is that worker. Same refusals."""
    data = _read(file, max_bytes or settings.PHOTO_MAX_BYTES)
    with _pillow_errors():
        return _encode(_upright(data), max_edge)


def image_check(file: IO[bytes], *, max_bytes: int | None = None) -> tuple[int, int]:
    """Width and height, from the header alone: for a request that leaves the decoding to a worker. Same refusals."""
    data = _read(file, max_bytes or settings.PHOTO_MAX_BYTES)
    with _pillow_errors(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
        _refuse_huge(image.size)
        return image.size


def _read(file: IO[bytes], max_bytes: int) -> bytes:
    file.seek(0)
    data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise DomainError("image_too_large", _("The image file is too large."), status=413)
    return data


def _refuse_huge(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise DomainError("image_too_large", _("The image has too many pixels."), status=413)


@contextmanager
def _pillow_errors() -> Iterator[None]:
    """Pillow's ways to fail, as refusals with a code."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except UnidentifiedImageError as error:
        raise DomainError("image_unsupported", _("Only JPEG, PNG and WebP images are accepted.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DomainError("image_too_large", _("The image has too many pixels."), status=413) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:  # what its decoders raise on damaged data
        raise DomainError("image_invalid", _("The image is damaged and cannot be read.")) from error


def _upright(data: bytes) -> Image.Image:
    """Decoded, turned as its EXIF says, on white where it was transparent; nothing of the metadata is left."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        _refuse_huge(image.size)
        image.load()
        turned = ImageOps.exif_transpose(image)
    if "A" in turned.getbands() or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        plain = Image.new("RGB", turned.size, "white")
        plain.paste(turned, mask=turned.getchannel("A"))
        return plain
    plain = Image.new("RGB", turned.size)
    plain.paste(turned.convert("RGB"))
    return plain


def _encode(image: Image.Image, edge: int) -> Encoded:
    if max(image.size) > edge:
        image = image.copy()
        image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Encoded(out.getvalue(), *image.size)


@dataclass(frozen=True)
class StoredImage:
    """Names in the default storage, ready for `storage.url()`."""

    name: str
    thumb_name: str
    width: int
    height: int


def image_store_public(image: ProcessedImage, *, folder: str) -> StoredImage:
    """Keep a public picture under a name made of its bytes: stored twice it exists once, and no cache goes stale."""
    digest = hashlib.blake2b(image.data, digest_size=16).hexdigest()
    stem = f"public/{folder}/{digest[:2]}/{digest}"
    names = (f"{stem}.{EXTENSION}", f"{stem}.thumb.{EXTENSION}")
    for name, part in zip(names, (image, image.thumb), strict=True):
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(part.data))
    return StoredImage(*names, width=image.width, height=image.height)
