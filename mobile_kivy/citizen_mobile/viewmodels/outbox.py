"""All that waits to be sent, why it waits and when it is tried again."""

from __future__ import annotations

import time

from kivy.properties import ListProperty, NumericProperty

from citizen_mobile.client.outbox import REJECTED, SENDING, SENT, OutboxItem
from citizen_mobile.viewmodels.base import ViewModel

# What is only counted: nobody wrote it, so there is nothing to read again or to change.
SILENT = ("receipt", "receipts")

WHY = {
    "offline": "No connection",
    "portal": "This network asks for a login",
    "throttled": "The server asks for patience",
    "request_in_progress": "The server is still working on it",
    "": "It is the next to be sent",
}


class OutboxModel(ViewModel):
    """`items` are what people wrote; `receipts` is the number of the rest."""

    items = ListProperty([])
    receipts = NumericProperty(0)

    def load(self) -> None:
        waiting = [item for item in self.store.outbox.items() if item.state != SENT]
        self.items = [item for item in waiting if item.kind not in SILENT]
        self.receipts = len(waiting) - len(self.items)

    def send_now(self) -> None:
        self.store.outbox.retry_now()
        self.store.sender.ring()
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


def why(item: OutboxItem) -> str:
    """The reason in words: the server's own, or a message id."""
    if item.state == REJECTED:
        return item.reason or "The server did not accept it."
    return item.reason or WHY.get(item.reason_code, "It is tried again by itself")


def tried_again_in(item: OutboxItem) -> float:
    """Seconds until the next try; 0 when it is under way or due."""
    return 0.0 if item.state == SENDING else max(0.0, item.not_before - time.time())
