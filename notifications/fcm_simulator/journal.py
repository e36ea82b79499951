"""What was sent to the simulator: counts of all, the newest entries for tests and the page, and who got what."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from notifications.fcm_simulator.tokens import TokenLedger
from notifications.fcm_simulator.validation import Content

KEEP = 5000
# One number a second in which something came: an hour of a campaign is enough to draw it.
KEEP_SECONDS = 3600
# What Google would have handed to a phone. Garbage is a box on the way, a reset comes before the message was taken.
ACCEPTED = ("ok", "slow", "goaway")
NO_ANSWER = 0


class Entry(NamedTuple):
    """One message; its content is shared with all messages like it."""

    number: int
    at: float
    target: str
    outcome: str
    status: int
    content: Content | None
    unread: dict[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        """As the log shows it."""
        message = self.unread if self.content is None else self.content.sent_to(self.target)
        about = {"n": self.number, "at": self.at, "token": self.target, "outcome": self.outcome, "status": self.status}
        return about | {"message": message or {}}


@dataclass(slots=True)
class Journal:
    """The last messages, and counts of all since it was cleared."""

    keep: int = KEEP
    tokens: TokenLedger | None = None
    clock: Callable[[], float] = time.time
    _entries: deque[Entry] = field(default_factory=deque)
    _outcomes: Counter[str] = field(default_factory=Counter)
    _statuses: Counter[int] = field(default_factory=Counter)
    _seconds: dict[int, int] = field(default_factory=dict)
    _first_at: float | None = None
    _last_at: float | None = None
    _number: int = 0

    def add(self, *, target: str, outcome: str, status: int, content: Content) -> None:
        """Note one message and how it was answered."""
        now = self._count(outcome, status)
        if self.keep:
            self._append(Entry(self._number, now, target, outcome, status, content, None))
        if self.tokens is not None:
            self.tokens.arrived(target)
            if outcome in ACCEPTED:
                self.tokens.accepted(target, now, content.tag)

    def add_unread(self, *, status: int, message: dict[str, Any]) -> None:
        """Note a message that was refused before anybody knew whom it was for."""
        now = self._count("invalid-payload", status)
        if self.keep:
            self._append(Entry(self._number, now, "", "invalid-payload", status, None, message))

    def _count(self, outcome: str, status: int) -> float:
        now = self.clock()
        self._number += 1
        self._outcomes[outcome] += 1
        self._statuses[status] += 1
        second = int(now)
        if second in self._seconds:
            self._seconds[second] += 1
        else:
            self._begin_second(second)
        if self._first_at is None:
            self._first_at = now
        self._last_at = now
        return now

    def _begin_second(self, second: int) -> None:
        self._seconds[second] = 1
        if len(self._seconds) > KEEP_SECONDS:
            del self._seconds[next(iter(self._seconds))]

    def _append(self, entry: Entry) -> None:
        self._entries.append(entry)
        if len(self._entries) > self.keep:
            self._entries.popleft()

    def read(self, *, token: str | None, outcome: str | None, after: int, limit: int) -> dict[str, Any]:
        """The newest entries that match, oldest of them first."""
        found: list[dict[str, Any]] = []
        for entry in reversed(self._entries):
            if entry.number <= after or len(found) >= limit:
                break
            if token in (None, entry.target) and outcome in (None, entry.outcome):
                found.append(entry.as_json())
        return {"entries": found[::-1], "counts": dict(self._outcomes), "total": self._outcomes.total()}

    def counts(self) -> dict[str, Any]:
        """How many there were of what, and when."""
        return {
            "total": self._outcomes.total(),
            "by_status": {str(status): number for status, number in self._statuses.items()},
            "by_outcome": dict(self._outcomes),
            "first_at": self._first_at,
            "last_at": self._last_at,
            "per_second": [[second, number] for second, number in self._seconds.items()],
        }

    def clear(self) -> None:
        """Forget everything; numbers go on, so that a reader's `after` stays true."""
        for kept in (self._entries, self._outcomes, self._statuses, self._seconds):
            kept.clear()
        self._first_at = self._last_at = None
        if self.tokens is not None:
            self.tokens.clear()
