"""What the camera sees: photos and QR codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from citizen_mobile.platform.android.java import activity, hear_once, ours
from citizen_mobile.platform.camera import Photos


class AndroidCamera:
    """Other apps take and choose the photos; ours get copies."""

    can_pick = True

    def __init__(self) -> None:
        self._photos = ours("Photos")
        self.can_take: bool = self._photos.canTake(activity())

    def take(self, done: Photos) -> None:
        self._photos.take(activity(), hear_once(lambda lines: done(_paths(lines))))

    def pick(self, limit: int, done: Photos) -> None:
        self._photos.pick(activity(), limit, hear_once(lambda lines: done(_paths(lines))))

    def leftovers(self) -> list[Path]:
        return _paths(self._photos.leftovers(activity()))


class AndroidScanner:
    """The QR reader that the app brings along."""

    def __init__(self) -> None:
        self._scan = ours("ScanActivity")
        self.available: bool = ours("Photos").canTake(activity())

    def scan(self, found: Callable[[str], None], prompt: str = "") -> None:
        self._scan.scan(activity(), prompt, hear_once(found))


def _paths(lines: str) -> list[Path]:
    return [Path(line) for line in lines.splitlines() if line]
