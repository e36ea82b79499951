"""What the form shows in its place: others' reports like it, the way to the server, the answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kivy.properties import StringProperty

from citizen_mobile.client.models import NearbyReport
from citizen_mobile.client.outbox import REJECTED, SENDING, SENT, OutboxItem
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button
from citizen_mobile.screens.cards import report_card
from citizen_mobile.screens.distance import said
from citizen_mobile.theme.basics import Caption, Column, Display, Heading, HexIcon, KeyValue, Panel, Soft, Title
from citizen_mobile.theme.composites import Note
from citizen_mobile.theme.tokens import T


class Seal(HexIcon):
    """A large sign of how it went."""

    tone = StringProperty("info")


class CodeBox(Panel):
    """The code of an accepted report, large, to be written down."""

    code = StringProperty("")


def nearby_panel(screen: Any, rows: list[NearbyReport]) -> Column:
    """Is it one of these? If so it can be followed; if not, the new one is sent."""
    column = Column(spacing=T.m)
    column.add_widget(Title(text=L.tr("Is it one of these?")))
    text = L.tr(
        "These were reported within {n} m. Following one tells you what is done, and the office reads less twice."
    )
    column.add_widget(Soft(text=text.format(n=300)))
    for row in rows[:5]:
        card = report_card(row, lambda one=row: open_public(screen, one))
        if row.distance_m is not None:
            card.add_widget(Caption(text=L.tr("{distance} from your place").format(distance=said(row.distance_m))))
        column.add_widget(card)
    column.add_widget(button(L.tr("None of these: send mine"), screen.send, icon="send"))
    column.add_widget(button(L.tr("Back to my report"), screen.back_to_form, kind="text", icon="back"))
    return column


def open_public(screen: Any, row: NearbyReport) -> None:
    screen.go("public_report", code=row.code, latitude=row.latitude, longitude=row.longitude)


def outcome_panel(screen: Any, item: OutboxItem) -> Column:
    """What became of the report."""
    column = Column(spacing=T.m)
    panel = Panel(padding=T.xl, spacing=T.m)
    column.add_widget(panel)
    if item.state == SENT:
        _thanks(panel, item.result or {})
        _afterwards(column, item.result or {})
    elif item.state == REJECTED:
        _head(panel, "refused", "bad", L.tr("The server did not accept it"), item.reason)
        panel.add_widget(button(L.tr("Change and send again"), lambda: screen.mend(item), icon="edit"))
    else:
        _under_way(screen, panel, item)
    column.add_widget(button(L.tr("My reports"), lambda: screen.app.open_tab("my_reports"), kind="secondary"))
    column.add_widget(button(L.tr("Write another one"), screen.start_over, kind="text"))
    return column


def progress_words(screen: Any, item: OutboxItem) -> str:
    """Which of its parts is on its way."""
    photos = screen.app.store.outbox.photos(item.key)
    sent = sum(photo.remote_id is not None for photo in photos)
    if sent < len(photos):
        return L.tr("Sending photo {n} of {all}…").format(n=sent + 1, all=len(photos))
    return L.tr("Sending the text…")


def _under_way(screen: Any, panel: Panel, item: OutboxItem) -> None:
    text = L.tr("It is sent as soon as there is a connection, even if you close the app in between.")
    _head(panel, "send", "info", L.tr("Safe on this device"), text)
    if item.state == SENDING:
        panel.add_widget(Note(tone="info", icon="outbox", text=progress_words(screen, item)))
    elif item.reason_code == "offline":
        panel.add_widget(Note(tone="wait", icon="offline", text=L.tr("Waiting for a connection")))


def _head(panel: Panel, icon: str, tone: str, title: str, text: str) -> None:
    panel.add_widget(Seal(name=icon, tone=tone, pos_hint=CENTRED))
    panel.add_widget(Title(text=title, halign="center"))
    panel.add_widget(Soft(text=text, halign="center"))


CENTRED = {"center_x": 0.5}


def _thanks(panel: Panel, result: dict[str, Any]) -> None:
    panel.add_widget(Seal(name="done", tone="good", pos_hint=CENTRED))
    panel.add_widget(Display(text=L.tr("Thank you"), halign="center"))
    panel.add_widget(Soft(text=L.tr("Your report has been received. Its code:"), halign="center"))
    panel.add_widget(CodeBox(code=result.get("code", "")))


def _afterwards(column: Column, result: dict[str, Any]) -> None:
    """What happens next and by when."""
    panel = Panel(spacing=T.m)
    panel.add_widget(Heading(text=L.tr("What happens next")))
    agency = result.get("agency_name") or L.tr("the office in charge")
    panel.add_widget(KeyValue(icon="building", name=L.tr("It goes to"), value=agency))
    if result.get("due_at"):
        when = fmt.day(datetime.fromisoformat(result["due_at"]))
        panel.add_widget(KeyValue(icon="calendar", name=L.tr("You get an answer by"), value=when))
    text = L.tr("Under My reports you see each step, may add something, and say whether it was solved.")
    panel.add_widget(KeyValue(icon="report", name=L.tr("You can follow it"), value=text))
    if result.get("secret"):
        text = L.tr("Sent without a login, it can be followed on this device only.")
        panel.add_widget(Caption(text=text))
    column.add_widget(panel)
