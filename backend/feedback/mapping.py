"""Reads by place: what a map shows of the public reports, and which of them are near a point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import cos, radians
from typing import Any

from django.db.models import Q, QuerySet, Sum

from backend.common.distance import EARTH_RADIUS_M, distance_m
from backend.feedback.grid import FINEST, LEVELS, Box, Span, bounds, joined, level_for, span_of, spans, touches
from backend.feedback.models import MapCell, Report
from backend.feedback.selectors import reports_public

MOST_POINTS = 1000
# On a map of a whole district or province a thousand points are a stain; a handful is not.
CLOSE_ZOOM, MOST_FROM_AFAR = 12, 50
MOST_SQUARES = 32  # along a side of the box
MILLION = 1_000_000
DEGREE_M = EARTH_RADIUS_M * radians(1)
POINT_COLUMNS = (
    "code", "latitude", "longitude", "category__slug", "category__name", "category__name_en", "status", "created_at",
)  # fmt: skip

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Reports of one square, drawn in their middle."""

    latitude: float
    longitude: float
    count: int
    box: Box


@dataclass(frozen=True, slots=True)
class MapView:
    """Either clusters or points, never both."""

    clusters: list[Cluster] = field(default_factory=list)
    points: list[Row] = field(default_factory=list)


def map_view(box: Box, zoom: int, filters: Mapping[str, str]) -> MapView:
    """What a map of this box shows at this zoom: one query, or two where it shows points. Filters: category, status.

    Clusters count whole squares, those on the edge of the box too; points are those within the box.
    """
    level = level_for(zoom, box, MOST_SQUARES)
    squares = _squares(box, level, filters)
    # Nothing finer is counted: where the smallest squares are full, looking is the only way to know.
    if sum(square["n"] for square in squares) <= _most_points(zoom) or level == LEVELS[-1]:
        held = [span_of(square["number"], level) for square in squares]
        points = list(_points(box, held, filters)[: MOST_POINTS + 1])
        if len(points) <= MOST_POINTS:
            return MapView(points=points)
    return MapView(clusters=[_cluster(square, level) for square in squares])


def reports_near(point: tuple[float, float], radius_m: int, filters: Mapping[str, str]) -> QuerySet[Report]:
    """Public reports at most so many metres away, with `distance_m`. To be ordered by that and `id`."""
    box = _box_around(point, radius_m)
    found = _within(reports_public(filters), box, _at_finest(box))
    return found.annotate(distance_m=distance_m(*point)).filter(distance_m__lte=radius_m)


def _most_points(zoom: int) -> int:
    return MOST_POINTS if zoom >= CLOSE_ZOOM else MOST_FROM_AFAR


def _squares(box: Box, level: int, filters: Mapping[str, str]) -> list[Row]:
    """Squares of this level that hold reports and touch the box."""
    cells = MapCell.objects.filter(_numbered("number", spans(box, level)), level=level)
    cells = _filtered(cells, filters) if filters else cells.filter(category=None)  # the row of all
    sums = {"n": Sum("reports"), "north": Sum("latitudes"), "east": Sum("longitudes")}
    found: Iterable[Row] = cells.order_by("number").values("number").annotate(**sums)
    return [square for square in found if touches(square["number"], level, box)]


def _cluster(square: Row, level: int) -> Cluster:
    count = square["n"]
    latitude, longitude = square["north"] / MILLION / count, square["east"] / MILLION / count
    return Cluster(round(latitude, 6), round(longitude, 6), count, bounds(square["number"], level))


def _points(box: Box, held: list[Span], filters: Mapping[str, str]) -> QuerySet[Report, Row]:
    """Newest first. A few squares are looked into one by one; of many, the box itself is."""
    found = _filtered(Report.objects.filter(is_public=True), filters)
    ranges = list(joined(held)) if len(held) <= MOST_FROM_AFAR else _at_finest(box)
    return _within(found, box, ranges).order_by("-created_at", "-id").values(*POINT_COLUMNS)


def _within(rows: QuerySet[Report], box: Box, ranges: list[Span]) -> QuerySet[Report]:
    """Rows in the box, found by ranges of numbers that hold it."""
    exact = Q(latitude__range=(box.south, box.north), longitude__range=(box.west, box.east))
    return rows.filter(_numbered("z_order", ranges), exact)


def _at_finest(box: Box) -> list[Span]:
    return spans(box, FINEST)


def _numbered(name: str, ranges: Iterable[Span]) -> Q:
    """Any of the ranges; nothing, if there is none."""
    found = Q(pk__in=[])
    for span in ranges:
        found |= Q(**{f"{name}__range": span})
    return found


def _filtered(rows: QuerySet[Any], filters: Mapping[str, str]) -> QuerySet[Any]:
    if category := filters.get("category"):
        rows = rows.filter(category__slug=category)
    if status := filters.get("status"):
        rows = rows.filter(status__in=status.split(","))
    return rows


def _box_around(point: tuple[float, float], radius_m: int) -> Box:
    """A little more than the circle, so that no rounding cuts it; near a pole all longitudes."""
    latitude, longitude = point
    north = (radius_m + 1) / DEGREE_M
    shrink = cos(radians(latitude))
    east = north / shrink if shrink > north / 180 else 180.0
    return Box(
        max(longitude - east, -180), max(latitude - north, -90), min(longitude + east, 180), min(latitude + north, 90)
    )
