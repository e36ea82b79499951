"""Calling, writing, opening links and maps: a URI each, which a desktop's browser opens and Android's intents."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from urllib.parse import quote

Opener = Callable[[str], object]


class Phone:
    """What a touched number, link or address opens."""

    def __init__(self, opener: Opener = webbrowser.open, *, has_maps_app: bool = False) -> None:
        self._opener = opener
        self._has_maps_app = has_maps_app

    def call(self, number: str) -> None:
        """Open the dialler with a number; the person presses the call button themselves."""
        digits = _digits(number)
        if digits:
            self._opener(f"tel:{digits}")

    def write(self, number: str, text: str) -> None:
        """Open a text message to a number, written but not sent."""
        self._opener(f"smsto:{_digits(number)}?body={quote(text)}")

    def open_link(self, url: str) -> None:
        """Open a web address. Anything else (file:, intent:) is ignored: links come from content."""
        if url.startswith(("https://", "http://")):
            self._opener(url)

    def show_place(self, latitude: float, longitude: float, name: str = "") -> None:
        """A place in the phone's own map app, or on the web."""
        spot = f"{latitude:.6f},{longitude:.6f}"
        if self._has_maps_app:
            self._opener(f"geo:{spot}?q={spot}({quote(name, safe='')})")
        else:
            pin = f"mlat={latitude:.6f}&mlon={longitude:.6f}#map=17/{spot.replace(',', '/')}"
            self._opener(f"https://www.openstreetmap.org/?{pin}")


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit() or c == "+")
