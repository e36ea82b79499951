"""Units as alerts for other systems name them: names, codes, and outlines with no more positions than they need."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import Any

from backend.areas.geometry import Ring, polygons_of
from backend.areas.selectors import areas_described
from backend.areas.table import AreaRow

# An alert is read by small machines: a unit's outline in two kilobytes, islands left out after the tenth.
MAX_POSITIONS = 100
MAX_OUTLINES = 10
DECIMALS = 5  # about a metre


def areas_for_alert(codes: Iterable[str], excluded: Iterable[str]) -> list[dict[str, Any]]:
    """[{name, name_en, codes, outlines}] of each unit; `codes` are its own and those of today's units in it.

    A unit of which something is excluded is told as the units of today that are left of it.
    """
    wanted, unwanted = list(codes), list(excluded)
    known = areas_described([*wanted, *unwanted])
    out = {inner for code in unwanted for inner in known[code][1]}
    whole = {code: known[code] for code in wanted if not out.intersection(known[code][1])}
    left = [one for code in wanted if code not in whole for one in known[code][1][1:] if one not in out]
    return [_unit(code, *told) for code, told in (whole | (areas_described(left) if left else {})).items()]


def _unit(code: str, row: AreaRow | None, codes: list[str]) -> dict[str, Any]:
    if row is None:
        return {"name": code, "name_en": code, "codes": codes, "outlines": []}
    return {"name": row.name, "name_en": row.name_en, "codes": codes, "outlines": _outlines(row.boundary)}


def _outlines(boundary: dict[str, Any] | None) -> list[tuple[tuple[float, float], ...]]:
    """Outer rings, the longest first, as closed rows of (latitude, longitude)."""
    if boundary is None:
        return []
    rings = sorted((polygon[0] for polygon in polygons_of(boundary)), key=len, reverse=True)
    return [_outline(ring) for ring in rings[:MAX_OUTLINES]]


def _outline(ring: Ring) -> tuple[tuple[float, float], ...]:
    return tuple((round(y, DECIMALS), round(x, DECIMALS)) for x, y in ring_thinned(ring, MAX_POSITIONS))


def ring_thinned(ring: Ring, most: int) -> list[tuple[float, float]]:
    """The ring with `most` positions at most, four at least, still closed.

    Those go first that make the smallest triangle with their neighbours (Visvalingam and Whyatt, 1993).
    """
    points = [(point[0], point[1]) for point in ring]
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))

    def triangle(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = points[before[i]], points[i], points[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay))

    sizes = {i: triangle(i) for i in range(1, len(points) - 1)}  # the ends, which close it, stay
    heap = [(size, i) for i, size in sizes.items()]
    heapify(heap)
    while len(sizes) + 2 > max(most, 4):
        size, i = heappop(heap)
        if sizes.get(i) != size:
            continue  # measured again since, or gone
        del sizes[i]
        before[after[i]], after[before[i]] = before[i], after[i]
        for j in (before[i], after[i]):
            if j in sizes:
                sizes[j] = triangle(j)
                heappush(heap, (sizes[j], j))
    return [points[i] for i in (0, *sorted(sizes), len(points) - 1)]
