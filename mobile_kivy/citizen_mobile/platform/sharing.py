"""Handing a text and its link to another app."""

from __future__ import annotations

from typing import Protocol


class Sharing(Protocol):
    """The system's share sheet."""

    def text(self, text: str, title: str = "") -> bool:
        """Open the sheet; False when there is none, so that the caller can copy the text instead and say so."""


class DesktopSharing:
    """Desktops have no sheet."""

    def text(self, text: str, title: str = "") -> bool:
        return False
