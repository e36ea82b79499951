"""The map's counts: written with the reports that they count, so that a map costs the same whatever there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection, transaction

from backend.feedback.grid import FINEST, LEVELS, number_at
from backend.feedback.models import MapCell, Report

MILLION = 1_000_000
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('feedback:map', 0))"
PUT = """
    INSERT INTO feedback_mapcell AS cell (level, number, category_id, status, reports, latitudes, longitudes)
    SELECT level, number, category_id, status, 1, latitude, longitude
    FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[])
        AS change (level, number, category_id, status, latitude, longitude)
    ON CONFLICT (level, number, category_id, status) DO UPDATE SET
        reports = cell.reports + 1,
        latitudes = cell.latitudes + excluded.latitudes,
        longitudes = cell.longitudes + excluded.longitudes
"""
TAKE = """
    UPDATE feedback_mapcell AS cell SET
        reports = cell.reports - 1,
        latitudes = cell.latitudes - change.latitude,
        longitudes = cell.longitudes - change.longitude
    FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::bigint[])
        AS change (level, number, category_id, status, latitude, longitude)
    WHERE cell.level = change.level AND cell.number = change.number
        AND cell.category_id IS NOT DISTINCT FROM change.category_id AND cell.status = change.status
"""
FORGET_EMPTY = """
    DELETE FROM feedback_mapcell
    WHERE reports = 0 AND (level, number) IN (SELECT * FROM unnest(%s::int[], %s::bigint[]))
"""
COUNT_ALL = """
    INSERT INTO feedback_mapcell (level, number, category_id, status, reports, latitudes, longitudes)
    SELECT level, z_order >> (2 * (%s - level)) AS number, category_id, coalesce(status, ''), count(*),
        sum(round(latitude * 1000000)), sum(round(longitude * 1000000))
    FROM feedback_report CROSS JOIN unnest(%s::int[]) AS level
    WHERE is_public AND z_order IS NOT NULL
    GROUP BY GROUPING SETS ((1, 2, category_id, status), (1, 2))
"""


class _Count(NamedTuple):
    """A row that counts a report, and what the report adds to its sums."""

    level: int
    number: int
    category_id: int | None
    status: str
    latitude: int
    longitude: int


@contextmanager
def report_on_map(report: Report) -> Iterator[None]:
    """Around a change of a locked report, which saves it: the counts follow, in the transaction that is open."""
    before = _counts(report)
    yield
    after = _counts(report)
    if before != after:
        _change(taken=before - after, put=after - before)


@transaction.atomic
def map_recount() -> int:
    """Count everything anew, from the reports as they are; how many rows it takes."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        MapCell.objects.all().delete()
        cursor.execute(COUNT_ALL, [FINEST, list(LEVELS)])
        return int(cursor.rowcount)


def _counts(report: Report) -> set[_Count]:
    """Two of each square around it: of its category and status, and of all. None of what the map does not show."""
    if not report.is_public or report.z_order is None or report.latitude is None or report.longitude is None:
        return set()
    north, east = round(report.latitude * MILLION), round(report.longitude * MILLION)
    squares = [(level, number_at(report.z_order, level)) for level in LEVELS]
    own = {_Count(level, number, report.category_id, str(report.status), north, east) for level, number in squares}
    return own | {_Count(level, number, None, "", north, east) for level, number in squares}


def _change(*, taken: set[_Count], put: set[_Count]) -> None:
    """One at a time, until the commit: batches share squares, and two of them could wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        if taken:
            columns = _columns(taken)
            cursor.execute(TAKE, columns)
            cursor.execute(FORGET_EMPTY, columns[:2])
        if put:
            cursor.execute(PUT, _columns(put))


def _columns(counts: set[_Count]) -> list[list[int | str | None]]:
    return [list(column) for column in zip(*counts, strict=True)]
