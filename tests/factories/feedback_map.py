"""Public reports on the map, and what the map should count, counted the slow way."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

from backend.feedback.grid import LEVELS, number_of
from backend.feedback.models import MapCell, Report
from backend.feedback.services import map_recount
from tests.factories.feedback import ReportFactory

Cell = tuple[int, int, str | None, str]
MILLION = 1_000_000


def on_map(*points: tuple[float, float], **values: Any) -> list[Report]:
    """Published reports at these points, counted."""
    made = [ReportFactory.create(latitude=lat, longitude=lon, **{"is_public": True, **values}) for lat, lon in points]
    map_recount()
    return made


def counted() -> dict[Cell, tuple[int, int, int]]:
    """What stands in the table."""
    rows = MapCell.objects.values_list(
        "level", "number", "category__slug", "status", "reports", "latitudes", "longitudes"
    )
    return {(level, number, category, status): tuple(sums) for level, number, category, status, *sums in rows}


def counted_anew() -> dict[Cell, tuple[int, int, int]]:
    """What should stand there, from each report by itself."""
    sums: dict[Cell, Counter[str]] = {}
    for report in Report.objects.filter(is_public=True, latitude__isnull=False).select_related("category"):
        kinds = ((report.category.slug, report.status), (None, ""))
        for level, (category, status) in product(LEVELS, kinds):
            number = number_of(report.latitude, report.longitude, level)
            cell = sums.setdefault((level, number, category, status), Counter())
            cell.update(n=1, latitude=round(report.latitude * MILLION), longitude=round(report.longitude * MILLION))
    return {key: (cell["n"], cell["latitude"], cell["longitude"]) for key, cell in sums.items()}
