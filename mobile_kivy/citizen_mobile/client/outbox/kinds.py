"""What can be queued, and how each kind is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]
MOST_RECEIPTS = 200  # the server takes no more in one request


@dataclass(frozen=True)
class Kind:
    """How one kind travels.

    Kinds with `keyed` carry an Idempotency-Key. The others may be sent twice without harm; an unsent one on the same
    path is replaced by a newer one, or `merge`d with it (None: it does not fit, queue the newer one behind it).
    """

    method: str = "POST"
    keyed: bool = True
    proof: str = ""  # what the answer must have: a Wi-Fi's page that answers 200 in JSON is not our server
    quiet: bool = False  # nobody waits for it: forgotten when sent
    passing: bool = False  # not worth telling when refused: forgotten then too
    gather: float = 0.0  # seconds to wait for more of the same
    merge: Callable[[Body, Body], Body | None] = lambda _old, new: new


def _merge_receipts(old: Body, new: Body) -> Body | None:
    """One receipt a notice, the earliest times."""
    known = {row["notice_id"]: dict(row) for row in old["receipts"]}
    for row in new["receipts"]:
        mine = known.setdefault(row["notice_id"], {"notice_id": row["notice_id"]})
        for name in ("delivered_at", "opened_at"):
            if name in row:
                mine[name] = min(row[name], mine.get(name, row[name]))
    return {"receipts": list(known.values())} if len(known) <= MOST_RECEIPTS else None


def _merge_preferences(old: Body, new: Body) -> Body:
    """What is left out stays, so later changes lie over earlier ones: kinds by kind, topics by topic."""
    merged = {**old, **new}
    for lists, name in (("kinds", "kind"), ("topics", "topic")):
        rows: dict[str, Body] = {}
        for row in [*old.get(lists, []), *new.get(lists, [])]:
            rows[row[name]] = {**rows.get(row[name], {}), **row}
        if rows:
            merged[lists] = list(rows.values())
    return merged


_mark = Kind(keyed=False, quiet=True, passing=True)

KINDS = {
    "report": Kind(proof="code"),
    "comment": Kind(),
    "rating": Kind(),
    "reopen": Kind(),
    "withdraw": Kind(),
    "receipts": Kind(keyed=False, proof="counted", quiet=True, passing=True, gather=10.0, merge=_merge_receipts),
    "preferences": Kind("PATCH", keyed=False, quiet=True, merge=_merge_preferences),
    "read": _mark,
    "read_all": _mark,
    "archive": _mark,
    "unarchive": Kind("DELETE", keyed=False, quiet=True, passing=True),
    "article_rating": Kind("PUT", keyed=False, quiet=True),
}
DEFAULT = Kind()


def kind_of(name: str) -> Kind:
    return KINDS.get(name, DEFAULT)


def chain_of(name: str, key: str, path: str) -> str:
    """What keeps order among itself: all that belongs to one report, or all on one path."""
    if name == "report":
        return f"report:{key}"
    if path.startswith("me/reports/"):
        return f"report:{path.split('/')[2]}"
    return f"path:{path}"
