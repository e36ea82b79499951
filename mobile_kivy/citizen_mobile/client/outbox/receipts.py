"""What this phone showed and what was opened on it, told later and in batches, and only with consent."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from citizen_mobile.client.keepsakes import Shelf
from citizen_mobile.client.outbox.item import SENT, OutboxItem
from citizen_mobile.client.outbox.storage import Outbox

REFUSED = "receipts_refused"


class Receipts:
    """`delivered` and `opened` may be called any number of times, with or without a network."""

    def __init__(
        self,
        outbox: Outbox,
        shelf: Shelf,
        ring: Callable[[], None],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._outbox, self._shelf, self._ring, self._now = outbox, shelf, ring, now

    @property
    def wanted(self) -> bool:
        """False once the server has said that it counts none of ours."""
        return not self._shelf.get(REFUSED, False)

    def delivered(self, notice_id: str) -> None:
        """The phone has shown the notice."""
        self._queue(notice_id, "delivered_at")

    def opened(self, notice_id: str) -> None:
        """The person has opened it; the server then counts it as read too."""
        self._queue(notice_id, "opened_at")

    def ask_again(self) -> None:
        """Preferences, consents or the person changed: what the server said before may not hold any more."""
        self._shelf.drop(REFUSED)

    def answered(self, item: OutboxItem) -> None:
        """Hear what the server said to anything that was sent."""
        if item.state != SENT:
            return
        if item.kind == "preferences":
            self.ask_again()
        if item.kind == "receipts" and (item.result or {}).get("counted") is False:
            self._shelf.put(REFUSED, True)
            self._outbox.drop_kind("receipts")

    def _queue(self, notice_id: str, what: str) -> None:
        if not self.wanted:
            return
        at = datetime.fromtimestamp(self._now(), UTC).isoformat(timespec="seconds")
        self._outbox.add("receipts", "receipts/", {"receipts": [{"notice_id": notice_id, what: at}]})
        self._ring()
