"""The inbox and devices."""

from __future__ import annotations

from typing import Any

from tests.mobile import provincial_content as content
from tests.mobile.stubs.replies import Reply, Route, always, page


def _inbox(handler: Any, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    rows = [{**row, "is_read": row["is_read"] or row["id"] in handler.stub.read} for row in content.INBOX]
    return page([row for row in rows if not query.get("kind") or row["kind"] == query["kind"]])


def _unread(handler: Any, _m: Any, _q: Any, _b: Any) -> Reply:
    rows = [row for row in content.INBOX if not row["is_read"] and row["id"] not in handler.stub.read]
    return 200, {"unread": len(rows)}


def _mark(handler: Any, match: Any, _q: Any, _b: Any) -> Reply:
    handler.stub.read.add(match[1])
    return 204, None


def _mark_all(handler: Any, _m: Any, _q: Any, _b: Any) -> Reply:
    handler.stub.read |= {row["id"] for row in content.INBOX}
    return 204, None


def _device(_h: Any, _m: Any, _q: Any, body: Any) -> Reply:
    return 201, {"id": "d1", "secret": "device-secret", "topics": body["topics"]}


ROUTES: list[Route] = [
    (r"inbox/", "GET", _inbox),
    (r"inbox/unread-count/", "GET", _unread),
    (r"inbox/read-all/", "POST", _mark_all),
    (r"inbox/([^/]+)/read/", "POST", _mark),
    (r"topics/", "GET", always(200, [])),
    (r"devices/", "POST", _device),
    (r"devices/([^/]+)/", "PATCH", always(200, {})),
]
