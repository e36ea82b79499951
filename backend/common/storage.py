"""Files on our own disk: written whole or not at all."""

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from backend.common.outages import storage_unavailable


class LocalStorage(FileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        """As Django does it; a disk that is full or closed leaves no half file, and says so (503)."""
        path = Path(self.path(name))
        was_there = path.exists()
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]
        except OSError as error:
            if not was_there and path.is_file():
                path.unlink(missing_ok=True)
            raise storage_unavailable() from error
        return saved
