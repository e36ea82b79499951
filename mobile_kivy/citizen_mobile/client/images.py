"""Pictures from the server, kept as files up to a size limit, the least recently seen dropped first."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from citizen_mobile.client.http import Http


class ImageStore:
    """Bytes by address; the second look needs no network."""

    def __init__(self, http: Http, folder: Path, limit_bytes: int = 60_000_000) -> None:
        self._http = http
        self._folder = folder
        self._limit = limit_bytes
        folder.mkdir(parents=True, exist_ok=True)

    def load(self, url: str) -> bytes:
        """The picture's bytes; raises a ClientError when it is neither here nor there."""
        file = self._folder / hashlib.sha256(url.encode()).hexdigest()[:32]
        try:
            content = file.read_bytes()
            os.utime(file)
        except FileNotFoundError:
            content = self._http.fetch_bytes(url)
            self._keep(file, content)
        return content

    def size(self) -> int:
        return sum(file.stat().st_size for file in self._folder.iterdir())

    def clear(self) -> None:
        for file in self._folder.iterdir():
            file.unlink(missing_ok=True)

    def _keep(self, file: Path, content: bytes) -> None:
        fresh = file.with_suffix(f".{os.getpid()}.{os.urandom(3).hex()}")
        fresh.write_bytes(content)
        os.replace(fresh, file)
        total = self.size()
        for old in sorted(self._folder.iterdir(), key=lambda found: found.stat().st_mtime):
            if total <= self._limit:
                break
            total -= old.stat().st_size
            old.unlink(missing_ok=True)
