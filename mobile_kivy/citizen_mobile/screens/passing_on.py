"""Handing words to another app."""

from __future__ import annotations

from typing import Any

from citizen_mobile.platform import choose


def pass_on(app: Any, text: str, title: str, copied: str, instead: str = "") -> None:
    """The system's share sheet; where none opens, the text (or `instead`) is copied, and `copied` is said."""
    from kivy.core.clipboard import Clipboard  # looks for its programs at import: only when it is needed

    if not choose.get().sharing.text(text, title=title):
        Clipboard.copy(instead or text)
        app.toast(copied)
