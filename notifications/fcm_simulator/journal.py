"""What was sent to the simulator, newest last: the log that tests read and the page shows."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

KEEP = 5000


@dataclass(slots=True)
class Journal:
    """The last messages, and counts of all since it was cleared."""

    entries: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEEP))
    counts: Counter[str] = field(default_factory=Counter)
    _next: int = 1

    def add(self, *, target: str, outcome: str, status: int, message: dict[str, Any]) -> int:
        """Note one message and how it was answered; returns its number."""
        number, self._next = self._next, self._next + 1
        entry = {"n": number, "at": time.time(), "token": target, "outcome": outcome, "status": status}
        self.entries.append(entry | {"message": message})
        self.counts[outcome] += 1
        return number

    def read(self, *, token: str | None, outcome: str | None, after: int, limit: int) -> dict[str, Any]:
        """The newest entries that match, oldest of them first."""
        found: list[dict[str, Any]] = []
        for entry in reversed(self.entries):
            if entry["n"] <= after or len(found) == limit:
                break
            if token in (None, entry["token"]) and outcome in (None, entry["outcome"]):
                found.append(entry)
        return {"entries": found[::-1], "counts": dict(self.counts), "total": self.counts.total()}

    def clear(self) -> None:
        """Forget everything; numbers go on, so that a reader's `after` stays true."""
        self.entries.clear()
        self.counts.clear()
