"""Reports."""

from __future__ import annotations

import uuid
from typing import Any

from citizen_mobile.map.projection import distance_m
from tests.mobile.content.basics import NOW
from tests.mobile.content.public_reports import PUBLIC_REPORTS
from tests.mobile.content.reports import REPORT, REPORT_CATEGORIES, REPORT_WAITING
from tests.mobile.stubs.replies import Reply, Route, always, found, page, problem

PAGE = 20


def _report(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    if body.get("text") == "REFUSE ME PLEASE":
        wrong = {"field": "text", "code": "invalid", "detail": "Nội dung không phù hợp."}
        return problem(400, "validation_error", "Có trường chưa đúng.", wrong)
    stub = handler.stub
    made = {
        **REPORT,
        "id": str(uuid.UUID(int=len(stub.reports) + 1)),
        "code": f"PA-261123-{4821 + len(stub.reports)}Q",
        "text": body["text"],
        "status": {"code": "new", "name": "Mới"},
        "secret": None if handler.authorised() else "s3cret",
        "created_at": NOW,
        "due_at": "2026-11-30T17:00:00+07:00",
        "events": REPORT["events"][:1],
        "allowed_actions": ["comment"],
        "photos": [],
    }
    stub.reports.append(made)
    return 201, made


def _photo(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    made = f"photo-{len(handler.stub.photos) + 1}"
    handler.stub.photos.append(made)
    return 201, {"id": made, "thumb_url": None, "width": 10, "height": 10}


def _mine(handler: Any, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    """The newest first, twenty a page, as the server has them."""
    if not handler.authorised():
        return problem(401, "token_expired", "Hết hạn.")
    rows = [*reversed(handler.stub.reports), REPORT, REPORT_WAITING]
    begin = int(query.get("cursor", 0))
    end = begin + PAGE
    address = f"http://{handler.headers['Host']}/api/v1/me/reports/?cursor={end}"
    return page(rows[begin:end], address if end < len(rows) else None)


def _my_report(handler: Any, match: Any, _q: Any, _b: Any) -> Reply:
    if not handler.authorised():
        return problem(401, "token_expired", "Hết hạn.")
    rows = [*handler.stub.reports, REPORT, REPORT_WAITING]
    return found(next((row for row in rows if row["code"] == match[1]), None))


def _track(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    return found(next((row for row in handler.stub.reports if row["code"] == body["code"]), None))


def _fits(row: dict[str, Any], query: dict[str, str]) -> bool:
    states = query.get("status", "").split(",")
    return query.get("category", row["category"]["slug"]) == row["category"]["slug"] and (
        states == [""] or row["status"]["code"] in states
    )


def _public(_h: Any, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    rows = [row for row in PUBLIC_REPORTS if _fits(row, query)]
    if "near" not in query:
        return page(rows)
    latitude, longitude = (float(part) for part in query["near"].split(","))
    reach = float(query.get("radius_m", 300))
    near = [
        {**row, "distance_m": round(distance_m(latitude, longitude, row["latitude"], row["longitude"]))} for row in rows
    ]
    return page(sorted((row for row in near if row["distance_m"] <= reach), key=lambda row: row["distance_m"]))


def _map(_h: Any, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    west, south, east, north = (float(edge) for edge in query["bbox"].split(","))
    rows = [
        row
        for row in PUBLIC_REPORTS
        if _fits(row, query) and west <= row["longitude"] <= east and south <= row["latitude"] <= north
    ]
    if int(query["zoom"]) >= 12:
        kept = ("code", "latitude", "longitude", "category", "status", "created_at")
        return 200, {"clusters": [], "points": [{name: row[name] for name in kept} for row in rows]}
    cells: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in rows:
        cells.setdefault((round(row["latitude"] * 4), round(row["longitude"] * 4)), []).append(row)
    return 200, {"clusters": [_cluster(group) for group in cells.values()], "points": []}


def _cluster(rows: list[dict[str, Any]]) -> dict[str, Any]:
    lats, lons = [row["latitude"] for row in rows], [row["longitude"] for row in rows]
    return {
        "latitude": sum(lats) / len(lats),
        "longitude": sum(lons) / len(lons),
        "count": len(rows),
        "bbox": [min(lons), min(lats), max(lons), max(lats)],
    }


ROUTES: list[Route] = [
    (r"public-reports/", "GET", _public),
    (r"public-reports/map/", "GET", _map),
    (r"report-categories/", "GET", always(200, REPORT_CATEGORIES)),
    (r"report-photos/", "POST", _photo),
    (r"reports/", "POST", _report),
    (r"reports/track/", "POST", _track),
    (r"me/reports/", "GET", _mine),
    (r"me/reports/([^/]+)/", "GET", _my_report),
    (r"me/reports/([^/]+)/(comments|rating|reopen)/", "POST", always(201, {})),
]
