"""Render what we drew: the icon sheet, the basalt header, the app's mark. Needs Pillow; run after changing a drawing.

python mobile_kivy/tools/render_art.py
"""

from __future__ import annotations

import json
import math
import random
import sys
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

HERE = Path(__file__).resolve().parent
THEME = HERE.parent / "citizen_mobile" / "theme"
sys.path[:0] = [str(HERE), str(HERE.parent)]

from launcher_art import launcher  # noqa: E402

from citizen_mobile.theme.icons.drawings import ICONS, Stroke  # noqa: E402

CELL, ICON, OVER = 96, 72, 4  # each icon is 72 px in a 96 px cell, so that mipmaps do not bleed into the neighbour
COLUMNS = 10
PEN = 1.8  # stroke width in grid units


def main() -> None:
    """Write every picture."""
    icon_sheet()
    header()
    mark(THEME.parent / "theme" / "art" / "mark.png", 256)
    mark(HERE.parent / "art" / "icon.png", 512)
    launcher(HERE.parent)


def icon_sheet() -> None:
    rows = math.ceil(len(ICONS) / COLUMNS)
    sheet = Image.new("L", (COLUMNS * CELL, rows * CELL), 0)
    places = {}
    for index, (name, strokes) in enumerate(ICONS.items()):
        left, top = index % COLUMNS * CELL + (CELL - ICON) // 2, index // COLUMNS * CELL + (CELL - ICON) // 2
        sheet.paste(draw_icon(strokes, ICON), (left, top))
        places[name] = [left, sheet.height - top - ICON, ICON, ICON]
    save_alpha(sheet, THEME / "icons" / "icons.png")
    (THEME / "icons" / "icons.json").write_text(json.dumps(places, indent=0) + "\n", encoding="ascii")


def draw_icon(strokes: list[Stroke], size: int) -> Image.Image:
    """One icon as an alpha mask."""
    big = size * OVER
    mask = Image.new("L", (big, big), 0)
    pen = ImageDraw.Draw(mask)
    unit = big / 24
    for kind, numbers in strokes:
        points = outline(kind, numbers)
        if kind == "F":
            pen.polygon([(x * unit, y * unit) for x, y in points], fill=255)
        elif kind == "D":
            x, y, r = numbers
            pen.ellipse([(x - r) * unit, (y - r) * unit, (x + r) * unit, (y + r) * unit], fill=255)
        else:
            stroke(pen, [(x * unit, y * unit) for x, y in points], PEN * unit)
    return mask.resize((size, size), Image.Resampling.LANCZOS)


def stroke(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: float) -> None:
    """A line with round joints and ends."""
    pen.line(points, fill=255, width=round(width))
    r = width / 2
    for x, y in points:
        pen.ellipse([x - r, y - r, x + r, y + r], fill=255)


def outline(kind: str, n: tuple[float, ...]) -> list[tuple[float, float]]:
    """The points of a stroke."""
    if kind in "LZF":
        points = list(zip(n[::2], n[1::2], strict=True))
        return points + points[:1] if kind == "Z" else points
    if kind == "C":
        return arc(n[0], n[1], n[2], 0, 360)
    if kind == "A":
        return arc(*n)
    if kind == "B":
        return [bezier(n, step / 40) for step in range(41)]
    if kind == "R":
        x0, y0, x1, y1, r = n
        corners = ((x1 - r, y0 + r, -90), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180))
        points = [point for x, y, start in corners for point in arc(x, y, r, start, start + 90, 8)]
        return points + points[:1]
    return []


def arc(x: float, y: float, r: float, start: float, end: float, steps: int = 72) -> list[tuple[float, float]]:
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + r * math.cos(a), y + r * math.sin(a)) for a in angles]


def bezier(n: tuple[float, ...], t: float) -> tuple[float, float]:
    weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
    return sum(w * v for w, v in zip(weights, n[::2], strict=True)), sum(
        w * v for w, v in zip(weights, n[1::2], strict=True)
    )


def save_alpha(mask: Image.Image, path: Path) -> None:
    """White with `mask` as alpha, to be tinted by the app."""
    path.parent.mkdir(parents=True, exist_ok=True)
    white = Image.new("L", mask.size, 255)
    Image.merge("LA", (white, mask)).save(path, optimize=True)


