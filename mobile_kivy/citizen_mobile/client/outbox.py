"""What people wrote and the server does not have yet. It survives restarts and is sent in order, each thing once.

Each item carries the UUID that is sent as `Idempotency-Key`: when the connection drops after the server has accepted
it, the next try with the same key gets the first answer back. Photos are copied next to the database and have keys too.
"""

from __future__ import annotations

import json
import random
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from citizen_mobile.client.database import Database
from citizen_mobile.client.errors import ApiError, ClientError, NetworkError, SessionEnded
from citizen_mobile.client.http import Answer

STEPS = [
    """
CREATE TABLE IF NOT EXISTS items (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, path TEXT NOT NULL,
    body TEXT NOT NULL, state TEXT NOT NULL, reason_code TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0, not_before REAL NOT NULL DEFAULT 0, created_at REAL NOT NULL, result TEXT
);
CREATE TABLE IF NOT EXISTS photos (
    key TEXT PRIMARY KEY, item_key TEXT NOT NULL, position INTEGER NOT NULL, file TEXT NOT NULL, remote_id TEXT
);
"""
]

PENDING, SENDING, SENT, REJECTED = "pending", "sending", "sent", "rejected"

FIRST_WAIT, LONGEST_WAIT = 2.0, 600.0

# Refusals that time alone mends. `request_in_progress`: the server is still busy with our first try.
PASSING_CODES = {"request_in_progress", "throttled"}


@dataclass(frozen=True)
class OutboxItem:
    """One thing to send; `reason` says in words why it waits or was refused."""

    key: str
    kind: str
    path: str
    body: dict[str, Any]
    state: str
    reason_code: str
    reason: str
    attempts: int
    not_before: float
    created_at: float
    result: dict[str, Any] | None


@dataclass(frozen=True)
class OutboxPhoto:
    key: str
    file: Path
    remote_id: str | None


class Outbox:
    """The list of unsent things, on disk."""

    def __init__(self, folder: Path, *, now: Callable[[], float] = time.time) -> None:
        self._photos = folder / "photos"
        self._photos.mkdir(parents=True, exist_ok=True)
        self._db = Database(folder / "outbox.db", STEPS, durable=True)
        self._now = now
        # The app died while sending: whether the server got it is unknown, and the same key makes asking again safe.
        self._db.execute("UPDATE items SET state = ? WHERE state = ?", (PENDING, SENDING))

    def add(self, kind: str, path: str, body: dict[str, Any], photos: Sequence[Path] = ()) -> OutboxItem:
        """Keep a thing to send, photos copied; returns when it is safe on disk."""
        key = str(uuid.uuid4())
        copies = [self._copy(photo) for photo in photos]
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO items (key, kind, path, body, state, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                (key, kind, path, json.dumps(body, ensure_ascii=False), PENDING, self._now()),
            )
            for position, (photo_key, file) in enumerate(copies):
                self._db.execute(
                    "INSERT INTO photos (key, item_key, position, file) VALUES (?, ?, ?, ?)",
                    (photo_key, key, position, file.name),
                )
        return self.get(key)

    def get(self, key: str) -> OutboxItem:
        row = self._db.row("SELECT * FROM items WHERE key = ?", (key,))
        if row is None:
            raise KeyError(key)
        return _item(row)

    def items(self, *states: str) -> list[OutboxItem]:
        """All items, or those in some states, oldest first."""
        found = [_item(row) for row in self._db.rows("SELECT * FROM items ORDER BY seq")]
        return [item for item in found if not states or item.state in states]

    def due(self) -> OutboxItem | None:
        """The first item to send now. One that waits for its next try holds back those after it: order is kept."""
        waiting = self.items(PENDING)
        if not waiting or waiting[0].not_before > self._now():
            return None
        return waiting[0]

    def next_due_in(self) -> float | None:
        """Seconds until there is something to do; None when all is sent."""
        waiting = self.items(PENDING)
        return max(0.0, waiting[0].not_before - self._now()) if waiting else None

    def photos(self, key: str) -> list[OutboxPhoto]:
        rows = self._db.rows("SELECT * FROM photos WHERE item_key = ? ORDER BY position", (key,))
        return [OutboxPhoto(row["key"], self._photos / row["file"], row["remote_id"]) for row in rows]

    def photo_sent(self, photo_key: str, remote_id: str) -> None:
        self._db.execute("UPDATE photos SET remote_id = ? WHERE key = ?", (remote_id, photo_key))

    def mark_sending(self, key: str) -> None:
        self._db.execute("UPDATE items SET state = ?, attempts = attempts + 1 WHERE key = ?", (SENDING, key))

    def mark_sent(self, key: str, result: Any) -> None:
        """The server has it; the copies of its photos are dropped."""
        self._db.execute(
            "UPDATE items SET state = ?, reason_code = '', reason = '', result = ? WHERE key = ?",
            (SENT, json.dumps(result, ensure_ascii=False), key),
        )
        self._drop_photos(key)

    def mark_waiting(self, key: str, code: str, reason: str, wait: float) -> None:
        self._db.execute(
            "UPDATE items SET state = ?, reason_code = ?, reason = ?, not_before = ? WHERE key = ?",
            (PENDING, code, reason, self._now() + wait, key),
        )

    def mark_rejected(self, key: str, code: str, reason: str) -> None:
        """The server said no for good: the words and the photos stay, to be mended or withdrawn by their writer."""
        self._db.execute(
            "UPDATE items SET state = ?, reason_code = ?, reason = ? WHERE key = ?", (REJECTED, code, reason, key)
        )

    def retry_now(self) -> None:
        """The network is back, or someone logged in: do not wait for the backoff."""
        self._db.execute("UPDATE items SET not_before = 0 WHERE state = ?", (PENDING,))

    def withdraw(self, key: str) -> bool:
        """Take back what is not being sent and was not accepted; False when it is too late."""
        with self._db.transaction():
            gone = self._db.execute("DELETE FROM items WHERE key = ? AND state IN (?, ?)", (key, PENDING, REJECTED))
        if gone:
            self._drop_photos(key)
        return bool(gone)

    def forget_sent(self) -> None:
        self._db.execute("DELETE FROM items WHERE state = ?", (SENT,))

    def close(self) -> None:
        self._db.close()

    def _copy(self, photo: Path) -> tuple[str, Path]:
        key = str(uuid.uuid4())
        target = self._photos / f"{key}{photo.suffix.lower()}"
        shutil.copyfile(photo, target)
        return key, target

    def _drop_photos(self, key: str) -> None:
        for photo in self.photos(key):
            photo.file.unlink(missing_ok=True)
        self._db.execute("DELETE FROM photos WHERE item_key = ?", (key,))


