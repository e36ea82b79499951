"""Asking for the permission to push: first why, then the system's question, and never at the start of the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.uix.widget import Widget

from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.platform.notifications import ASK, DENIED
from citizen_mobile.screens.base import button
from citizen_mobile.theme.basics import Panel
from citizen_mobile.theme.composites import Note

LATER = "push_later"  # the person said "not now": the preferences still offer it


def may_offer(app: Any) -> bool:
    """Whether the system's question can still be shown and was not put off."""
    return choose.get().notifications.state() == ASK and not app.store.keepsakes.settings.get(LATER)


def push_offer(app: Any, changed: Callable[[], None]) -> list[Widget]:
    """The offer over the inbox, until it is taken or put off."""
    return [_offer(app, changed, put_off=True)] if may_offer(app) else []


def push_state(app: Any, changed: Callable[[], None]) -> list[Widget]:
    """The same for the preferences, where a refusal can also be taken back."""
    state = choose.get().notifications.state()
    if state == ASK:
        return [_offer(app, changed, put_off=False)]
    return [_denied()] if state == DENIED else []


def _offer(app: Any, changed: Callable[[], None], *, put_off: bool) -> Panel:
    panel = Panel()
    text = L.tr("Storm and flood warnings and answers to your reports then reach you while the app is closed.")
    panel.add_widget(Note(tone="info", icon="bell", title=L.tr("Let notices reach you"), text=text))
    panel.add_widget(button(L.tr("Allow notices"), lambda: _ask(app, changed), icon="bell"))
    if put_off:
        panel.add_widget(button(L.tr("Not now"), lambda: _put_off(app, changed), kind="text"))
    return panel


def _denied() -> Panel:
    panel = Panel()
    text = L.tr("The phone holds back all notices of this app. Only its settings can change that.")
    panel.add_widget(Note(tone="wait", icon="warning", title=L.tr("Notices are switched off"), text=text))
    settings = choose.get().notifications.open_settings
    panel.add_widget(button(L.tr("Open the phone's settings"), settings, kind="secondary", icon="settings"))
    return panel


def _ask(app: Any, changed: Callable[[], None]) -> None:
    choose.get().notifications.ask(lambda _allowed: app.context.post(changed))


def _put_off(app: Any, changed: Callable[[], None]) -> None:
    app.store.keepsakes.settings.put(LATER, True)
    changed()
