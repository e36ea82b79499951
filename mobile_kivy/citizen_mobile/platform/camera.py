"""Photos for a report: taken now or chosen from what is there."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from citizen_mobile.platform.scaling import made_small

Photos = Callable[[list[Path]], None]


class Camera(Protocol):
    """Hands over files made for the app, scaled down and without the place in them; [] when nothing was chosen."""

    can_take: bool
    can_pick: bool

    def take(self, done: Photos) -> None:
        """One photo from the camera."""

    def pick(self, limit: int, done: Photos) -> None:
        """Up to `limit` photos from what the phone holds."""

    def leftovers(self) -> list[Path]:
        """A photo that was taken while Android had closed the app behind the camera; told once, at the next start."""


class DesktopCamera:
    """A file dialog of the desktop, when it has one; there is no camera."""

    can_take = False

    def __init__(self, dialog: str | None = None) -> None:
        self._dialog = dialog or shutil.which("zenity")
        self.can_pick = self._dialog is not None

    def take(self, done: Photos) -> None:
        done([])

    def pick(self, limit: int, done: Photos) -> None:
        if self._dialog is None:
            done([])
            return
        threading.Thread(target=lambda: done(self._ask()[:limit]), name="file-dialog", daemon=True).start()

    def leftovers(self) -> list[Path]:
        return []

    def _ask(self) -> list[Path]:
        command = [
            str(self._dialog),
            "--file-selection",
            "--multiple",
            "--separator=\n",
            "--file-filter=*.jpg *.jpeg *.png",
        ]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        chosen = [Path(line) for line in answer.stdout.splitlines() if line]
        return [small for photo in chosen if (small := made_small(photo)) is not None]