class Door(Protocol):
    """The part of `Http` that the sender uses."""

    def send(self, method: str, path: str, body: Any = None, *, auth: Any = ..., key: str = "") -> Answer: ...

    def upload(self, path: str, name: str, content: bytes, *, auth: Any = ..., key: str = "") -> Answer: ...


class Sender:
    """Sends the outbox from a thread of its own until it is empty, then waits to be rung."""

    def __init__(
        self,
        outbox: Outbox,
        door: Door,
        *,
        on_change: Callable[[OutboxItem], None] = lambda item: None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._outbox = outbox
        self._door = door
        self._on_change = on_change
        self._jitter = jitter
        self._bell = threading.Event()
        self._stop = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._thread: threading.Thread | None = None

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

    def send_due(self) -> int:
        """Send what is due, in order, until something has to wait; returns how many were accepted."""
        accepted = 0
        with self._one_at_a_time:
            while (item := self._outbox.due()) is not None and not self._stop.is_set():
                accepted += self._send(item)
        return accepted

    def _loop(self) -> None:
        while not self._stop.is_set():
            self._bell.clear()
            self.send_due()
            self._bell.wait(self._outbox.next_due_in())

    def _send(self, item: OutboxItem) -> bool:
        self._outbox.mark_sending(item.key)
        self._on_change(self._outbox.get(item.key))
        try:
            answer = self._deliver(item)
        except ClientError as error:
            self._failed(item, error)
            accepted = False
        except OSError as error:
            self._outbox.mark_rejected(item.key, "photo_unreadable", str(error))
            accepted = False
        else:
            self._outbox.mark_sent(item.key, answer.data)
            accepted = True
        self._on_change(self._outbox.get(item.key))
        return accepted

    def _deliver(self, item: OutboxItem) -> Answer:
        body = dict(item.body)
        photos = self._outbox.photos(item.key)
        if photos:
            body["photo_ids"] = [self._photo_id(photo) for photo in photos]
        return self._door.send("POST", item.path, body, auth="optional", key=item.key)

    def _photo_id(self, photo: OutboxPhoto) -> str:
        if photo.remote_id:
            return photo.remote_id
        answer = self._door.upload("report-photos/", photo.file.name, photo.file.read_bytes(), key=photo.key)
        remote_id = str(answer.data["id"])
        self._outbox.photo_sent(photo.key, remote_id)
        return remote_id

    def _failed(self, item: OutboxItem, error: ClientError) -> None:
        if isinstance(error, NetworkError):
            self._outbox.mark_waiting(item.key, "offline", "", self._wait(item))
        elif isinstance(error, SessionEnded):
            self._outbox.mark_waiting(item.key, error.code, error.detail, LONGEST_WAIT)
        elif isinstance(error, ApiError) and _passes(error):
            wait = max(error.retry_after or 0.0, self._wait(item))
            self._outbox.mark_waiting(item.key, error.code, error.detail, wait)
        elif isinstance(error, ApiError):
            reason = " ".join([error.detail, *(row.detail for row in error.fields)]).strip()
            self._outbox.mark_rejected(item.key, error.code, reason)
        else:
            self._outbox.mark_waiting(item.key, "unknown", str(error), self._wait(item))

    def _wait(self, item: OutboxItem) -> float:
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(item.attempts, 10))
        return wait * (0.5 + 0.5 * self._jitter())


def _passes(error: ApiError) -> bool:
    return error.status >= 500 or error.status in (408, 429) or error.code in PASSING_CODES


def _item(row: Any) -> OutboxItem:
    return OutboxItem(
        key=row["key"],
        kind=row["kind"],
        path=row["path"],
        body=json.loads(row["body"]),
        state=row["state"],
        reason_code=row["reason_code"],
        reason=row["reason"],
        attempts=row["attempts"],
        not_before=row["not_before"],
        created_at=row["created_at"],
        result=json.loads(row["result"]) if row["result"] else None,
    )