def header() -> None:
    """Basalt columns as at Đray Sáp, under hills: an alpha mask whose steps become tints of the header's colour."""
    width, height = 1080, 360
    scale = 2
    picture = Image.new("L", (width * scale, height * scale), 0)
    dice = random.Random(2026)
    hills(picture, dice, scale)
    columns(picture, dice, scale)
    save_alpha(picture.resize((width, height), Image.Resampling.LANCZOS), THEME / "art" / "header.png")


def hills(picture: Image.Image, dice: random.Random, scale: int) -> None:
    """Two far ridges, rounded like old volcanoes."""
    for base, reach, shade in ((0.50, 0.20, 16), (0.66, 0.16, 30)):
        phase = dice.uniform(0, 6)
        ridge = []
        for x in range(0, picture.width + 8, 8):
            u = max(0.0, x / picture.width)
            wave = math.sin(u * 5.2 + phase) * 0.55 + math.sin(u * 12.7 + phase * 2) * 0.2
            ridge.append((x, (base - reach * wave) * picture.height))
        layer = Image.new("L", picture.size, 0)
        ImageDraw.Draw(layer).polygon([*ridge, (picture.width, picture.height), (0, picture.height)], fill=shade)
        picture.paste(ImageChops.lighter(picture, layer))


def columns(picture: Image.Image, dice: random.Random, scale: int) -> None:
    """Hexagonal columns, each with a lit top and two faces; taller to the right, as a cliff."""
    pen = ImageDraw.Draw(picture)
    radius = 46 * scale
    tilt = 0.38
    step = radius * 1.5
    for row, depth in enumerate((0.0, 0.5, 1.0)):
        x = -radius + (row % 2) * step / 2
        while x < picture.width + radius:
            u = max(0.0, x / picture.width)
            rise = (0.14 + 0.34 * u**1.7 + dice.uniform(-0.07, 0.07)) * (1 - 0.42 * depth)
            top = picture.height * (1 - rise)
            hexagon(pen, x, top, radius, tilt, picture.height, dice.randint(-6, 6) + 10 * row)
            x += step


def hexagon(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, tilt: float, bottom: float, shade: int) -> None:
    corner = [(x + r * math.cos(math.radians(a)), y + r * tilt * math.sin(math.radians(a))) for a in range(0, 360, 60)]
    faces = ((corner[1], corner[0], 46), (corner[2], corner[1], 34), (corner[3], corner[2], 24))
    for (ax, ay), (bx, by), light in faces:
        pen.polygon([(ax, ay), (bx, by), (bx, bottom), (ax, bottom)], fill=max(8, light + shade))
        pen.line([(ax, ay), (ax, bottom)], fill=12, width=3)
    pen.polygon(corner, fill=max(8, 78 + shade))
    pen.line([*corner, corner[0]], fill=16, width=3)


def mark(path: Path, size: int) -> None:
    """The app's mark: a basalt hexagon of red earth with a gong before forest hills."""
    big = size * 4
    picture = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    centre = big / 2
    hexagon_points = [
        (centre + 0.48 * big * math.sin(math.radians(a)), centre - 0.48 * big * math.cos(math.radians(a)))
        for a in range(0, 360, 60)
    ]
    pen.polygon(hexagon_points, fill="#7A2E16")
    inner = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    ink = ImageDraw.Draw(inner)
    ink.ellipse([big * 0.2, big * 0.62, big * 0.95, big * 1.4], fill="#1F5A41")
    ink.ellipse([-big * 0.1, big * 0.68, big * 0.6, big * 1.4], fill="#17402F")
    for r, color in ((0.235, "#F3B562"), (0.195, "#C97B2B"), (0.17, "#F3B562"), (0.075, "#FBE3B5")):
        ink.ellipse([centre - r * big, big * 0.43 - r * big, centre + r * big, big * 0.43 + r * big], fill=color)
    shape = Image.new("L", picture.size, 0)
    ImageDraw.Draw(shape).polygon(hexagon_points, fill=255)
    picture.paste(inner, mask=ImageChops.multiply(shape, inner.getchannel("A")))
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.resize((size, size), Image.Resampling.LANCZOS).quantize(64).save(path, optimize=True)


if __name__ == "__main__":
    main()
