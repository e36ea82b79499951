"""The whole table of units in the process: some hundred rows that hardly ever change and that every part asks for.

A cheap stamp query says whether it is still right: each time inside a transaction (what is seen there may never be
committed), else at most every STAMP_SECONDS.
"""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.utils import timezone

from backend.areas.geometry import Box, box_of
from backend.areas.models import Area, AreaMerge

STAMP_SECONDS = 5.0
STAMP = "SELECT count(*), max(id), max(updated_at) FROM areas_area"


@dataclass(frozen=True, eq=False)
class AreaRow:
    """One version of a unit, read-only; the fields of the model without the ORM."""

    id: int
    code: str
    name: str
    name_en: str
    level: str
    kind: str
    parent_code: str
    valid_from: date | None
    valid_to: date | None
    latitude: float | None
    longitude: float | None
    area_km2: float | None
    population: int | None
    name_keys: tuple[str, ...]
    box: Box | None
    boundary: dict[str, Any] | None
    merged_into: tuple[str, ...]

    def was_current_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def is_current(self) -> bool:
        return self.was_current_on(timezone.localdate())

    @cached_property
    def boundary_box(self) -> Box | None:
        return box_of(self.boundary) if self.boundary else None

    def __str__(self) -> str:
        return self.name


class AreaTable:
    """Rows by id, code and parent, with the merges in both directions."""

    def __init__(self, rows: Iterable[AreaRow], merges: Iterable[tuple[int, int, bool]]) -> None:
        self.rows = {row.id: row for row in rows}
        self.versions: dict[str, list[AreaRow]] = {}
        self.children: dict[str, list[AreaRow]] = {}
        for row in sorted(self.rows.values(), key=_newest_first):
            self.versions.setdefault(row.code, []).append(row)
            self.children.setdefault(row.parent_code, []).append(row)
        self.successors: dict[int, list[AreaRow]] = {}
        self.predecessors: dict[int, list[AreaRow]] = {}
        self.whole: set[int] = set()
        # Codes of today in a unit, by code and day: every filter by area asks for them.
        self.descended: dict[tuple[str, date], list[str]] = {}
        for old, new, is_partial in merges:
            self.successors.setdefault(old, []).append(self.rows[new])
            self.predecessors.setdefault(new, []).append(self.rows[old])
            if not is_partial:
                self.whole.add(old)

    def find(self, code: str) -> AreaRow | None:
        """The version of today, else the newest one."""
        versions = self.versions.get(code, [])
        return next((row for row in versions if row.is_current), versions[0] if versions else None)

    def current_of(self, row: AreaRow) -> list[AreaRow]:
        """The units of today that this one is, or went into, over any number of merges."""
        found: dict[int, AreaRow] = {}
        waiting, seen = [row], set()
        while waiting:
            one = waiting.pop(0)
            if one.id in seen:
                continue
            seen.add(one.id)
            if one.is_current:
                found[one.id] = one
            else:
                waiting += self.successors.get(one.id, [])
        return list(found.values())

    def current_communes(self) -> list[AreaRow]:
        today = timezone.localdate()
        return [row for row in self.rows.values() if row.level == "commune" and row.was_current_on(today)]


def _newest_first(row: AreaRow) -> tuple[str, bool, float]:
    return row.code, row.valid_to is not None, -(row.valid_to or date.min).toordinal()


@dataclass
class _Held:
    table: AreaTable | None = None
    stamp: Any = None
    checked: float = -STAMP_SECONDS


_held = _Held()


def area_table() -> AreaTable:
    """The table, read again if the stamp has moved."""
    global _held
    held, now = _held, time.monotonic()
    if held.table is not None and not connection.in_atomic_block and now - held.checked < STAMP_SECONDS:
        return held.table
    stamp = _stamp()
    table = _read() if held.table is None or held.stamp != stamp else held.table
    # Read inside a transaction, it may show what is never committed: the next caller outside one asks again.
    _held = _Held(table, stamp, checked=-STAMP_SECONDS if connection.in_atomic_block else now)
    return table


def table_forget(**_signal: Any) -> None:
    """Read again at the next call."""
    global _held
    _held = _Held()


def _stamp() -> Any:
    with connection.cursor() as cursor:  # asked in each transaction: the ORM would cost ten times what the query does
        cursor.execute(STAMP)
        return cursor.fetchone()


def _read() -> AreaTable:
    merges = list(AreaMerge.objects.order_by("id").values_list("from_area_id", "into_area_id", "is_partial"))
    areas = list(Area.objects.order_by("id"))
    codes = {area.pk: area.code for area in areas}
    into: dict[int, list[str]] = defaultdict(list)
    for old, new, _partial in merges:
        into[old].append(codes[new])
    return AreaTable([_row(area, into[area.pk]) for area in areas], merges)


def _row(area: Area, merged_into: list[str]) -> AreaRow:
    return AreaRow(
        id=area.pk,
        code=area.code,
        name=area.name,
        name_en=area.name_en or area.name,
        level=area.level,
        kind=area.kind,
        parent_code=area.parent_code,
        valid_from=area.valid_from,
        valid_to=area.valid_to,
        latitude=area.latitude,
        longitude=area.longitude,
        area_km2=area.area_km2,
        population=area.population,
        name_keys=tuple(area.name_keys),
        box=Box(*area.bounds) if area.bounds else None,
        boundary=area.boundary,
        merged_into=tuple(sorted(merged_into)),
    )
