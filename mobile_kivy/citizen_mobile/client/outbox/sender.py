"""Sends the outbox: one thing at a time, from a thread of its own, until nothing is due; then it waits to be rung."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from typing import Any, Protocol

from citizen_mobile.client.answers import Answer
from citizen_mobile.client.errors import ApiError, CaptivePortal, ClientError, StorageError
from citizen_mobile.client.outbox.backoff import Jitter, wait_after
from citizen_mobile.client.outbox.item import SENT, OutboxItem, OutboxPhoto
from citizen_mobile.client.outbox.kinds import kind_of
from citizen_mobile.client.outbox.storage import Outbox
from citizen_mobile.client.outbox.verdict import doubt_after, passes, reason_of, stops_the_round

log = logging.getLogger(__name__)
Listener = Callable[[OutboxItem], None]


class Door(Protocol):
    """The part of `Http` that the sender uses."""

    def send(
        self, method: str, path: str, body: Any = None, *, auth: Any = ..., key: str = "", owner: str = ""
    ) -> Answer: ...

    def upload(
        self, path: str, name: str, content: bytes, *, auth: Any = ..., key: str = "", owner: str = ""
    ) -> Answer: ...


class Sender:
    """`accepted` hears, in the sender's thread and before `on_change`, what the server has taken."""

    def __init__(
        self,
        outbox: Outbox,
        door: Door,
        *,
        on_change: Listener = lambda item: None,
        accepted: Listener = lambda item: None,
        jitter: Jitter = random.random,
    ) -> None:
        self._outbox, self._door, self._jitter = outbox, door, jitter
        self._on_change, self._accepted = on_change, accepted
        self._bell = threading.Event()
        self._stop = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._thread: threading.Thread | None = None
        self._fruitless = 0  # rounds in a row that the network ended

    def start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._loop, name="outbox", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the loop; what is under way finishes or is asked again at the next start."""
        self._stop.set()
        self._bell.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def ring(self) -> None:
        """There may be something to send."""
        self._bell.set()

    def wake(self) -> None:
        """The network is back, the app too, or someone logged in: try now what waits for its next try."""
        self._fruitless = 0
        self._outbox.retry_now()
        self.ring()

    def send_due(self) -> int:
        """Send what is due until nothing is, or the network ends it; returns how many were accepted."""
        accepted = 0
        with self._one_at_a_time:
            self._outbox.recover()
            while not self._stop.is_set() and (item := self._outbox.due()) is not None:
                error = self._send(item)
                accepted += error is None
                if error is not None and stops_the_round(error):
                    self._fruitless += 1
                    return accepted
                self._fruitless = 0
        return accepted

    def _loop(self) -> None:
        while not self._stop.is_set():
            self._bell.clear()
            try:
                self.send_due()
                wait = self._pause()
            except StorageError as error:  # nothing is lost: what the server took is asked about again by its key
                log.warning("the outbox cannot be written: %s", error)
                wait = wait_after(5, self._jitter)
            self._bell.wait(wait)

    def _pause(self) -> float | None:
        """After a round that the network ended, others wait too, though less long than the one that failed."""
        wait = self._outbox.next_due_in()
        if wait is None or not self._fruitless:
            return wait
        return max(wait, min(60.0, wait_after(self._fruitless - 1, self._jitter)))

    def _send(self, item: OutboxItem) -> ClientError | None:
        """Try one; returns what went wrong."""
        if not self._outbox.mark_sending(item.key):
            return None
        self._tell(item)
        try:
            answer = self._deliver(item)
        except StorageError:
            raise
        except ClientError as error:
            self._failed(item, error)
            return error
        except OSError as error:
            self._outbox.mark_rejected(item.key, "photo_unreadable", str(error))
            self._tell(item)
            return None
        self._outbox.mark_sent(item.key, answer.data)
        done = self._outbox.find(item.key) or _sent(item, answer.data)
        self._accepted(done)
        self._on_change(done)
        return None

    def _deliver(self, item: OutboxItem) -> Answer:
        kind, body = kind_of(item.kind), dict(item.body)
        if photos := self._outbox.photos(item.key):
            body["photo_ids"] = [self._photo_id(item, photo) for photo in photos]
        if kind.keyed:
            self._outbox.mark_in_doubt(item.key, True)
        answer = self._door.send(
            kind.method,
            item.path,
            body or None,
            auth="required" if item.writer else "guest",
            key=item.key if kind.keyed else "",
            owner=item.writer,
        )
        if kind.proof and not (isinstance(answer.data, dict) and kind.proof in answer.data):
            raise CaptivePortal(f"an answer without {kind.proof}")
        return answer

    def _photo_id(self, item: OutboxItem, photo: OutboxPhoto) -> str:
        if photo.remote_id:
            return photo.remote_id
        answer = self._door.upload(
            "report-photos/",
            photo.file.name,
            photo.file.read_bytes(),
            auth="required" if item.writer else "guest",
            key=photo.key,
            owner=item.writer,
        )
        if not (isinstance(answer.data, dict) and "id" in answer.data):
            raise CaptivePortal("an answer without id")
        remote_id = str(answer.data["id"])
        self._outbox.photo_sent(photo.key, remote_id)
        return remote_id

    def _failed(self, item: OutboxItem, error: ClientError) -> None:
        if kind_of(item.kind).keyed:
            now = self._outbox.get(item.key)
            self._outbox.mark_in_doubt(item.key, now.in_doubt and doubt_after(error, item.in_doubt))
        code, reason = reason_of(error)
        if passes(error):
            wait = wait_after(item.attempts + 1, self._jitter)
            asked_for = error.retry_after or 0.0 if isinstance(error, ApiError) else 0.0
            self._outbox.mark_waiting(item.key, code, reason, max(asked_for, wait))
        elif isinstance(error, ApiError) and _misses_photos(error) and self._outbox.photos_outlived(item.key):
            self._outbox.renew_photos(item.key)
        else:
            fields = error.fields if isinstance(error, ApiError) else []
            self._outbox.mark_rejected(item.key, code, reason, fields)
        self._tell(item)

    def _tell(self, item: OutboxItem) -> None:
        if (now := self._outbox.find(item.key)) is not None:
            self._on_change(now)


def _misses_photos(error: ApiError) -> bool:
    return any(row.field.startswith("photo_ids") for row in error.fields)


def _sent(item: OutboxItem, result: Any) -> OutboxItem:
    """A quiet item as its listeners see it: it is forgotten already."""
    return OutboxItem(**{**vars(item), "state": SENT, "result": result if isinstance(result, dict) else None})
