"""One difference between the released document and today's, and when a break may pass."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

VERSION_IN_PATH = re.compile(r"^/api/v(\d+)/")


class Level(StrEnum):
    """Who has to act on it."""

    BREAK = "break"  # a client that kept to the released document may fail
    WARNING = "warning"  # a sensible client goes on; a person should look
    FINE = "fine"


class Kind(StrEnum):
    """The heading of the changelog that it goes under."""

    ADDED = "Added"
    CHANGED = "Changed"
    DEPRECATED = "Deprecated"
    REMOVED = "Removed"


@dataclass(frozen=True)
class Change:
    """A difference in plain words, and where it stands in the document (a JSON pointer)."""

    level: Level
    kind: Kind
    words: str
    at: str
    operation: str = ""  # "GET /api/v1/things/"; empty if it concerns the document as a whole
    sunsets: frozenset[dt.date] = field(default=frozenset())  # announced for what is removed, or for what it is in
    whole_operation: bool = False


def allowance(change: Change, old: Any, new: Any, today: dt.date) -> str | None:
    """Why this break may pass, or None."""
    if change.kind is Kind.REMOVED:
        over = [day for day in change.sunsets if day <= today]
        if over:
            return f"announced, over since {min(over)}"
    # Same address, same promise: a new version excuses that an address is gone, never that it answers otherwise.
    if change.whole_operation and is_new_version(old, new):
        return f"version {major(new)} of the API takes its place"
    return None


def is_new_version(old: Any, new: Any) -> bool:
    """Whether the document has both a new major version and addresses of that version."""
    return major(new) > major(old) and major(new) in path_versions(new) - path_versions(old)


def major(document: Any) -> int:
    """The first number of `info.version`."""
    return int(str(document["info"]["version"]).split(".")[0])


def path_versions(document: Any) -> set[int]:
    """Every N of the addresses under /api/vN/."""
    return {int(found[1]) for path in document.get("paths", {}) if (found := VERSION_IN_PATH.match(path))}


def unallowed(changes: Iterable[Change], old: Any, new: Any, today: dt.date) -> list[Change]:
    """The breaks for which there is no excuse."""
    return [change for change in changes if change.level is Level.BREAK and not allowance(change, old, new, today)]
