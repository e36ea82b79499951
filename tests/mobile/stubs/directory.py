"""Areas, numbers, places."""

from __future__ import annotations

from typing import Any

from tests.mobile.content.directory import AREAS, EMERGENCY, OFFICES, PLACE_DETAIL, PLACES
from tests.mobile.stubs.replies import Reply, Route, always, page, problem


def _near(rows: list[Any], query: dict[str, str]) -> list[Any]:
    """With `near` the nearest first, by the stub's own measure: the server knows the true one."""
    if "near" not in query:
        return rows
    lat, lon = (float(part) for part in query["near"].split(","))
    measured = [
        {**row, "distance_m": round(abs(row["latitude"] - lat) * 111_000 + abs(row["longitude"] - lon) * 108_000)}
        for row in rows
    ]
    return sorted(measured, key=lambda row: row["distance_m"])


def _nearest(_h: Any, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    if not 11 < float(query["lat"]) < 13:
        return problem(404, "outside_province", "Điểm này nằm ngoài tỉnh.")
    [area, *_others] = _near(AREAS, {"near": f"{query['lat']},{query['lon']}"})
    return 200, {"area": area, "distance_m": area["distance_m"], "method": "boundary"}


def _places(_h: Any, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    rows = [row for row in PLACES if query.get("category") in (None, row["category"])]
    return page(_near(rows, query))


def _place(_h: Any, match: Any, _q: Any, _b: Any) -> Reply:
    found = next((row for row in PLACES if row["slug"] == match[1]), PLACES[0])
    return 200, {**found, **PLACE_DETAIL}


ROUTES: list[Route] = [
    (r"offices/", "GET", lambda _h, _m, query, _b: page(_near(OFFICES, query))),
    (r"areas/nearest/", "GET", _nearest),
    (r"areas/", "GET", lambda _h, _m, _q, _b: page(AREAS)),
    (r"emergency-numbers/", "GET", always(200, EMERGENCY)),
    (r"places/", "GET", _places),
    (r"places/([^/]+)/", "GET", _place),
]
