"""Procedures and dossiers."""

from __future__ import annotations

from typing import Any

from tests.mobile.content.services import (
    DOSSIER,
    DOSSIER_CODE,
    DOSSIER_FACTOR,
    FIELDS,
    LIFE_EVENTS,
    PROCEDURES,
    procedure_detail,
)
from tests.mobile.stubs.replies import Reply, Route, always, found, page, problem


def _procedures(_h: Any, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    rows = [{**row, "snippet": ""} for row in PROCEDURES]
    if query.get("q"):
        rows = [{**rows[0], "snippet": "Đăng ký <mark>khai</mark> <mark>sinh</mark>"}, *rows[1:2]]
    if query.get("field"):
        rows = [row for row in rows if row["field"]["code"] == query["field"]]
    if query.get("level"):
        rows = [row for row in rows if row["level"] == query["level"]]
    return page(rows)


def _lookup(_h: Any, _m: Any, _q: Any, body: Any) -> Reply:
    if (body["code"], body["factor"]) == (DOSSIER_CODE, DOSSIER_FACTOR):
        return 200, DOSSIER
    return problem(404, "dossier_not_found", "Không tìm thấy hồ sơ.")


def _follow(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    handler.stub.followed.add(body["code"])
    return 201, DOSSIER


def _unfollow(handler: Any, match: Any, _q: Any, _b: Any) -> Reply:
    handler.stub.followed.discard(match[1])
    return 204, None


def _my_dossier(handler: Any, match: Any, _q: Any, _b: Any) -> Reply:
    return found(DOSSIER if match[1] in handler.stub.followed else None)


def _my_dossiers(handler: Any, _m: Any, _q: Any, _b: Any) -> Reply:
    return page([DOSSIER] if handler.stub.followed else [])


ROUTES: list[Route] = [
    (r"procedures/", "GET", _procedures),
    (r"procedures/([^/]+)/", "GET", lambda _h, m, _q, _b: found(procedure_detail(m[1]))),
    (r"procedure-fields/", "GET", always(200, FIELDS)),
    (r"life-events/", "GET", always(200, LIFE_EVENTS)),
    (r"dossiers/lookup/", "POST", _lookup),
    (r"dossiers/follow/", "POST", _follow),
    (r"me/dossiers/", "GET", _my_dossiers),
    (r"me/dossiers/([^/]+)/", "GET", _my_dossier),
    (r"me/dossiers/([^/]+)/", "DELETE", _unfollow),
]
