"""Where this device is, once, when the person asks."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple, Protocol

# Why there is no place: the person refused; location is off; nothing was heard in time; this device cannot tell.
DENIED, OFF, TIMEOUT, UNAVAILABLE = "denied", "off", "timeout", "unavailable"


class Fix(NamedTuple):
    """A place in degrees (WGS 84) and how far it may be off, in metres."""

    latitude: float
    longitude: float
    accuracy_m: float


class Location(Protocol):
    """Asks for the permission itself; explain why before you call it the first time (`must_ask`)."""

    available: bool

    def must_ask(self) -> bool:
        """Whether `here` would show the system's question."""

    def here(self, found: Callable[[Fix], None], failed: Callable[[str], None]) -> None:
        """One fix, or the reason why there is none."""


class DesktopLocation:
    """The place that DAKNONG_LOCATION names ("12.0046,107.6874"); else none."""

    def __init__(self, place: str | None = None) -> None:
        self._place = os.environ.get("DAKNONG_LOCATION", "") if place is None else place
        self.available = bool(self._place)

    def must_ask(self) -> bool:
        return False

    def here(self, found: Callable[[Fix], None], failed: Callable[[str], None]) -> None:
        if not self._place:
            failed(UNAVAILABLE)
            return
        latitude, longitude = (float(part) for part in self._place.split(","))
        found(Fix(latitude, longitude, 25.0))
