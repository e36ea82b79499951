"""The last good answer of each address, with its age. What was read once stays readable without a network."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citizen_mobile.client.database import Database

STEPS = [
    """
CREATE TABLE IF NOT EXISTS replies (
    key TEXT PRIMARY KEY, owner TEXT NOT NULL, etag TEXT NOT NULL, body TEXT NOT NULL, stored_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS replies_age ON replies (stored_at);
"""
]


@dataclass(frozen=True)
class CachedReply:
    """A stored answer: the decoded body, its ETag and when it was last known to be right."""

    body: Any
    etag: str
    stored_at: float


class Cache:
    """Replies by key. `owner` marks what belongs to a logged-in person, so that logging out can forget it."""

    def __init__(self, path: Path | str, *, keep: int = 2000, now: Callable[[], float] = time.time) -> None:
        self._db = Database(path, STEPS)
        self._keep = keep
        self._now = now

    def get(self, key: str) -> CachedReply | None:
        row = self._db.row("SELECT body, etag, stored_at FROM replies WHERE key = ?", (key,))
        return CachedReply(json.loads(row["body"]), row["etag"], row["stored_at"]) if row else None

    def put(self, key: str, body: Any, *, etag: str = "", owner: str = "") -> CachedReply:
        """Store an answer and drop the oldest ones beyond the limit."""
        reply = CachedReply(body, etag, self._now())
        self._db.execute(
            "INSERT OR REPLACE INTO replies (key, owner, etag, body, stored_at) VALUES (?, ?, ?, ?, ?)",
            (key, owner, etag, json.dumps(body, ensure_ascii=False), reply.stored_at),
        )
        self._db.execute(
            "DELETE FROM replies WHERE key IN (SELECT key FROM replies ORDER BY stored_at DESC LIMIT -1 OFFSET ?)",
            (self._keep,),
        )
        return reply

    def touch(self, key: str) -> None:
        """The server said 304: the copy is as good as new."""
        self._db.execute("UPDATE replies SET stored_at = ? WHERE key = ?", (self._now(), key))

    def drop(self, path: str) -> None:
        """Forget the answers of one address, in all languages and whatever was asked along with it."""
        self._db.execute("DELETE FROM replies WHERE instr(key, ?)", (f"{path}?",))

    def mend(self, path: str, change: Callable[[Any], Any]) -> None:
        """Put right what is known to have changed in the answers of one address; their age stays, their ETag goes."""
        with self._db.transaction():
            for row in self._db.rows("SELECT key, body FROM replies WHERE instr(key, ?)", (f"{path}?",)):
                body = json.dumps(change(json.loads(row["body"])), ensure_ascii=False)
                self._db.execute("UPDATE replies SET body = ?, etag = '' WHERE key = ?", (body, row["key"]))

    def forget_owner(self, owner: str) -> None:
        """Drop what one person saw; public answers stay."""
        self._db.execute("DELETE FROM replies WHERE owner = ? AND owner <> ''", (owner,))

    def forget_private(self) -> None:
        self._db.execute("DELETE FROM replies WHERE owner <> ''")

    def clear(self) -> None:
        self._db.execute("DELETE FROM replies")

    def count(self) -> int:
        row = self._db.row("SELECT count(*) AS n FROM replies")
        return int(row["n"]) if row else 0

    def close(self) -> None:
        self._db.close()
