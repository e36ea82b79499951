"""The shapes of the stub's answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Reply = tuple[int, Any]
# handler (tests.mobile.stub_server), match of the pattern, query, body
Action = Callable[[Any, Any, dict[str, str], Any], Reply]
Route = tuple[str, str, Action]


def problem(status: int, code: str, detail: str, *errors: dict[str, str]) -> Reply:
    return status, {
        "type": f"urn:problem:{code}",
        "title": code,
        "status": status,
        "detail": detail,
        "code": code,
        "trace_id": "t",
        "errors": list(errors),
    }


def page(rows: list[Any], following: str | None = None) -> Reply:
    return 200, {"next": following, "previous": None, "results": rows}


def found(data: Any) -> Reply:
    return (200, data) if data is not None else problem(404, "notfound", "Không tìm thấy.")


def always(status: int, data: Any) -> Action:
    return lambda _h, _m, _q, _b: (status, data)
