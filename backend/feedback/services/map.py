"""The map's counts: written with the reports that they count, so that a map costs the same whatever there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F, Q

from backend.feedback.grid import FINEST, LEVELS, number_at
from backend.feedback.models import MapCell, Report

MILLION = 1_000_000
PUT = """
    INSERT INTO feedback_mapcell (level, number, category_id, status, reports, latitudes, longitudes)
    SELECT level, number, %s, %s, 1, %s, %s FROM unnest(%s::int[], %s::bigint[]) AS square (level, number)
    ON CONFLICT (level, number, category_id, status) DO UPDATE SET
        reports = feedback_mapcell.reports + 1,
        latitudes = feedback_mapcell.latitudes + excluded.latitudes,
        longitudes = feedback_mapcell.longitudes + excluded.longitudes
"""
COUNT_ALL = """
    INSERT INTO feedback_mapcell (level, number, category_id, status, reports, latitudes, longitudes)
    SELECT level, z_order >> (2 * (%s - level)), category_id, status, count(*),
        sum(round(latitude * 1000000)), sum(round(longitude * 1000000))
    FROM feedback_report CROSS JOIN unnest(%s::int[]) AS level
    WHERE is_public AND z_order IS NOT NULL
    GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class _Spot:
    """What the map counts of one report."""

    z_order: int
    category_id: int
    status: str
    latitude: int
    longitude: int

    @property
    def squares(self) -> list[tuple[int, int]]:
        return [(level, number_at(self.z_order, level)) for level in LEVELS]


@contextmanager
def report_on_map(report: Report) -> Iterator[None]:
    """Around a change of a locked report, which saves it: the counts follow, in the transaction that is open."""
    before = _spot(report)
    yield
    after = _spot(report)
    if before != after:
        _one_at_a_time()
        if before is not None:
            _take(before)
        if after is not None:
            _put(after)


@transaction.atomic
def map_recount() -> int:
    """Count everything anew, from the reports as they are; how many squares hold something."""
    _one_at_a_time()
    MapCell.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ALL, [FINEST, list(LEVELS)])
        return int(cursor.rowcount)


def _spot(report: Report) -> _Spot | None:
    """None of what the map does not show: private reports, and those without a point."""
    if not report.is_public or report.z_order is None or report.latitude is None or report.longitude is None:
        return None
    point = round(report.latitude * MILLION), round(report.longitude * MILLION)
    return _Spot(report.z_order, report.category_id, str(report.status), *point)


def _one_at_a_time() -> None:
    """Until the commit. Whole batches of reports share squares: without it two of them could wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('feedback:map', 0))")


def _put(spot: _Spot) -> None:
    levels, numbers = (list(column) for column in zip(*spot.squares, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(PUT, [spot.category_id, spot.status, spot.latitude, spot.longitude, levels, numbers])


def _take(spot: _Spot) -> None:
    squares = Q()
    for level, number in spot.squares:
        squares |= Q(level=level, number=number)
    cells = MapCell.objects.filter(squares, category=spot.category_id, status=spot.status)
    cells.update(
        reports=F("reports") - 1,
        latitudes=F("latitudes") - spot.latitude,
        longitudes=F("longitudes") - spot.longitude,
    )
    cells.filter(reports=0).delete()
