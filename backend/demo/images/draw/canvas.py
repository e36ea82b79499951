"""A small flat-landscape drawing kit on Pillow: vector shapes, seeded, drawn at twice the size and then reduced."""

import math
import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1280, 720
SCALE = 2

Point = tuple[float, float]
Colour = str


def rgb(colour: Colour) -> tuple[int, int, int]:
    """'#rrggbb' as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour that lies `share` (0 to 1) of the way from the first to the second."""
    channels = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#{:02x}{:02x}{:02x}".format(*channels)


def gradient(stops: Sequence[Colour], height: int, width: int) -> Image.Image:
    """A vertical gradient through evenly spaced colours."""
    column = Image.new("RGB", (1, len(stops)))
    column.putdata([rgb(stop) for stop in stops])
    rows = []
    for y in range(height):
        position = y / max(height - 1, 1) * (len(stops) - 1)
        low = min(int(position), len(stops) - 2)
        rows.append(rgb(mix(stops[low], stops[low + 1], position - low)))
    strip = Image.new("RGB", (1, height))
    strip.putdata(rows)
    return strip.resize((width, height))


class Canvas:
    """One picture under the brush. Coordinates are those of the finished 1280 × 720 picture."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self.draw = ImageDraw.Draw(self.image)

    # --- primitives -------------------------------------------------------------------------------------------

    def _points(self, points: Sequence[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def sky(self, *stops: Colour) -> None:
        self.image.paste(gradient(stops, HEIGHT * SCALE, WIDTH * SCALE))

    def band(self, top: float, bottom: float, *stops: Colour) -> None:
        """A full-width gradient between two heights (water, fields, floors)."""
        height = round((bottom - top) * SCALE)
        self.image.paste(gradient(stops, height, WIDTH * SCALE), (0, round(top * SCALE)))

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        self.draw.polygon(self._points(points), fill=colour)

    def shaded(self, points: Sequence[Point], *stops: Colour) -> None:
        """A polygon filled with a vertical gradient over its own height."""
        scaled = self._points(points)
        left, right = (int(f(x for x, _ in scaled)) for f in (min, max))
        top, bottom = (int(f(y for _, y in scaled)) for f in (min, max))
        size = (max(right - left, 1), max(bottom - top, 1))
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        self.image.paste(gradient(stops, size[1], size[0]), (left, top), mask)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        self.draw.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=colour)

    def circle(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self.ellipse(x, y, radius, radius, colour)

    def ring(self, x: float, y: float, radius: float, width: float, colour: Colour) -> None:
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self.draw.ellipse(box, outline=colour, width=round(width * SCALE))

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, radius: float = 0) -> None:
        corners = [left * SCALE, top * SCALE, right * SCALE, bottom * SCALE]
        self.draw.rounded_rectangle(corners, radius * SCALE, fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        self.draw.line(self._points(points), fill=colour, width=max(1, round(width * SCALE)), joint="curve")

    def veil(self, shape: str, points: Sequence[Point], colour: Colour, alpha: float, blur: float = 0) -> None:
        """A see-through polygon, ellipse (two corner points) or line, softened by `blur`."""
        mask = Image.new("L", self.image.size)
        brush = ImageDraw.Draw(mask)
        strength = round(255 * alpha)
        scaled = self._points(points)
        if shape == "ellipse":
            brush.ellipse([*scaled[0], *scaled[1]], fill=strength)
        else:
            brush.polygon(scaled, fill=strength)
        if blur:
            mask = mask.resize((WIDTH // 2, HEIGHT // 2)).filter(ImageFilter.GaussianBlur(blur / 2))
            mask = mask.resize(self.image.size)
        self.image.paste(Image.new("RGB", self.image.size, colour), (0, 0), mask)

    def save(self, path: Path) -> None:
        """JPEG, because every phone and Kivy build reads it; flat colours keep it near 55 KB."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(path, "JPEG", quality=71, optimize=True, progressive=True)

    # --- landscape --------------------------------------------------------------------------------------------

    def skyline(
        self, base: float, height: float, rough: float = 1.0, left: float = 0, right: float = WIDTH
    ) -> list[Point]:
        """The upper edge of a hill range: a few sine waves with random phases."""
        phases = [(self.random.uniform(0, 6.28), n) for n in (0.7, 1.3, 2.1, 3.7, 6.1)]
        points = []
        for x in range(int(left) - 10, int(right) + 20, 10):
            t = x / WIDTH * math.tau
            wave = sum(math.sin(t * n + phase) / (n**1.1) * (rough if n > 2 else 1) for phase, n in phases)
            points.append((float(x), base - height * wave / 2.2))
        return points

    def hills(self, base: float, height: float, *stops: Colour, rough: float = 1.0) -> list[Point]:
        """A range of hills that fills the picture down to its lower edge."""
        edge = self.skyline(base, height, rough)
        self.shaded([*edge, (WIDTH + 20, HEIGHT), (-20, HEIGHT)], *stops)
        return edge

    def sun(self, x: float, y: float, radius: float, colour: Colour, glow: Colour) -> None:
        for step in (3.4, 2.3, 1.6):
            reach = radius * step
            self.veil("ellipse", [(x - reach, y - reach), (x + reach, y + reach)], glow, 0.22, blur=radius * 0.7)
        self.circle(x, y, radius, colour)

    def cloud(self, x: float, y: float, size: float, colour: Colour) -> None:
        for dx, dy, r in (
            (-1.5, 0.2, 0.55),
            (-0.7, -0.25, 0.8),
            (0.3, -0.45, 1.0),
            (1.2, -0.1, 0.7),
            (1.9, 0.25, 0.45),
        ):
            self.circle(x + dx * size, y + dy * size, r * size, colour)
        self.box(x - 2.05 * size, y + 0.1 * size, x + 2.35 * size, y + 0.7 * size, colour, 0.3 * size)

    def mist(self, y: float, height: float, colour: Colour, alpha: float) -> None:
        self.veil(
            "polygon",
            [(-50, y), (WIDTH + 50, y), (WIDTH + 50, y + height), (-50, y + height)],
            colour,
            alpha,
            blur=height * 0.6,
        )

    def pine(self, x: float, foot: float, height: float, colour: Colour) -> None:
        self.box(x - height * 0.03, foot - height * 0.2, x + height * 0.03, foot, mix(colour, "#2b1a10", 0.5))
        for tier in range(4):
            top = foot - height * (1 - tier * 0.19)
            half = height * (0.1 + tier * 0.055)
            self.polygon(
                [(x, top), (x + half, top + height * 0.3), (x - half, top + height * 0.3)],
                mix(colour, "#000000", tier * 0.06),
            )

    def pines_along(self, edge: Sequence[Point], step: int, height: float, colour: Colour) -> None:
        """Pines on a skyline, every `step` points of it."""
        for x, y in edge[::step]:
            self.pine(x + self.random.uniform(-4, 4), y + 6, height * self.random.uniform(0.7, 1.15), colour)

    def tree(self, x: float, foot: float, height: float, crown: Colour, trunk: Colour = "#5b4030") -> None:
        self.polygon(
            [
                (x - height * 0.045, foot),
                (x - height * 0.025, foot - height * 0.55),
                (x + height * 0.025, foot - height * 0.55),
                (x + height * 0.045, foot),
            ],
            trunk,
        )
        for dx, dy, r, tone in (
            (0, 0.7, 0.3, -0.12),
            (-0.2, 0.62, 0.22, -0.05),
            (0.2, 0.64, 0.22, -0.1),
            (-0.06, 0.8, 0.22, 0.1),
            (0.09, 0.74, 0.16, 0.18),
        ):
            shade = mix(crown, "#ffffff" if tone > 0 else "#0a2a20", abs(tone))
            self.circle(x + dx * height, foot - dy * height, r * height, shade)

    def bush(self, x: float, y: float, size: float, colour: Colour) -> None:
        self.ellipse(x, y + size * 0.25, size * 1.05, size * 0.5, mix(colour, "#0b2318", 0.45))
        for dx, dy, r, tone in (
            (-0.5, 0, 0.55, 0),
            (0.5, 0.02, 0.55, 0.05),
            (0, -0.25, 0.65, 0.1),
            (-0.15, -0.4, 0.32, 0.25),
        ):
            self.circle(x + dx * size, y + dy * size, r * size, mix(colour, "#e8f5a8", tone))

    def person(self, x: float, foot: float, height: float, shirt: Colour, trousers: Colour = "#2f3b4c") -> None:
        self.box(x - height * 0.1, foot - height * 0.46, x - height * 0.01, foot, trousers, height * 0.03)
        self.box(x + height * 0.01, foot - height * 0.46, x + height * 0.1, foot, trousers, height * 0.03)
        self.box(x - height * 0.15, foot - height * 0.8, x + height * 0.15, foot - height * 0.4, shirt, height * 0.08)
        self.circle(x, foot - height * 0.89, height * 0.095, "#c98f68")
        self.draw.pieslice(
            [
                (x - height * 0.105) * SCALE,
                (foot - height) * SCALE,
                (x + height * 0.105) * SCALE,
                (foot - height * 0.79) * SCALE,
            ],
            180,
            360,
            fill="#2a1d18",
        )

    def ripples(self, top: float, bottom: float, colour: Colour, count: int) -> None:
        for _ in range(count):
            y = self.random.uniform(top, bottom)
            near = (y - top) / (bottom - top)
            half = self.random.uniform(10, 30) * (0.6 + 2.2 * near)
            x = self.random.uniform(0, WIDTH)
            self.ellipse(x, y, half, 0.8 + 1.3 * near, colour)

    def rain(self, count: int, colour: Colour, slant: float = 14) -> None:
        for _ in range(count):
            x, y = self.random.uniform(-40, WIDTH + 40), self.random.uniform(0, HEIGHT)
            length = self.random.uniform(14, 34)
            self.line([(x, y), (x - slant * length / 34, y + length)], colour, 1)
