"""Something that waits to be sent: what it is, why it waits, when it is tried again, what can be done about it."""

from __future__ import annotations

from typing import Any

from kivy.uix.widget import Widget

from citizen_mobile.client.outbox import REJECTED, SENDING, OutboxItem
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button
from citizen_mobile.screens.report_outcome import progress_words
from citizen_mobile.theme.basics import Badge, Buttons, Caption, Panel, Txt
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.outbox import OutboxModel, tried_again_in, why

# kind: words, icon
KINDS = {
    "report": ("Report", "report"),
    "comment": ("Message to the agency", "mail"),
    "rating": ("Rating", "star"),
    "reopen": ("Not solved? Say why", "refresh"),
    "withdraw": ("Withdrawal of a report", "undo"),
}


def waiting_panel(screen: Any, model: OutboxModel, item: OutboxItem) -> Panel:
    """One thing of the outbox, with its buttons."""
    panel = Panel()
    panel.add_widget(state_badge(item))
    panel.add_widget(Caption(text=kind_words(item), bold=True))
    panel.add_widget(Txt(text=item_words(item), bold=True))
    panel.add_widget(Caption(text=state_words(screen, model, item)))
    panel.add_widget(_ways(screen, model, item))
    return panel


def _ways(screen: Any, model: OutboxModel, item: OutboxItem) -> Widget:
    ways = Buttons(spacing=T.s)
    if item.state == SENDING or (item.in_doubt and item.state != REJECTED):
        return ways
    if item.kind == "report":
        edit = lambda: screen.go("report", edit=item)  # noqa: E731
        ways.add_widget(button(L.tr("Change"), edit, kind="text", icon="edit"))
    ways.add_widget(button(L.tr("Withdraw"), lambda: _withdraw(screen, model, item), kind="text", icon="trash"))
    return ways


def state_badge(item: OutboxItem) -> Badge:
    if item.state == REJECTED:
        return Badge(text=L.tr("Not accepted"), tone="bad", icon="refused")
    if item.state == SENDING:
        return Badge(text=L.tr("Being sent"), tone="info", icon="outbox")
    if item.reason_code == "offline":
        return Badge(text=L.tr("Waiting for a connection"), tone="wait", icon="offline")
    return Badge(text=L.tr("Waiting to be sent"), tone="wait", icon="clock")


def kind_words(item: OutboxItem) -> str:
    return L.tr(KINDS.get(item.kind, ("Message", "mail"))[0])


def item_words(item: OutboxItem) -> str:
    """What was written."""
    body = item.body
    if item.kind == "rating":
        stars = L.tr("{n} of 5 stars").format(n=body.get("score", 0))
        return f"{stars}. {body.get('text', '')}".rstrip(". ")
    return str(body.get("text") or body.get("reason") or "")


def state_words(screen: Any, model: OutboxModel, item: OutboxItem) -> str:
    """Why it waits, its photos, and when it is tried again."""
    if item.state == SENDING:
        return progress_words(screen, item)
    words = [L.tr(why(item, model.store.outbox.held_by(item)))]
    _sent, photos = model.photos_sent(item)
    if photos:
        words.append(L.counted("{n} photo with it", "{n} photos with it", photos))
    if item.in_doubt and item.state != REJECTED:
        words.append(L.tr("its answer was lost on the way, so it is asked for again"))
    if item.state != REJECTED and (wait := tried_again_in(item)) >= 1:
        words.append(L.tr("next try in {n} s").format(n=round(wait)) if wait < 90 else _minutes(wait))
    return "  ·  ".join(words)


def too_late(item: OutboxItem) -> str:
    """Why it can be neither changed nor taken back now."""
    if item.in_doubt:
        return L.tr("The server may have it already. With the next connection we know, and then it can be changed.")
    return L.tr("It is already being sent.")


def _minutes(wait: float) -> str:
    return L.tr("next try in {n} min").format(n=round(wait / 60))


def _withdraw(screen: Any, model: OutboxModel, item: OutboxItem) -> None:
    if not model.withdraw(item):
        screen.app.toast(too_late(item))
    screen.reload()
