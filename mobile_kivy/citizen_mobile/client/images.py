"""Pictures from the server, kept as files up to a size limit, the least recently seen dropped first."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from citizen_mobile.client.errors import ClientError
from citizen_mobile.client.http import Http

log = logging.getLogger(__name__)


class HeldBack(ClientError):
    """Not fetched on purpose: the data saver is on and this network costs money."""


class ImageStore:
    """Bytes by address; the second look needs no network."""

    def __init__(
        self,
        http: Http,
        folder: Path,
        limit_bytes: int = 60_000_000,
        kept: Callable[[str], bytes | None] = lambda url: None,
    ) -> None:
        self._http = http
        self._kept = kept
        self.may_fetch: Callable[[], bool] = lambda: True  # asked before each picture from the network
        self._folder = folder
        self._limit = limit_bytes
        self._lock = threading.Lock()  # the workers that fetch pictures share the folder
        folder.mkdir(parents=True, exist_ok=True)

    def load(self, url: str) -> bytes:
        """The picture's bytes; raises a ClientError when it is neither here nor there."""
        file = self._folder / hashlib.sha256(url.encode()).hexdigest()[:32]
        try:
            content = file.read_bytes()
            os.utime(file)  # seen just now
        except FileNotFoundError:
            content = self._kept(url) or self._fetch(url, file)
        return content

    def size(self) -> int:
        """Bytes in use."""
        with self._lock:
            return sum(file.stat().st_size for file in self._folder.iterdir())

    def clear(self) -> None:
        with self._lock:
            for file in self._folder.iterdir():
                file.unlink()

    def _fetch(self, url: str, file: Path) -> bytes:
        if not self.may_fetch():
            raise HeldBack(url)
        content = self._http.fetch_bytes(url)
        try:
            self._keep(file, content)
        except OSError as error:  # no room: it is shown, and fetched anew the next time
            log.warning("a picture was not kept: %s", error)
        return content

    def _keep(self, file: Path, content: bytes) -> None:
        with self._lock:
            fresh = file.with_suffix(".new")
            fresh.write_bytes(content)
            fresh.replace(file)
            kept = sorted(((found.stat().st_mtime, found) for found in self._folder.iterdir()), reverse=True)
            used = 0
            for _seen, found in kept:
                used += found.stat().st_size
                if used > self._limit and found != file:
                    found.unlink()
