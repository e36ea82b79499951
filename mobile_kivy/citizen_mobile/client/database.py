"""One SQLite file, shared by threads through one lock. Small enough that waiting for it is never felt."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from citizen_mobile.client.errors import StorageError

log = logging.getLogger(__name__)

# SQLITE_FULL, SQLITE_IOERR: the disk has no room; the text is all that Python 3.10's sqlite3 and older say of it.
FULL = ("disk is full", "disk I/O error")
BROKEN = ("malformed", "not a database", "corrupt")


class Database:
    """An SQLite file (or `:memory:`) that any thread may use.

    `steps` are its migrations, oldest first: data outlives versions of the app, and `PRAGMA user_version` says how far
    a file has come. `durable` writes are on the disk when the call returns, even if the battery is pulled; others
    survive a killed app. A file that cannot be read any more is put aside, and what can be read of it is taken over:
    `damaged` then says where it lies.
    """

    def __init__(self, path: Path | str, steps: Sequence[str], *, durable: bool = False) -> None:
        self._path, self._steps, self._durable = path, steps, durable
        self._lock = threading.RLock()
        self.damaged: Path | None = None
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = self._open()
        except sqlite3.DatabaseError as error:
            if not _says(error, BROKEN) or not isinstance(path, Path):
                raise _storage(error) from error
            self._connection = self._start_anew(path)

    def execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement and return the number of rows that it touched. Raises StorageError."""
        with self._lock, _translated():
            return self._connection.execute(sql, values).rowcount

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._lock, _translated():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        found = self.rows(sql, values)
        return found[0] if found else None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside happen, or none."""
        with self._lock, _translated():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk has rolled back by itself.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(str(self._path), check_same_thread=False, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={'FULL' if self._durable else 'NORMAL'}")
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("malformed: quick_check")
            _migrate(connection, self._steps)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _start_anew(self, path: Path) -> sqlite3.Connection:
        self.damaged = path.with_name(f"{path.name}.damaged-{time.time_ns()}")
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(self.damaged.with_name(self.damaged.name + ending))
        fresh = self._open()
        log.error("%s was damaged; %d rows were saved", path.name, _rescue(self.damaged, fresh))
        return fresh


def _migrate(connection: sqlite3.Connection, steps: Sequence[str]) -> None:
    """Take the steps that this file has not taken; one from a newer app is left as it is (columns are only added)."""
    done = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, step in enumerate(steps[done:], start=done + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{step}\nPRAGMA user_version = {number};\nCOMMIT;")


def _rescue(damaged: Path, fresh: sqlite3.Connection) -> int:
    """Copy every row that can still be read; returns how many."""
    tables = [row[0] for row in fresh.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    source = sqlite3.connect(str(damaged))
    try:
        return sum(_rescue_table(source, fresh, name) for name in tables if not name.startswith("sqlite_"))
    finally:
        source.close()


def _rescue_table(source: sqlite3.Connection, fresh: sqlite3.Connection, table: str) -> int:
    saved = 0
    try:
        found = source.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own table's name
        names = [column[0] for column in found.description]
        marks = ", ".join("?" for _name in names)
        for row in found:
            fresh.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({marks})", row)  # noqa: S608
            saved += 1
    except sqlite3.DatabaseError as error:
        log.warning("the rest of %s cannot be read: %s", table, error)
    return saved


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _storage(error) from error


def _storage(error: sqlite3.Error) -> StorageError:
    return StorageError(str(error), full=_says(error, FULL))


def _says(error: sqlite3.Error, words: Sequence[str]) -> bool:
    return any(word in str(error) for word in words)
