"""Reading a QR code with the camera."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Scanner(Protocol):
    """Opens the camera over the app until a code is seen."""

    available: bool

    def scan(self, found: Callable[[str], None], prompt: str = "") -> None:
        """The code's text, or "" when the person went back. `prompt` is shown under the picture."""


class DesktopScanner:
    """None: the code is typed or pasted."""

    available = False

    def scan(self, found: Callable[[str], None], prompt: str = "") -> None:
        found("")
