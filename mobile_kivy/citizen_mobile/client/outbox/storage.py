"""The outbox on disk. What `add` has returned survives anything but the loss of the phone."""

from __future__ import annotations

import dataclasses
import json
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from citizen_mobile.client.database import Database
from citizen_mobile.client.errors import FieldError
from citizen_mobile.client.outbox.item import (
    PENDING,
    REJECTED,
    SENDING,
    SENT,
    InDoubt,
    OutboxItem,
    OutboxPhoto,
    TooLate,
    item_from,
)
from citizen_mobile.client.outbox.kinds import chain_of, kind_of
from citizen_mobile.client.outbox.photos import Photos

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
""",
    """
ALTER TABLE items ADD COLUMN writer TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN chain TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN in_doubt INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN fields TEXT NOT NULL DEFAULT '[]';
ALTER TABLE photos ADD COLUMN sent_at REAL NOT NULL DEFAULT 0;
UPDATE items SET chain = CASE WHEN kind = 'report' THEN 'report:' || key ELSE 'path:' || path END,
    in_doubt = attempts > 0;
""",
]
SENT_IS_KEPT = 30 * 86_400.0  # as long as the server remembers a key


class Outbox:
    """The list of unsent things.

    **Order**: things of one chain (one report's own: it, its comments, its rating) go in the order in which they were
    written, each when the one before it was accepted or refused. Chains do not wait for each other. `writer` tells who
    is signed in ("" for a guest): what one account wrote is sent by that account alone and waits for its next login;
    what a guest wrote is sent as a guest's, even if somebody has signed in since.
    """

    def __init__(
        self, folder: Path, *, now: Callable[[], float] = time.time, writer: Callable[[], str] = lambda: ""
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = Database(folder / "outbox.db", STEPS, durable=True)
        self.damaged = self._db.damaged
        self._photos = Photos(folder / "photos", self._db, now)
        self._now, self._writer = now, writer
        self.recover()
        if self.damaged is None:  # else a photo without a row may be of a row that could not be read
            self._photos.sweep()
        self._db.execute("DELETE FROM items WHERE state = ? AND created_at < ?", (SENT, now() - SENT_IS_KEPT))

    # --- writing

    def add(
        self, kind: str, path: str, body: dict[str, Any], photos: Sequence[Path] = (), *, about: str = ""
    ) -> OutboxItem:
        """Keep a thing to send, photos copied; returns when it is safe on the disk. Raises StorageError (`full`).

        `about` is the key of a report that is in the outbox too; `{code}` in `path` becomes its code once it has one.
        """
        if not kind_of(kind).keyed and (merged := self._merged(kind, path, body)) is not None:
            return merged
        key = str(uuid.uuid4())
        copies = self._photos.copy(photos)
        path, chain = self._placed(kind, key, path, about)
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO items (key, kind, path, body, state, created_at, not_before, writer, chain, about)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    key,
                    kind,
                    path,
                    _json(body),
                    PENDING,
                    self._now(),
                    self._gathered(kind),
                    self._writer(),
                    chain,
                    about,
                ),
            )
            self._photos.attach(key, copies)
            return self.get(key)  # here: the sender may have sent and dropped it a moment later

    def edit(self, key: str, body: dict[str, Any], photos: Sequence[Path] | None = None) -> OutboxItem:
        """Other words or photos (None: the same) for what was not accepted; returns it, under a new key if need be.

        Raises TooLate when it is under way or accepted, InDoubt when it may be. A key that the server has seen is
        never used for other content: it would be refused (`idempotency_key_reused`).
        """
        copies = self._photos.copy([file for file in photos or () if file not in self._files(key)])
        with self._db.transaction():
            item = self._editable(key)
            if photos is not None:
                left = self._photos.choose(key, photos, copies)
            changed = photos is not None or body != item.body
            fresh = str(uuid.uuid4()) if changed and item.attempts else key
            self._rename(key, fresh)
            self._db.execute(
                "UPDATE items SET body = ?, state = ?, attempts = 0, not_before = 0, reason_code = '', reason = '',"
                " fields = '[]', in_doubt = 0 WHERE key = ?",
                (_json(body), PENDING, fresh),
            )
            edited = self.get(fresh)
        self._photos.remove(left if photos is not None else ())
        return edited

    def withdraw(self, key: str, *, even_in_doubt: bool = False) -> bool:
        """Take back what was not accepted, and what was written about it; False when it is too late or in doubt."""
        with self._db.transaction():
            item = self.find(key)
            if item is None or item.state not in (PENDING, REJECTED):
                return False
            if item.state == PENDING and item.in_doubt and not even_in_doubt:
                return False
            files = self._delete(key)
            for row in self._db.rows("SELECT key FROM items WHERE about = ?", (key,)):
                files += self._delete(row["key"])
        self._photos.remove(files)
        return True

    # --- reading

    def get(self, key: str) -> OutboxItem:
        item = self.find(key)
        if item is None:
            raise KeyError(key)
        return item

    def find(self, key: str) -> OutboxItem | None:
        row = self._db.row("SELECT * FROM items WHERE key = ?", (key,))
        return item_from(row) if row else None

    def items(self, *states: str) -> list[OutboxItem]:
        """All items, or those in some states, oldest first."""
        marks = ", ".join("?" * len(states))
        which = f"WHERE state IN ({marks})" if states else ""
        return [item_from(row) for row in self._db.rows(f"SELECT * FROM items {which} ORDER BY seq", states)]  # noqa: S608

    def visible(self, *states: str) -> list[OutboxItem]:
        """Those to show: not what another account wrote, and of marks and receipts only what was refused."""
        found = [item for item in self.items(*states) if self.mine(item) or not self._writer()]
        return [item for item in found if item.state == REJECTED or not kind_of(item.kind).quiet]

    def mine(self, item: OutboxItem) -> bool:
        """Written by who is signed in now, or by a guest of this device."""
        return item.writer in ("", self._writer())

    def photos(self, key: str) -> list[OutboxPhoto]:
        return self._photos.of(key)

    def held_by(self, item: OutboxItem) -> str:
        """Why no try is made: `login` (who wrote it has to sign in), `report` (its report was not accepted), or ""."""
        if item.writer and item.writer != self._writer():
            return "login"
        return "report" if item.about and "{code}" in item.path else ""

    def due(self) -> OutboxItem | None:
        """The first item to send now: the first of its chain, not held, and not waiting for its next try."""
        return next((item for item in self._heads() if item.not_before <= self._now()), None)

    def next_due_in(self) -> float | None:
        """Seconds until there is something to do; None when nothing can be done."""
        waits = [max(0.0, item.not_before - self._now()) for item in self._heads()]
        return min(waits, default=None)

    # --- what becomes of them (for the sender)

    def recover(self) -> None:
        """What was under way when the app died is to be asked again: the same key makes that safe."""
        if self._db.row("SELECT 1 FROM items WHERE state = ?", (SENDING,)):
            self._db.execute("UPDATE items SET state = ? WHERE state = ?", (PENDING, SENDING))

    def mark_sending(self, key: str) -> bool:
        """False if it was withdrawn or edited meanwhile."""
        return bool(
            self._db.execute(
                "UPDATE items SET state = ?, attempts = attempts + 1 WHERE key = ? AND state = ?",
                (SENDING, key, PENDING),
            )
        )

    def mark_in_doubt(self, key: str, in_doubt: bool) -> None:
        """Before the request leaves: if the app dies now, the server may have it."""
        self._db.execute("UPDATE items SET in_doubt = ? WHERE key = ?", (in_doubt, key))

    def mark_sent(self, key: str, result: Any) -> None:
        """The server has it; the copies of its photos are dropped, and what is about it learns its code."""
        with self._db.transaction():
            self._db.execute(
                "UPDATE items SET state = ?, reason_code = '', reason = '', fields = '[]', in_doubt = 0, result = ?"
                " WHERE key = ?",
                (SENT, _json(result), key),
            )
            if isinstance(result, dict) and result.get("code"):
                self._tell_code(key, str(result["code"]))
            if kind_of(self.get(key).kind).quiet:
                self._db.execute("DELETE FROM items WHERE key = ?", (key,))
            files = self._photos.forget(key)
        self._photos.remove(files)

    def mark_waiting(self, key: str, code: str, reason: str, wait: float) -> None:
        self._db.execute(
            "UPDATE items SET state = ?, reason_code = ?, reason = ?, not_before = ? WHERE key = ?",
            (PENDING, code, reason, self._now() + wait, key),
        )

    def mark_rejected(self, key: str, code: str, reason: str, fields: Sequence[FieldError] = ()) -> None:
        """The server said no for good: the words and the photos stay, to be mended or withdrawn by their writer."""
        if kind_of(self.get(key).kind).passing:
            self._db.execute("DELETE FROM items WHERE key = ?", (key,))
            return
        self._db.execute(
            "UPDATE items SET state = ?, reason_code = ?, reason = ?, fields = ? WHERE key = ?",
            (REJECTED, code, reason, _json([dataclasses.asdict(field) for field in fields]), key),
        )

    def photo_sent(self, photo_key: str, remote_id: str) -> None:
        self._photos.sent(photo_key, remote_id)

    def photos_outlived(self, key: str) -> bool:
        """Whether the server has dropped photos that were sent too long before their report could be."""
        return any(self._photos.outlived(photo) for photo in self._photos.of(key))

    def renew_photos(self, key: str) -> str:
        """Upload them anew; the item's content changes by that, so its key does too. Returns the key."""
        fresh = str(uuid.uuid4())
        with self._db.transaction():
            self._photos.renew(key)
            self._rename(key, fresh)
            self._db.execute("UPDATE items SET state = ?, not_before = 0 WHERE key = ?", (PENDING, fresh))
        return fresh

    def retry_now(self) -> None:
        """The network is back, or someone logged in: do not wait for the backoff."""
        self._db.execute("UPDATE items SET not_before = 0 WHERE state = ? AND not_before > 0", (PENDING,))

    def drop_kind(self, kind: str) -> None:
        """Forget what is queued of one kind (receipts that nobody wants counted)."""
        self._db.execute("DELETE FROM items WHERE kind = ? AND state = ?", (kind, PENDING))

    def forget_sent(self) -> None:
        self._db.execute("DELETE FROM items WHERE state = ?", (SENT,))

    def close(self) -> None:
        self._db.close()

    # --- inside

    def _heads(self) -> list[OutboxItem]:
        """The first unsent item of each chain, without those that are held."""
        heads: dict[str, OutboxItem] = {}
        for item in self.items(PENDING, SENDING):
            heads.setdefault(item.chain, item)
        return [item for item in heads.values() if item.state == PENDING and not self.held_by(item)]

    def _merged(self, kind: str, path: str, body: dict[str, Any]) -> OutboxItem | None:
        """Into the last unsent one on this path by this writer, if there is one and it fits."""
        with self._db.transaction():
            row = self._db.row(
                "SELECT * FROM items WHERE path = ? AND writer = ? AND state = ? ORDER BY seq DESC LIMIT 1",
                (path, self._writer(), PENDING),
            )
            mine = kind_of(kind).merge(item_from(row).body, body) if row else None
            if row is None or mine is None:
                return None
            self._db.execute("UPDATE items SET kind = ?, body = ? WHERE key = ?", (kind, _json(mine), row["key"]))
            return self.get(row["key"])

    def _placed(self, kind: str, key: str, path: str, about: str) -> tuple[str, str]:
        """Path and chain; of what is about a report that was accepted meanwhile, with its code."""
        report = self.find(about) if about else None
        if report is None:
            return path, chain_of(kind, key, path)
        code = (report.result or {}).get("code")
        return (path.replace("{code}", code) if code else path), report.chain

    def _gathered(self, kind: str) -> float:
        wait = kind_of(kind).gather
        return self._now() + wait if wait else 0.0

    def _tell_code(self, key: str, code: str) -> None:
        self._db.execute("UPDATE items SET path = replace(path, '{code}', ?) WHERE about = ?", (code, key))
        self._db.execute("UPDATE items SET chain = ? WHERE chain = ?", (f"report:{code}", f"report:{key}"))

    def _editable(self, key: str) -> OutboxItem:
        item = self.get(key)
        if item.state not in (PENDING, REJECTED):
            raise TooLate(item.state)
        if item.state == PENDING and item.in_doubt:
            raise InDoubt(item.key)
        return item

    def _rename(self, key: str, fresh: str) -> None:
        self._db.execute("UPDATE items SET key = ? WHERE key = ?", (fresh, key))
        self._db.execute("UPDATE items SET about = ? WHERE about = ?", (fresh, key))
        self._db.execute("UPDATE items SET chain = ? WHERE chain = ?", (f"report:{fresh}", f"report:{key}"))
        self._db.execute("UPDATE photos SET item_key = ? WHERE item_key = ?", (fresh, key))

    def _delete(self, key: str) -> list[Path]:
        self._db.execute("DELETE FROM items WHERE key = ?", (key,))
        return self._photos.forget(key)

    def _files(self, key: str) -> list[Path]:
        return [photo.file for photo in self._photos.of(key)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
