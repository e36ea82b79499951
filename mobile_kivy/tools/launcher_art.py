"""What Android shows before and around the app: the layers of the adaptive icon, the notices' icon, the splash."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

OVER = 4
EARTH, FOREST, FOREST_NEAR, GONG, RIM, SHINE = "#7A2E16", "#1F5A41", "#17402F", "#F3B562", "#C97B2B", "#FBE3B5"
LAYER = 432  # 108 dp at the finest density; launchers cut a shape of 66 to 72 dp out of its middle
NOTICE_DP = 24
DENSITIES = {"mdpi": 1.0, "hdpi": 1.5, "xhdpi": 2.0, "xxhdpi": 3.0, "xxxhdpi": 4.0}


def launcher(mobile: Path) -> None:
    """Write the pictures of android/res and art/splash.png."""
    res = mobile / "android" / "res"
    _save(_foreground(), LAYER, res / "mipmap-xxxhdpi" / "icon_foreground.png", colors=64)
    _save(_one_colour(108, 54, 47), LAYER, res / "mipmap-xxxhdpi" / "icon_monochrome.png")
    for density, factor in DENSITIES.items():
        size = round(NOTICE_DP * factor)
        _save(_one_colour(54, 27, 22), size, res / f"drawable-{density}" / "ic_notice.png")
    _save(_splash(), 720, mobile / "art" / "splash.png", colors=128)


def _foreground() -> Image.Image:
    """The gong over forest hills; the hills run to the edge, so that every launcher's shape is filled."""
    picture, pen, unit = _sheet(LAYER, 108)
    _disc(pen, unit, 72, 104, 42, FOREST)
    _disc(pen, unit, 26, 104, 36, FOREST_NEAR)
    _gong(pen, unit, 54, 48, 22)
    return picture


def _one_colour(grid: float, x: float, y: float) -> Image.Image:
    """The same as a white shape with holes: the system tints it."""
    picture, pen, unit = _sheet(LAYER, grid)
    scale = 1.0 if grid == 108 else 0.92
    _disc(pen, unit, x + 16 * scale, y + 52 * scale, 36 * scale, "white")
    _disc(pen, unit, x - 24 * scale, y + 56 * scale, 30 * scale, "white")
    _disc(pen, unit, x, y, 23 * scale, (0, 0, 0, 0))
    for radius, ink in ((20, "white"), (15.5, (0, 0, 0, 0)), (12.5, "white"), (5, (0, 0, 0, 0))):
        _disc(pen, unit, x, y, radius * scale, ink)
    return _within(picture, x * unit, (y + 7 * scale) * unit, 33 * unit) if grid == 108 else picture


def _splash() -> Image.Image:
    """The mark on a row of basalt columns, on nothing: the app's colour is behind it while Python starts."""
    picture, pen, unit = _sheet(720, 180)
    for column in range(-1, 10):
        x, top = column * 20 + 10, 128 + 9 * math.sin(column * 2.4) - 1.6 * column
        _column(pen, unit, x, top)
    picture = _fading(picture, 136 / 180)
    _gong(ImageDraw.Draw(picture), unit, 90, 74, 34)
    return picture


def _fading(picture: Image.Image, start: float) -> Image.Image:
    """Thinner and thinner below `start`: the screen goes on where the picture ends."""
    height = picture.height
    steps = bytes(round(255 * min(1.0, (1 - y / height) / (1 - start))) for y in range(height))
    veil = Image.frombytes("L", (1, height), steps).resize(picture.size)
    picture.putalpha(ImageChops.multiply(picture.getchannel("A"), veil))
    return picture


def _column(pen: ImageDraw.ImageDraw, unit: float, x: float, top: float) -> None:
    """One hexagonal column: a lit top and two faces."""
    left, right, depth = x - 10, x + 10, 6
    cap = [
        (left, top),
        (x - 5, top - depth),
        (x + 5, top - depth),
        (right, top),
        (x + 5, top + depth),
        (x - 5, top + depth),
    ]
    _polygon(pen, unit, [(left, top), (x - 5, top + depth), (x - 5, 180), (left, 180)], "#5E2411")
    _polygon(pen, unit, [(x - 5, top + depth), (x + 5, top + depth), (x + 5, 180), (x - 5, 180)], "#8A3A1E")
    _polygon(pen, unit, [(x + 5, top + depth), (right, top), (right, 180), (x + 5, 180)], "#6B2914")
    _polygon(pen, unit, cap, "#A24A29")


def _gong(pen: ImageDraw.ImageDraw, unit: float, x: float, y: float, radius: float) -> None:
    for part, ink in ((1.0, GONG), (0.83, RIM), (0.72, GONG), (0.32, SHINE)):
        _disc(pen, unit, x, y, radius * part, ink)


def _sheet(size: int, grid: float) -> tuple[Image.Image, ImageDraw.ImageDraw, float]:
    picture = Image.new("RGBA", (size * OVER, size * OVER), (0, 0, 0, 0))
    return picture, ImageDraw.Draw(picture), size * OVER / grid


def _disc(pen: ImageDraw.ImageDraw, unit: float, x: float, y: float, r: float, ink: str | tuple[int, ...]) -> None:
    pen.ellipse([(x - r) * unit, (y - r) * unit, (x + r) * unit, (y + r) * unit], fill=ink)


def _polygon(pen: ImageDraw.ImageDraw, unit: float, points: Sequence[tuple[float, float]], ink: str) -> None:
    pen.polygon([(x * unit, y * unit) for x, y in points], fill=ink)


def _within(picture: Image.Image, x: float, y: float, radius: float) -> Image.Image:
    """Only what lies in the circle that every launcher shows."""
    mask = Image.new("L", picture.size, 0)
    ImageDraw.Draw(mask).ellipse([x - radius, y - radius, x + radius, y + radius], fill=255)
    return Image.composite(picture, Image.new("RGBA", picture.size, (0, 0, 0, 0)), mask)


def _save(picture: Image.Image, size: int, path: Path, *, colors: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    small = picture.resize((size, size), Image.Resampling.LANCZOS)
    (small.quantize(colors) if colors else small).save(path, optimize=True)
