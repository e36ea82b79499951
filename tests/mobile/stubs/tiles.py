"""Map tiles, drawn: hills, forest, rivers, roads and towns that meet at the tiles' edges."""

from __future__ import annotations

import io
import math
import re
from functools import lru_cache

from PIL import Image, ImageDraw

from citizen_mobile.map.projection import world_of

SIZE = 256
PAPER, FOREST, WATER, ROAD, ROAD_EDGE, LANE = "#F1EBDD", "#CFE0BE", "#A9CFE4", "#FFFFFF", "#C9B79C", "#FBF7F0"
TOWN = "#E6D8C8"

HIGHWAY_14 = [(12.95, 107.95), (12.60, 107.78), (12.45, 107.63), (12.22, 107.66), (12.0, 107.69), (11.85, 107.48)]
ROADS = [
    HIGHWAY_14,
    [(12.0, 107.69), (11.95, 107.85), (11.85, 107.98), (11.70, 108.05)],
    [(12.60, 107.78), (12.55, 107.90), (12.45, 107.95), (12.30, 107.90), (12.0, 107.69)],
    [(12.45, 107.63), (12.35, 107.45), (12.20, 107.25)],
]
RIVERS = [
    [(12.85, 107.75), (12.62, 107.88), (12.52, 107.96), (12.40, 108.0), (12.20, 108.08), (11.95, 108.05)],
    [(12.40, 107.55), (12.15, 107.52), (11.98, 107.62), (11.80, 107.80), (11.62, 107.88)],
]
LAKES = [(11.85, 107.98, 0.06), (12.45, 107.62, 0.012), (12.02, 107.70, 0.006)]
FORESTS = [
    (12.33, 107.72, 0.11),
    (12.18, 107.35, 0.14),
    (11.95, 107.86, 0.09),
    (12.55, 107.86, 0.05),
    (12.7, 107.6, 0.1),
]
TOWNS = [(12.0, 107.69, 0.018), (12.45, 107.63, 0.012), (12.60, 107.78, 0.012), (12.45, 107.95, 0.01)]


@lru_cache(maxsize=512)
def tile(path: str) -> bytes:
    """`/tiles/9/409/238.png`."""
    zoom, column, row = (int(number) for number in re.findall(r"\d+", path)[:3])
    picture = Image.new("RGB", (SIZE, SIZE), PAPER)
    pen = ImageDraw.Draw(picture)
    many = 2**zoom

    def spot(latitude: float, longitude: float) -> tuple[float, float]:
        x, y = world_of(latitude, longitude)
        return (x * many - column) * SIZE, (y * many - row) * SIZE

    def blob(latitude: float, longitude: float, degrees: float, colour: str) -> None:
        x, y = spot(latitude, longitude)
        reach = degrees / 360 * many * SIZE
        turns = [angle * math.tau / 40 for angle in range(40)]
        rims = [reach * (1 + 0.18 * math.sin(3 * turn + latitude * 50) + 0.1 * math.sin(7 * turn)) for turn in turns]
        outline = [(x + rim * math.cos(turn), y + rim * math.sin(turn)) for rim, turn in zip(rims, turns, strict=True)]
        pen.polygon(outline, fill=colour)

    def way(points: list[tuple[float, float]], colour: str, width: float) -> None:
        pen.line([spot(*point) for point in points], fill=colour, width=max(1, round(width)), joint="curve")

    for forest in FORESTS:
        blob(*forest, FOREST)
    for lake in LAKES:
        blob(*lake, WATER)
    for town in TOWNS:
        blob(*town, TOWN)
    for river in RIVERS:
        way(river, WATER, zoom / 3)
    if zoom >= 13:
        _streets(pen, zoom, column, row)
    for road in ROADS:
        way(road, ROAD_EDGE, zoom / 2 + 2)
    for road in ROADS:
        way(road, ROAD, zoom / 2)
    out = io.BytesIO()
    picture.quantize(32).save(out, "PNG")
    return out.getvalue()


def _streets(pen: ImageDraw.ImageDraw, zoom: int, column: int, row: int) -> None:
    """A grid that is the same ground at every zoom."""
    apart = SIZE * 2 ** (zoom - 15)
    phase_x, phase_y = (column * SIZE) % apart, (row * SIZE) % apart
    for number in range(-1, int(SIZE / apart) + 2):
        x, y = number * apart - phase_x, number * apart - phase_y
        pen.line([(x, 0), (x, SIZE)], fill=LANE, width=max(2, zoom - 10))
        pen.line([(0, y), (SIZE, y)], fill=LANE, width=max(2, zoom - 10))
