"""Pictures for the demo reports in a few strokes: potholes, rubbish, dark lamps, rocks, floods, each put right."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from functools import cache

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

from backend.feedback.models import Report, ReportEvent, ReportPhoto
from backend.feedback.workflow import Status

SIZE = (960, 720)
THUMB = (480, 360)
VARIANTS = 3


def load_photos(rows: Sequence[tuple[int, str, Report, list[ReportEvent]]]) -> int:
    """Give drawn photos to three in four of these reports: before, and after where there is an answer."""
    photos: list[ReportPhoto] = []
    for n, scene, report, events in rows:
        if n % 4 == 3:
            continue
        photos.append(_photo(scene, n % VARIANTS, "before", report, events[0]))
        answer = next((event for event in events if event.to_status == Status.RESOLVED), None)
        if answer:
            photos.append(_photo(scene, n % VARIANTS, "after", report, answer))
    ReportPhoto.objects.bulk_create(photos)
    return len(photos)


def _photo(scene: str, variant: int, kind: str, report: Report, event: ReportEvent) -> ReportPhoto:
    full, thumb = drawn(scene, variant, kind)
    photo = ReportPhoto(
        report=report,
        event=event,
        kind=kind,
        width=SIZE[0],
        height=SIZE[1],
        is_processed=True,
        created_at=event.at,
    )
    photo.image.save("photo.jpg", ContentFile(full), save=False)
    photo.thumb.save("thumb.jpg", ContentFile(thumb), save=False)
    return photo


@cache
def drawn(scene: str, variant: int, kind: str) -> tuple[bytes, bytes]:
    """A picture and its thumbnail as JPEG; always the same for the same words."""
    dice = random.Random(f"{scene}-{variant}")
    picture = _backdrop(dice, is_night=scene == "lamp")
    SUBJECTS[scene](ImageDraw.Draw(picture), dice, kind == "after")
    picture = picture.filter(ImageFilter.GaussianBlur(0.8))
    return _jpeg(picture), _jpeg(picture.resize(THUMB, Image.Resampling.LANCZOS))


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def _backdrop(dice: random.Random, *, is_night: bool) -> Image.Image:
    """Sky, hills of the highlands, red earth and a road that runs away."""
    top, low = ((18, 24, 44), (52, 58, 84)) if is_night else ((120, 176, 220), (222, 236, 244))
    picture = Image.linear_gradient("L").resize(SIZE)
    picture = Image.composite(Image.new("RGB", SIZE, low), Image.new("RGB", SIZE, top), picture)
    draw = ImageDraw.Draw(picture)
    dark = 0.35 if is_night else 1.0
    for depth, colour in ((300, (120, 158, 130)), (340, (84, 130, 88)), (375, (62, 108, 66))):
        points = [(x, depth + dice.randrange(-38, 30)) for x in range(-80, SIZE[0] + 160, 120)]
        draw.polygon([(-80, SIZE[1]), *points, (SIZE[0] + 80, SIZE[1])], fill=_shade(colour, dark))
    draw.rectangle((0, 400, *SIZE), fill=_shade((164, 92, 58), dark))
    draw.polygon([(430, 400), (530, 400), (900, 720), (60, 720)], fill=_shade((104, 104, 108), dark))
    for step in range(5):
        y = 430 + step * 62
        draw.rectangle((477 - step, y, 483 + step, y + 22 + step * 4), fill=_shade((232, 226, 200), dark))
    return picture


def _pothole(draw: ImageDraw.ImageDraw, dice: random.Random, is_mended: bool) -> None:
    x, y = dice.randrange(330, 480), dice.randrange(540, 590)
    if is_mended:
        draw.rectangle((x - 30, y - 20, x + 240, y + 100), fill=(58, 58, 62))
        draw.rectangle((x - 30, y - 20, x + 240, y + 100), outline=(44, 44, 46), width=4)
        return
    _blob(draw, dice, (x + 105, y + 42), (135, 62), (72, 66, 62))
    _blob(draw, dice, (x + 110, y + 46), (108, 46), (44, 38, 34))
    _blob(draw, dice, (x + 112, y + 54), (82, 28), (120, 134, 142))
    for _stone in range(26):
        a, b = x + dice.randrange(-60, 280), y + dice.randrange(-30, 120)
        size = dice.randrange(3, 10)
        draw.ellipse((a, b, a + size * 1.5, b + size), fill=_shade((140, 132, 124), dice.uniform(0.6, 1.1)))


def _rubbish(draw: ImageDraw.ImageDraw, dice: random.Random, is_mended: bool) -> None:
    if is_mended:
        draw.rounded_rectangle((700, 440, 800, 590), 12, fill=(38, 122, 76))
        draw.rounded_rectangle((688, 424, 812, 452), 10, fill=(28, 96, 60))
        draw.ellipse((712, 582, 738, 608), fill=(36, 36, 36))
        draw.ellipse((764, 582, 790, 608), fill=(36, 36, 36))
        return
    colours = (
        (230, 230, 226),
        (58, 92, 156),
        (188, 54, 48),
        (222, 182, 64),
        (46, 46, 50),
        (96, 148, 96),
        (150, 112, 78),
    )
    for _bag in range(60):
        spread = dice.gauss(0, 90)
        x = 740 + spread
        y = 600 - max(0.0, 110 - abs(spread)) * dice.random() + dice.randrange(0, 40)
        size = dice.randrange(18, 46)
        _blob(draw, dice, (x, y), (size, size * 0.75), dice.choice(colours))


def _lamp(draw: ImageDraw.ImageDraw, dice: random.Random, is_mended: bool) -> None:
    x = dice.randrange(690, 760)
    if is_mended:
        for ring in range(12, 0, -1):
            light = 70 + (12 - ring) * 14
            draw.polygon(
                [(x - 92, 168), (x - 92 - ring * 26, 640), (x - 92 + ring * 26, 640)],
                fill=(light, light - 8, int(light * 0.55)),
            )
    draw.rectangle((x, 150, x + 14, 660), fill=(92, 96, 104))
    draw.line((x + 7, 156, x - 90, 140), fill=(92, 96, 104), width=9)
    draw.rounded_rectangle((x - 124, 132, x - 62, 152), 8, fill=(72, 76, 82))
    draw.ellipse((x - 116, 146, x - 70, 168), fill=(255, 244, 190) if is_mended else (46, 48, 54))


def _rocks(draw: ImageDraw.ImageDraw, dice: random.Random, is_mended: bool) -> None:
    draw.polygon([(620, 400), (960, 250), (960, 720), (880, 720)], fill=(142, 80, 50))
    if is_mended:
        for row in range(5):  # a wall of gabions holds the slope
            for stone in range(9):
                x, y = 690 + row * 34 + stone * 12, 470 + row * 52 + stone * 3
                draw.rectangle((x, y, x + 70, y + 44), fill=_shade((150, 150, 148), dice.uniform(0.8, 1.1)))
        return
    for _stone in range(46):
        x, y = 860 - int(abs(dice.gauss(0, 150))), dice.randrange(450, 690)
        size = dice.randrange(12, 52)
        _blob(draw, dice, (x, y), (size, size * 0.7), _shade((134, 96, 72), dice.uniform(0.6, 1.2)))


def _flood(draw: ImageDraw.ImageDraw, dice: random.Random, is_mended: bool) -> None:
    if is_mended:
        for bar in range(8):  # the grating of a drain that works
            draw.rectangle((300 + bar * 22, 600, 312 + bar * 22, 640), fill=(52, 52, 54))
        return
    draw.polygon([(0, 480), (960, 470), (960, 720), (0, 720)], fill=(138, 112, 84))
    for _ripple in range(90):
        x, y = dice.randrange(0, 940), dice.randrange(485, 715)
        width = dice.randrange(20, 110)
        draw.line(
            (x, y, x + width, y + dice.randrange(-3, 4)), fill=_shade((170, 146, 116), dice.uniform(0.8, 1.15)), width=3
        )


SUBJECTS: dict[str, Callable[[ImageDraw.ImageDraw, random.Random, bool], None]] = {
    "pothole": _pothole,
    "rubbish": _rubbish,
    "rocks": _rocks,
    "flood": _flood,
    "lamp": _lamp,
}


def _blob(
    draw: ImageDraw.ImageDraw,
    dice: random.Random,
    centre: tuple[float, float],
    radii: tuple[float, float],
    colour: tuple[int, int, int],
) -> None:
    """A rough patch: a circle of sixteen points that none of them keeps to."""
    steps = ((1, 0), (0.92, 0.38), (0.71, 0.71), (0.38, 0.92))
    ring = (
        [(a, b) for a, b in steps]
        + [(-b, a) for a, b in steps]
        + [(-a, -b) for a, b in steps]
        + [(b, -a) for a, b in steps]
    )
    points = []
    for a, b in ring:
        rough = dice.uniform(0.8, 1.12)
        points.append((centre[0] + a * radii[0] * rough, centre[1] + b * radii[1] * rough))
    draw.polygon(points, fill=colour)


def _shade(colour: tuple[int, int, int], amount: float) -> tuple[int, int, int]:
    return tuple(min(255, int(part * amount)) for part in colour)  # type: ignore[return-value]
