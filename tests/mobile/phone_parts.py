"""A phone's camera and place under the hand of a test, and photos as they leave a camera."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from citizen_mobile.platform.choose import Platform
from citizen_mobile.platform.location import Fix


class FakeCamera:
    """Hands over what the test has put into it."""

    can_take = can_pick = True

    def __init__(self, *photos: Path) -> None:
        self.photos = list(photos)
        self.left: list[Path] = []

    def take(self, done: Callable[[list[Path]], None]) -> None:
        done([self.photos.pop(0)] if self.photos else [])

    def pick(self, limit: int, done: Callable[[list[Path]], None]) -> None:
        chosen, self.photos = self.photos[:limit], self.photos[limit:]
        done(chosen)

    def leftovers(self) -> list[Path]:
        left, self.left = self.left, []
        return left


class FakeLocation:
    """A phone that stands somewhere, or the reason why it does not know where."""

    available = True

    def __init__(self, fix: Fix | None = None, why: str = "") -> None:
        self.fix, self.why = fix, why

    def must_ask(self) -> bool:
        return False

    def here(self, found: Callable[[Fix], None], failed: Callable[[str], None]) -> None:
        found(self.fix) if self.fix is not None else failed(self.why)


def phone(**parts: Any) -> Platform:
    """A desktop with some parts of a phone."""
    return Platform(**parts)


def photo(folder: Path, name: str, colour: str = "#6b4a36", size: tuple[int, int] = (640, 480)) -> Path:
    """A picture as a camera leaves it."""
    file = folder / name
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file
