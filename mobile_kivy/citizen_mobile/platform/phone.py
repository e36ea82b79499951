"""Calling, opening links, sharing: a desktop's twin of what Android does by intents."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable

# Replaced by tests, and by the Android intent when there is one.
opener: Callable[[str], object] = webbrowser.open


def call(number: str) -> None:
    """Open the dialler with a number; the person presses the call button themselves."""
    digits = "".join(c for c in number if c.isdigit() or c == "+")
    if digits:
        opener(f"tel:{digits}")


def open_link(url: str) -> None:
    """Open a web address. Anything else (file:, intent:) is ignored: links come from content."""
    if url.startswith(("https://", "http://")):
        opener(url)
