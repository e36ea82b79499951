"""All that waits to be sent, why it waits and when it is tried again."""

from __future__ import annotations

import time

from kivy.properties import ListProperty, NumericProperty

from citizen_mobile.client.outbox import PENDING, REJECTED, SENDING, OutboxItem
from citizen_mobile.viewmodels.base import ViewModel

WHY = {
    "offline": "No connection",
    "portal": "This network asks for a login",
    "throttled": "The server asks for patience",
    "request_in_progress": "The server is still working on it",
    "": "It is the next to be sent",
}
HELD = {
    "login": "It waits until its writer logs in again",
    "report": "It waits until its report has been accepted",
}


class OutboxModel(ViewModel):
    """`items` are what people wrote; `receipts` counts what only tells that notices came and were read."""

    items = ListProperty([])
    receipts = NumericProperty(0)

    def load(self) -> None:
        self.items = self.store.outbox.visible(PENDING, SENDING, REJECTED)
        self.receipts = sum(receipts_in(item) for item in self.store.outbox.items(PENDING, SENDING))

    def send_now(self) -> None:
        self.store.wake()
        self.load()

    def withdraw(self, item: OutboxItem) -> bool:
        """False when it is too late: it is being sent, or the server has it."""
        gone = self.store.outbox.withdraw(item.key)
        self.load()
        return gone

    def photos_sent(self, item: OutboxItem) -> tuple[int, int]:
        """How many of its photos the server has, of how many."""
        photos = self.store.outbox.photos(item.key)
        return sum(photo.remote_id is not None for photo in photos), len(photos)


def why(item: OutboxItem, held_by: str = "") -> str:
    """The reason in words: the server's own, or a message id."""
    if item.state == REJECTED:
        return item.reason or "The server did not accept it."
    return HELD.get(held_by) or item.reason or WHY.get(item.reason_code, "It is tried again by itself")


def receipts_in(item: OutboxItem) -> int:
    return len(item.body.get("receipts", ())) if item.kind == "receipts" else 0


def tried_again_in(item: OutboxItem) -> float:
    """Seconds until the next try; 0 when it is under way or due."""
    return 0.0 if item.state == SENDING else max(0.0, item.not_before - time.time())
