"""What the phone itself prefers: dark or light, and whether each megabyte costs money now."""

from __future__ import annotations

import os
from typing import Protocol


class Handset(Protocol):
    """Asked again whenever it matters: people change both while the app sleeps."""

    def prefers_dark(self) -> bool | None:
        """The system's choice of colours; None where there is none."""

    def on_mobile_data(self) -> bool:
        """Whether the network of now is metered."""


class DesktopHandset:
    """What DAKNONG_DARK (1 or 0) and DAKNONG_METERED (1) say; else no preference and a free network."""

    def prefers_dark(self) -> bool | None:
        said = os.environ.get("DAKNONG_DARK", "")
        return said == "1" if said else None

    def on_mobile_data(self) -> bool:
        return os.environ.get("DAKNONG_METERED") == "1"
