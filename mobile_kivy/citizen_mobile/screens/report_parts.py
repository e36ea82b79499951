"""The parts of a report on show: head, pictures, timeline, conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from citizen_mobile.client.models import Picture, Report, ReportEvent, ReportPhoto
from citizen_mobile.client.outbox import PENDING, REJECTED, OutboxItem
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.routes import web_link
from citizen_mobile.screens.base import button, load_kv
from citizen_mobile.screens.passing_on import pass_on
from citizen_mobile.screens.status import report_look
from citizen_mobile.screens.waiting import item_words, kind_words, state_badge, state_words, too_late
from citizen_mobile.theme.basics import Badge, ChipStrip, Column, Heading, KeyValue, Panel, TimelinePanel, Txt
from citizen_mobile.theme.composites import Note, RemoteImage, TimelineItem
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.outbox import OutboxModel

load_kv("report_parts")


class ReportPicture(RemoteImage):
    """A photo of a report."""


class PhotoButton(ButtonBehavior, BoxLayout):
    """A photo with the words of what it shows; touched, it fills the screen."""

    thumb = StringProperty("")
    words = StringProperty("")


class Bubble(Column):
    """One message of the talk: mine at the right, the agency's at the left, and each says whose it is."""

    who = StringProperty("")
    text = StringProperty("")
    when = StringProperty("")
    mine = BooleanProperty(False)


def head_parts(report: Report) -> list[Widget]:
    """State, text, photos, facts; and a remark when it is overdue."""
    tone, icon = report_look(report.status.code)
    head = Panel()
    head.add_widget(Badge(text=report.status.name or report.status.code, tone=tone, icon=icon))
    head.add_widget(Txt(text=report.text))
    if report.photos:
        head.add_widget(pictures(report.photos))
    for icon_name, name, value in facts(report):
        if value:
            head.add_widget(KeyValue(icon=icon_name, name=name, value=value))
    parts: list[Widget] = [head]
    if report.is_overdue:
        text = L.tr("The promised day has passed. You may remind the agency below.")
        parts.append(Note(tone="bad", icon="clock", title=L.tr("Overdue"), text=text))
    return parts


def facts(report: Report) -> list[tuple[str, str, str]]:
    return [
        ("qr", L.tr("Code"), report.code),
        ("folder", L.tr("Subject"), report.category.name),
        ("pin", L.tr("Place"), place_words(report)),
        ("building", L.tr("Handled by"), report.agency_name),
        ("calendar", L.tr("Sent"), fmt.day_time(report.created_at)),
        ("clock", L.tr("Answer by"), fmt.day(report.due_at)),
    ]


def place_words(report: Report) -> str:
    return ", ".join(part for part in (report.place_text, report.area.name if report.area else "") if part)


def pictures(photos: Sequence[ReportPhoto]) -> ChipStrip:
    """Photos in a strip, before and after said in words."""
    strip = ChipStrip(height=0)
    row = BoxLayout(size_hint_x=None, spacing=T.s)
    row.bind(minimum_width=row.setter("width"))
    said = any(photo.kind == "after" for photo in photos)
    looks = [Picture(photo.url, photo.thumb_url, _words(photo, number, said)) for number, photo in enumerate(photos, 1)]
    for index, photo in enumerate(photos):
        row.add_widget(_photo(photo, looks, index, said))
    row.children[0].bind(height=strip.setter("height"))
    strip.height = row.children[0].height
    strip.add_widget(row)
    return strip


def _words(photo: ReportPhoto, number: int, said: bool) -> str:
    kind = {"before": L.tr("Before"), "after": L.tr("After")}.get(photo.kind, "") if said else ""
    return kind or L.tr("Photo {n}").format(n=number)


def _photo(photo: ReportPhoto, looks: list[Picture], index: int, said: bool) -> PhotoButton:
    made = PhotoButton(thumb=photo.thumb_url or photo.url, words=looks[index].alt if said else "")
    made.bind(on_release=lambda *_: App.get_running_app().go("picture", pictures=looks, index=index))
    return made


def timeline(report: Report) -> Panel:
    """What happened, the newest first; what was only said stands in the talk."""
    panel = TimelinePanel()
    events = sorted((row for row in report.events if not is_said(row)), key=_when, reverse=True)
    for index, event in enumerate(events):
        tone, icon = report_look(event.status.code if event.status else "")
        item = TimelineItem(
            title=event.status.name if event.status else L.tr("Message"),
            text=event.text,
            when=fmt.day_time(event.at),
            who=event.actor_label,
            tone=tone,
            icon=icon,
            first=index == 0,
            last=index == len(events) - 1,
        )
        panel.add_widget(item)
        if event.photos:
            panel.add_widget(pictures(event.photos))
    if not events:
        panel.add_widget(Txt(text=L.tr("Nothing has been recorded yet.")))
    return panel


def talk(screen: Any, report: Report) -> list[Widget]:
    """The conversation with the agency, then what I said that is still on its way."""
    parts: list[Widget] = [_said(event) for event in sorted(filter(is_said, report.events), key=_when)]
    parts += [_on_its_way(screen, item) for item in screen.model.waiting]
    return [Heading(text=L.tr("Talk with the agency")), *parts] if parts else []


def is_said(event: ReportEvent) -> bool:
    return event.kind == "comment"


def _when(event: ReportEvent) -> float:
    return event.at.timestamp() if event.at else 0.0


def _said(event: ReportEvent) -> Bubble:
    mine = event.actor_role == "sender"
    who = L.tr("Me") if mine else event.actor_label
    bubble = Bubble(who=who, text=event.text, when=fmt.day_time(event.at), mine=mine)
    if event.photos:
        bubble.add_widget(pictures(event.photos))
    return bubble


def _on_its_way(screen: Any, item: OutboxItem) -> Bubble:
    model = OutboxModel(screen.app.context)
    text = item_words(item) if item.kind == "comment" else f"{kind_words(item)}: {item_words(item)}"
    bubble = Bubble(who=L.tr("Me"), text=text, when=state_words(screen, model, item), mine=True)
    bubble.add_widget(state_badge(item))
    if item.state == REJECTED or (item.state == PENDING and not item.in_doubt):
        back = lambda: _take_back(screen, item)  # noqa: E731
        bubble.add_widget(button(L.tr("Withdraw"), back, kind="text", icon="trash"))
    return bubble


def _take_back(screen: Any, item: OutboxItem) -> None:
    if not screen.model.take_back(item.key, screen.code):
        screen.app.toast(too_late(item))


def share(app: Any, report: Report) -> None:
    """Hand a published report to another app, or copy it where there is no such way."""
    text = share_words(report, app.store.http.base_url)
    pass_on(app, text, report.code, L.tr("Copied. You can paste it into a message."))


def share_words(report: Report, base_url: str) -> str:
    """What is told of a report; the link opens it in the app of whoever has it, and our page of it elsewhere."""
    lines = [f"{report.code} · {report.category.name} · {report.status.name}", report.text, place_words(report)]
    if report.latitude is not None and report.longitude is not None:
        address = f"{report.code}@{report.latitude:.5f},{report.longitude:.5f}"
        lines.append(web_link(base_url, "public-report", address))
    return "\n".join(line for line in lines if line)
