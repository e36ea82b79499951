"""The copies of photos beside the database: on the disk before their row is."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from citizen_mobile.client.database import Database
from citizen_mobile.client.errors import StorageError
from citizen_mobile.client.outbox.item import OutboxPhoto

# The server drops a photo that no report has taken for 24 hours.
GOOD_FOR = 20 * 3600.0


class Photos:
    """Files by key, rows by item."""

    def __init__(self, folder: Path, db: Database, now: Callable[[], float]) -> None:
        self._folder, self._db, self._now = folder, db, now
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, item_key: str) -> list[OutboxPhoto]:
        rows = self._db.rows("SELECT * FROM photos WHERE item_key = ? ORDER BY position", (item_key,))
        return [OutboxPhoto(row["key"], self._folder / row["file"], row["remote_id"], row["sent_at"]) for row in rows]

    def copy(self, sources: Sequence[Path]) -> list[tuple[str, Path]]:
        """Copies that are safe on the disk, with a key each; all of them, or a StorageError and none."""
        copies: list[tuple[str, Path]] = []
        try:
            for source in sources:
                key = str(uuid.uuid4())
                copies.append((key, self._folder / f"{key}{source.suffix.lower()}"))
                _copy_to_disk(source, copies[-1][1])
            _sync_folder(self._folder)
        except OSError as error:
            self.remove(file for _key, file in copies)
            raise StorageError(str(error), full=not isinstance(error, FileNotFoundError)) from error
        return copies

    def attach(self, item_key: str, copies: Sequence[tuple[str, Path]], first: int = 0) -> None:
        """Their rows; called within the transaction that keeps the item."""
        for position, (key, file) in enumerate(copies, start=first):
            self._db.execute(
                "INSERT INTO photos (key, item_key, position, file) VALUES (?, ?, ?, ?)",
                (key, item_key, position, file.name),
            )

    def choose(self, item_key: str, wanted: Sequence[Path], copies: Sequence[tuple[str, Path]]) -> list[Path]:
        """Now these and no others, in this order: copies of before stay as they are. Returns the files left over."""
        fresh = iter(copies)
        known = {photo.file: photo for photo in self.of(item_key)}
        self._db.execute("UPDATE photos SET position = -1 WHERE item_key = ?", (item_key,))
        for position, file in enumerate(wanted):
            if file in known:
                self._db.execute("UPDATE photos SET position = ? WHERE key = ?", (position, known[file].key))
            else:
                self.attach(item_key, [next(fresh)], position)
        self._db.execute("DELETE FROM photos WHERE item_key = ? AND position = -1", (item_key,))
        return [file for file in known if file not in wanted]

    def sent(self, photo_key: str, remote_id: str) -> None:
        self._db.execute(
            "UPDATE photos SET remote_id = ?, sent_at = ? WHERE key = ?", (remote_id, self._now(), photo_key)
        )

    def outlived(self, photo: OutboxPhoto) -> bool:
        """Whether the server has dropped it meanwhile."""
        return photo.remote_id is not None and not 0 <= self._now() - photo.sent_at < GOOD_FOR

    def renew(self, item_key: str) -> None:
        """To be uploaded anew, under new keys: an old key would only bring the old answer back."""
        for photo in self.of(item_key):
            self._db.execute(
                "UPDATE photos SET key = ?, remote_id = NULL WHERE key = ?", (str(uuid.uuid4()), photo.key)
            )

    def forget(self, item_key: str) -> list[Path]:
        """Drop the rows; the files are the caller's to remove once that is committed."""
        files = [photo.file for photo in self.of(item_key)]
        self._db.execute("DELETE FROM photos WHERE item_key = ?", (item_key,))
        return files

    def remove(self, files: Iterable[Path]) -> None:
        for file in files:
            file.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove copies whose row was never written: the app died between the two."""
        known = {row["file"] for row in self._db.rows("SELECT file FROM photos")}
        self.remove(file for file in self._folder.iterdir() if file.name not in known)


def _copy_to_disk(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as write:
        shutil.copyfileobj(read, write, 1 << 18)
        write.flush()
        os.fsync(write.fileno())


def _sync_folder(folder: Path) -> None:
    """Without this a file may be whole and its name lost."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
