"""Where things are on a round earth and on a flat screen (Web Mercator, as all tile servers use). No Kivy here.

World coordinates run from (0, 0) in the north-west to (1, 1) in the south-east.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

TILE = 256
EARTH_RADIUS_M = 6_371_008.8
EQUATOR_M = 40_075_016.686
# The square map ends here.
NORTHERNMOST = 85.0511

Box = tuple[float, float, float, float]  # west, south, east, north


def world_of(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to world coordinates."""
    radians = math.radians(max(-NORTHERNMOST, min(NORTHERNMOST, latitude)))
    return (longitude + 180) / 360, (1 - math.asinh(math.tan(radians)) / math.pi) / 2


def degrees_of(x: float, y: float) -> tuple[float, float]:
    """World coordinates to latitude and longitude."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y)))), x * 360 - 180


def distance_m(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Metres between two places, over the ground."""
    north, east = math.radians(to_latitude - latitude), math.radians(to_longitude - longitude)
    flat = math.cos(math.radians(latitude)) * math.cos(math.radians(to_latitude))
    half = math.sin(north / 2) ** 2 + flat * math.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half))


@dataclass(frozen=True)
class View:
    """What a screen of `width` × `height` pixels shows: its centre in world coordinates and its zoom.

    `unit` is how many pixels wide a tile of the zoom's own level is drawn.
    """

    x: float
    y: float
    zoom: float
    width: float
    height: float
    unit: float = TILE

    @property
    def scale(self) -> float:
        """Pixels from one edge of the world to the other."""
        return self.unit * 2.0**self.zoom

    def screen_of(self, x: float, y: float) -> tuple[float, float]:
        """Pixels from the lower left corner (y upwards, as Kivy has it)."""
        return self.width / 2 + (x - self.x) * self.scale, self.height / 2 - (y - self.y) * self.scale

    def world_at(self, left: float, up: float) -> tuple[float, float]:
        """World coordinates of a pixel."""
        return self.x + (left - self.width / 2) / self.scale, self.y - (up - self.height / 2) / self.scale

    def box(self) -> Box:
        """The edges in degrees."""
        south, west = degrees_of(*self.world_at(0, 0))
        north, east = degrees_of(*self.world_at(self.width, self.height))
        return west, south, east, north

    def metres_per_pixel(self) -> float:
        latitude, _longitude = degrees_of(self.x, self.y)
        return EQUATOR_M * math.cos(math.radians(latitude)) / self.scale

    def tiles(self, level: int) -> list[tuple[int, int, int]]:
        """The tiles of a level that are seen, those nearest to the centre first."""
        many = 2**level
        left, top = self.world_at(0, self.height)
        right, bottom = self.world_at(self.width, 0)
        columns = range(max(0, math.floor(left * many)), min(many - 1, math.floor(right * many)) + 1)
        rows = range(max(0, math.floor(top * many)), min(many - 1, math.floor(bottom * many)) + 1)
        seen = [(level, column, row) for column in columns for row in rows]
        return sorted(
            seen, key=lambda tile: (tile[1] + 0.5 - self.x * many) ** 2 + (tile[2] + 0.5 - self.y * many) ** 2
        )


def snapped(box: Box, zoom: int) -> Box:
    """A box grown to the edges of the tiles it touches: small moves ask for the same box, and find its copy offline."""
    west, south, east, north = box
    many = 2 ** max(0, zoom - 1)
    left, top = world_of(north, west)
    right, bottom = world_of(south, east)
    grown_north, grown_west = degrees_of(math.floor(left * many) / many, math.floor(top * many) / many)
    grown_south, grown_east = degrees_of(math.ceil(right * many) / many, math.ceil(bottom * many) / many)
    return grown_west, grown_south, grown_east, grown_north


def round_length(most_m: float) -> float:
    """The roundest length (1, 2 or 5 times a power of ten metres) that is not longer than this one."""
    power = 10.0 ** math.floor(math.log10(max(most_m, 1e-6)))
    return max(step * power for step in (1, 2, 5) if step * power <= most_m)
