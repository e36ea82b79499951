"""The photos of what is being written, copied at once: the camera's own files may be cleaned away any time."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

PICTURES = {".jpg", ".jpeg", ".png", ".webp"}


class DraftPhotos:
    """A folder of copies. One that is left out stays until `tidy`, so that leaving it out can be undone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, photo: Path) -> Path | None:
        """A copy of a picture file; None when there is no such file or it is no picture."""
        if not photo.is_file() or photo.suffix.lower() not in PICTURES:
            return None
        copy = self._folder / f"{uuid.uuid4().hex}{photo.suffix.lower()}"
        fresh = copy.with_suffix(".new")  # a half copy is never taken for a picture
        shutil.copyfile(photo, fresh)
        return fresh.replace(copy)

    def tidy(self, used: Iterable[str]) -> None:
        """Drop the copies that no draft names."""
        kept = {Path(name).name for name in used}
        for file in self._folder.iterdir():
            if file.name not in kept:
                file.unlink(missing_ok=True)
