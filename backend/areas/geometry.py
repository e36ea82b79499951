"""Points, boxes and polygons in plain Python. Positions are (longitude, latitude), the order of GeoJSON."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

Ring = Sequence[Sequence[float]]

EARTH_RADIUS_M = 6_371_008.8
# A generous box around Vietnam with its islands: what lies outside was written in another order or another projection.
VIETNAM = (102.0, 6.0, 118.0, 24.0)


class Box(NamedTuple):
    """west, south, east, north in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float, margin: float = 0.0) -> bool:
        return (
            self.west - margin <= longitude <= self.east + margin
            and self.south - margin <= latitude <= self.north + margin
        )


def distance_m(longitude_a: float, latitude_a: float, longitude_b: float, latitude_b: float) -> float:
    """Great-circle distance in metres (haversine)."""
    half_lat = radians(latitude_b - latitude_a) / 2
    half_lon = radians(longitude_b - longitude_a) / 2
    h = sin(half_lat) ** 2 + cos(radians(latitude_a)) * cos(radians(latitude_b)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(sqrt(h))


def polygons_of(geometry: dict[str, Any]) -> list[list[Ring]]:
    """A Polygon or MultiPolygon as a list of polygons, each an outer ring and its holes."""
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else list(coordinates)


def box_of(geometry: dict[str, Any]) -> Box:
    """The smallest box around the outer rings."""
    points = [point for polygon in polygons_of(geometry) for point in polygon[0]]
    longitudes, latitudes = [p[0] for p in points], [p[1] for p in points]
    return Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def geometry_holds(geometry: dict[str, Any], longitude: float, latitude: float) -> bool:
    """Whether the point is inside one polygon and in none of its holes."""
    return any(polygon_holds(polygon, longitude, latitude) for polygon in polygons_of(geometry))


def polygon_holds(rings: Sequence[Ring], longitude: float, latitude: float) -> bool:
    outer, *holes = rings
    return ring_holds(outer, longitude, latitude) and not any(ring_holds(h, longitude, latitude) for h in holes)


def ring_holds(ring: Ring, longitude: float, latitude: float) -> bool:
    """Even-odd ray casting. A point on a shared edge belongs to one of two neighbours, not to both."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise((p[0], p[1]) for p in ring):
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def ring_crosses_itself(ring: Ring) -> bool:
    """Whether two edges that are not neighbours cross. Sweeps by longitude, so official outlines stay quick."""
    edges = [
        (min(a[0], b[0]), max(a[0], b[0]), n, a, b) for n, (a, b) in enumerate(pairwise(ring)) if tuple(a) != tuple(b)
    ]
    last = len(ring) - 2
    active: list[Any] = []
    for edge in sorted(edges, key=lambda e: e[0]):
        active = [other for other in active if other[1] >= edge[0]]
        if any(_edges_cross(edge, other, last) for other in active):
            return True
        active.append(edge)
    return False


def _edges_cross(edge: Any, other: Any, last: int) -> bool:
    gap = abs(edge[2] - other[2])
    if gap <= 1 or gap == last:
        return False
    a, b, c, d = edge[3], edge[4], other[3], other[4]
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def area_km2(geometry: dict[str, Any]) -> float:
    """Area of the geometry, its holes taken off; good to a few parts in a thousand at the size of a commune."""
    return sum(_ring_km2(rings[0]) - sum(_ring_km2(hole) for hole in rings[1:]) for rings in polygons_of(geometry))


def _ring_km2(ring: Ring) -> float:
    mean = radians(sum(p[1] for p in ring) / len(ring))
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    degree_km = EARTH_RADIUS_M / 1000 * radians(1)
    return abs(twice) / 2 * degree_km**2 * cos(mean)


def points_of(geometry: dict[str, Any]) -> Iterable[Sequence[float]]:
    """Every position of every ring."""
    return (point for polygon in polygons_of(geometry) for ring in polygon for point in ring)
