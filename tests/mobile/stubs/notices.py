"""The inbox, what people want to hear of, and devices."""

from __future__ import annotations

import copy
from typing import Any

from tests.mobile.content.notices import AWAY, INBOX, PREFERENCES
from tests.mobile.stubs.replies import Reply, Route, always, found, page


def rows_of(stub: Any) -> list[dict[str, Any]]:
    """All notices of this inbox, those put away too, as they are now."""
    away = AWAY["id"]
    stub.away = getattr(stub, "away", {away})
    pushed = getattr(stub, "pushed", [])
    recalled = getattr(stub, "recalled", set())
    return [
        {**row, "is_read": row["is_read"] or row["id"] in stub.read | stub.away, "is_archived": row["id"] in stub.away}
        for row in [*pushed, *INBOX, AWAY]
        if row["id"] not in recalled
    ]


def _inbox(handler: Any, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    archived, words = query.get("archived") == "true", query.get("q", "").lower()
    rows = [row for row in rows_of(handler.stub) if row["is_archived"] == archived]
    rows = [row for row in rows if not query.get("kind") or row["kind"] in query["kind"].split(",")]
    rows = [row for row in rows if words in f"{row['title']} {row['body']}".lower()]
    return page([row for row in rows if not (query.get("unread") == "true" and row["is_read"])])


def _one(handler: Any, match: Any, _q: Any, _b: Any) -> Reply:
    return found(next((row for row in rows_of(handler.stub) if row["id"] == match[1]), None))


def _unread(handler: Any, _m: Any, _q: Any, _b: Any) -> Reply:
    return 200, {"unread": sum(not row["is_read"] for row in rows_of(handler.stub))}


def _mark(handler: Any, match: Any, _q: Any, _b: Any) -> Reply:
    handler.stub.read.add(match[1])
    return 204, None


def _mark_all(handler: Any, _m: Any, _q: Any, _b: Any) -> Reply:
    handler.stub.read |= {row["id"] for row in rows_of(handler.stub)}
    return 204, None


def _archive(handler: Any, match: Any, _q: Any, _b: Any) -> Reply:
    rows_of(handler.stub)
    handler.stub.away.add(match[1])
    handler.stub.read.add(match[1])
    return 204, None


def _restore(handler: Any, match: Any, _q: Any, _b: Any) -> Reply:
    rows_of(handler.stub)
    handler.stub.away.discard(match[1])
    return 204, None


def choices_of(stub: Any) -> dict[str, Any]:
    """The preferences of whoever speaks to this stub."""
    stub.choices = getattr(stub, "choices", None) or copy.deepcopy(PREFERENCES)
    return stub.choices


def _preferences(handler: Any, _m: Any, _q: Any, _b: Any) -> Reply:
    return 200, choices_of(handler.stub)


def _change(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    choices = choices_of(handler.stub)
    choices.update({name: body[name] for name in ("digest", "receipts") if name in body})
    for group, name in (("kinds", "kind"), ("topics", "topic")):
        for change in body.get(group, []):
            next(row for row in choices[group] if row[name] == change[name]).update(change)
    return 200, choices


def _receipts(handler: Any, _m: Any, _q: Any, _b: Any) -> Reply:
    return 200, {"counted": choices_of(handler.stub)["receipts"], "ignored": []}


def _device(_h: Any, _m: Any, _q: Any, body: Any) -> Reply:
    return 201, {"id": "d1", "secret": "device-secret", "topics": body["topics"]}


def _device_change(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    for row in choices_of(handler.stub)["topics"]:
        row["followed"] = row["topic"] in body.get("topics", [])
    return 200, {}


ROUTES: list[Route] = [
    (r"inbox/", "GET", _inbox),
    (r"inbox/unread-count/", "GET", _unread),
    (r"inbox/read-all/", "POST", _mark_all),
    (r"inbox/([^/]+)/", "GET", _one),
    (r"inbox/([^/]+)/read/", "POST", _mark),
    (r"inbox/([^/]+)/archive/", "POST", _archive),
    (r"inbox/([^/]+)/archive/", "DELETE", _restore),
    (r"notification-preferences/", "GET", _preferences),
    (r"notification-preferences/", "PATCH", _change),
    (r"receipts/", "POST", _receipts),
    (r"topics/", "GET", always(200, [])),
    (r"devices/", "POST", _device),
    (r"devices/([^/]+)/", "PATCH", _device_change),
]
