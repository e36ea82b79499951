"""Pieces of the map from a tile server, kept as files. Without a network old pieces are better than none."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from citizen_mobile.client.errors import ClientError
from citizen_mobile.client.http import Http
from citizen_mobile.client.images import HeldBack

DAY = 86400.0
# Looking through the folder is slow with thousands of files: once for so many new ones.
TIDY_EVERY = 50

Place = tuple[int, int, int]  # zoom, column, row


class TileStore:
    """Tiles by place; `limit_bytes` are kept, the least recently seen are dropped first."""

    def __init__(
        self,
        http: Http,
        folder: Path,
        template: str,
        *,
        limit_bytes: int = 60_000_000,
        fresh_days: float = 14,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.template = template
        self.may_fetch: Callable[[], bool] = lambda: True  # asked before each tile from the network
        self._http = http
        self._folder = folder
        self._limit = limit_bytes
        self._fresh = fresh_days * DAY
        self._now = now
        self._tidying = threading.Lock()
        self._new = 0
        folder.mkdir(parents=True, exist_ok=True)

    def load(self, place: Place) -> bytes:
        """A tile's bytes; raises a ClientError when it is neither here nor there."""
        file = self._file(place)
        kept, age = self._kept(file)
        if kept is not None and age < self._fresh:
            return kept
        try:
            content = self._fetch(place)
        except ClientError:
            if kept is None:
                raise
            return kept
        self._keep(file, content)
        return content

    def size(self) -> int:
        """Bytes in use."""
        return sum(size for _seen, size, _file in self._files())

    def clear(self) -> None:
        for _seen, _size, file in self._files():
            file.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Drop the least recently seen tiles beyond the limit."""
        with self._tidying:
            used = 0
            for _seen, size, file in sorted(self._files(), reverse=True):
                used += size
                if used > self._limit:
                    file.unlink(missing_ok=True)

    def _fetch(self, place: Place) -> bytes:
        if not self.may_fetch():
            raise HeldBack(self._address(place))
        return self._http.fetch_bytes(self._address(place))

    def _address(self, place: Place) -> str:
        zoom, column, row = place
        return self.template.replace("{z}", str(zoom)).replace("{x}", str(column)).replace("{y}", str(row))

    def _file(self, place: Place) -> Path:
        return self._folder / "-".join(str(part) for part in place)

    def _kept(self, file: Path) -> tuple[bytes | None, float]:
        """The copy and its age in seconds; seen just now."""
        try:
            content, stored = file.read_bytes(), file.stat().st_mtime
            os.utime(file, (self._now(), stored))
        except FileNotFoundError:
            return None, 0.0
        return content, self._now() - stored

    def _keep(self, file: Path, content: bytes) -> None:
        fresh = file.with_suffix(f".{threading.get_ident()}")
        fresh.write_bytes(content)
        fresh.replace(file)
        self._new += 1
        if self._new % TIDY_EVERY == 0:
            self.tidy()

    def _files(self) -> list[tuple[float, int, Path]]:
        """When each was last seen, its size, the file."""
        found = []
        for file in self._folder.iterdir():
            told = file.stat()
            found.append((max(told.st_atime, told.st_mtime), told.st_size, file))
        return found
