"""Asking where the person is: why first, then the system's question, and what to do when there is no answer."""

from __future__ import annotations

from kivy.uix.widget import Widget

from citizen_mobile.locale.live import L
from citizen_mobile.platform.location import DENIED, OFF
from citizen_mobile.screens.base import button
from citizen_mobile.theme.composites import Note
from citizen_mobile.viewmodels.whereabouts import Whereabouts


def locating(where: Whereabouts, offer: str, why: str) -> list[Widget]:
    """The button `offer`, or what has become of it; nothing where the device cannot tell or already has."""
    if where.state == "known" or not where.available:
        return []
    if where.state == "explain":
        note = Note(tone="info", icon="pin", title=L.tr("The phone will ask you about your location"), text=why)
        return [note, button(L.tr("Go on"), where.ask, icon="pin")]
    made = button(offer, where.ask, kind="secondary", icon="pin")
    made.busy = where.state == "asking"
    return [made, _failure(where.reason)] if where.state == "failed" else [made]


def _failure(reason: str) -> Note:
    texts = {
        DENIED: L.tr("You did not allow it. The phone's settings for this app can change that."),
        OFF: L.tr("Location is switched off on this phone."),
    }
    text = texts.get(reason) or L.tr("The location was not found. Try again under the open sky.")
    return Note(tone="wait", icon="pin", text=text)
