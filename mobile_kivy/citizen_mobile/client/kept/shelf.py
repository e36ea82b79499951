"""The shelf: kept answers in a database of their own, which no eviction touches, and their pictures as files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citizen_mobile.client.database import Database
from citizen_mobile.client.errors import StorageError

STEPS = [
    """
CREATE TABLE IF NOT EXISTS docs (
    kind TEXT NOT NULL, key TEXT NOT NULL, language TEXT NOT NULL, page TEXT NOT NULL, place INTEGER NOT NULL,
    size INTEGER NOT NULL, mark TEXT NOT NULL, etag TEXT NOT NULL, stored_at REAL NOT NULL, terms TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, key, language)
);
CREATE TABLE IF NOT EXISTS pages (
    kind TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL, etag TEXT NOT NULL, following TEXT NOT NULL,
    PRIMARY KEY (kind, url, language)
);
CREATE TABLE IF NOT EXISTS pictures (
    url TEXT NOT NULL, owner TEXT NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (url, owner)
);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, body TEXT NOT NULL);
""",
]


@dataclass(frozen=True)
class Doc:
    """One kept answer. `mark` says of what it was made, so that a change can be noticed."""

    key: str
    body: Any
    etag: str
    terms: str
    mark: str
    stored_at: float


class Shelf:
    """Rows of kept things by kind, key and language."""

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        self._files = folder / "pictures"
        self._files.mkdir(parents=True, exist_ok=True)
        self.db = Database(folder / "kept.db", STEPS)
        self._now = now

    def put(
        self,
        kind: str,
        key: str,
        language: str,
        body: Any,
        *,
        etag: str = "",
        terms: str = "",
        mark: str = "",
        page: str = "",
        place: int = 0,
    ) -> None:
        text = _json(body)
        size = len(text.encode()) + len(terms)
        values = (kind, key, language, page, place, size, mark, etag, self._now(), terms, text)
        self.db.execute(f"INSERT OR REPLACE INTO docs VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608

    def touch(self, kind: str, key: str, language: str, mark: str) -> None:
        """The server said that it is as it was."""
        self.db.execute(
            "UPDATE docs SET stored_at = ?, mark = ? WHERE kind = ? AND key = ? AND language = ?",
            (self._now(), mark, kind, key, language),
        )

    def get(self, kind: str, key: str, language: str) -> Doc | None:
        """In this language, or in the other rather than not at all."""
        row = self.db.row(
            "SELECT * FROM docs WHERE kind = ? AND key = ? ORDER BY language = ? DESC", (kind, key, language)
        )
        return _doc(row) if row else None

    def all(self, kind: str, language: str) -> list[Doc]:
        """All of a kind in the server's order; in the other language if this one was never kept."""
        found = self._all(kind, language)
        return found or self._all(kind, "en" if language == "vi" else "vi")

    def drop(self, kind: str, key: str) -> None:
        self.db.execute("DELETE FROM docs WHERE kind = ? AND key = ?", (kind, key))

    def keep_only(self, kind: str, language: str, keys: Iterable[str]) -> None:
        """Drop what the server has no more."""
        known = {row["key"] for row in self.db.rows(*_keys(kind, language))}
        with self.db.transaction():
            for key in known - set(keys):
                self.db.execute("DELETE FROM docs WHERE kind = ? AND key = ? AND language = ?", (kind, key, language))

    def keys(self, kind: str, language: str) -> set[str]:
        return {row["key"] for row in self.db.rows(*_keys(kind, language))}

    # --- facts: the limit, when all was last fetched

    def fact(self, name: str, default: Any = None) -> Any:
        row = self.db.row("SELECT body FROM facts WHERE name = ?", (name,))
        return json.loads(row["body"]) if row else default

    def put_fact(self, name: str, value: Any) -> None:
        self.db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, _json(value)))

    # --- pictures

    def picture(self, url: str) -> bytes | None:
        row = self.db.row("SELECT file FROM pictures WHERE url = ?", (url,))
        try:
            return (self._files / row["file"]).read_bytes() if row else None
        except OSError:  # somebody emptied the folder; the next sync brings it again
            return None

    def put_picture(self, url: str, owner: str, content: bytes) -> None:
        name = hashlib.sha256(url.encode()).hexdigest()[:32]
        try:
            fresh = self._files / f"{name}.new"
            fresh.write_bytes(content)
            fresh.replace(self._files / name)
        except OSError as error:
            raise StorageError(str(error), full=True) from error
        self.db.execute("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?)", (url, owner, name, len(content)))

    def drop_pictures(self, owner: str = "") -> None:
        """Forget an owner's pictures, or all; files that nobody owns any more go with them."""
        if owner:
            self.db.execute("DELETE FROM pictures WHERE owner = ?", (owner,))
        else:
            self.db.execute("DELETE FROM pictures")
        wanted = {row["file"] for row in self.db.rows("SELECT file FROM pictures")}
        for file in self._files.iterdir():
            if file.name not in wanted:
                file.unlink(missing_ok=True)

    # --- room

    def bytes_by_kind(self) -> dict[str, int]:
        rows = self.db.rows("SELECT kind, sum(size) AS size FROM docs GROUP BY kind")
        sizes = {row["kind"]: int(row["size"]) for row in rows}
        pictures = self.db.row("SELECT coalesce(sum(size), 0) AS size FROM (SELECT DISTINCT file, size FROM pictures)")
        return {**sizes, "pictures": int(pictures["size"]) if pictures else 0}

    def clear(self, kinds: Iterable[str]) -> None:
        with self.db.transaction():
            for kind in kinds:
                self.db.execute("DELETE FROM docs WHERE kind = ?", (kind,))
                self.db.execute("DELETE FROM pages WHERE kind = ?", (kind,))
        self.db.execute("VACUUM")  # the room goes back to the phone

    def close(self) -> None:
        self.db.close()

    def _all(self, kind: str, language: str) -> list[Doc]:
        rows = self.db.rows(
            "SELECT * FROM docs WHERE kind = ? AND language = ? ORDER BY place, stored_at DESC", (kind, language)
        )
        return [_doc(row) for row in rows]


def _keys(kind: str, language: str) -> tuple[str, tuple[str, str]]:
    return "SELECT key FROM docs WHERE kind = ? AND language = ?", (kind, language)


def _doc(row: Any) -> Doc:
    return Doc(row["key"], json.loads(row["body"]), row["etag"], row["terms"], row["mark"], row["stored_at"])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
