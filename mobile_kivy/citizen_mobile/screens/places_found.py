"""Asking the phone where it is, and saying why it does not know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.platform.location import DENIED, OFF, TIMEOUT, UNAVAILABLE, Fix

WHY_NOT = {
    DENIED: "You did not allow the app to know the place. Say it in words, or point at the map.",
    OFF: "Location is switched off on this phone. Say the place in words, or point at the map.",
    TIMEOUT: "No position was found in time. Under the open sky it works better.",
    UNAVAILABLE: "This device does not know where it is. Say the place in words, or point at the map.",
}


def where_am_i(app: Any, found: Callable[[Fix], None], failed: Callable[[str], None] | None = None) -> None:
    """Ask once; `found` on the UI thread, else a sentence that says why not (to `failed`, or as a toast)."""
    say = failed or app.toast
    app.toast(L.tr("Looking for your position…"))
    choose.get().location.here(
        lambda fix: app.context.post(lambda: found(fix)),
        lambda why: app.context.post(lambda: say(L.tr(WHY_NOT.get(why, WHY_NOT[UNAVAILABLE])))),
    )
