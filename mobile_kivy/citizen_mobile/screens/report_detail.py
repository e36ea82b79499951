"""One report: its state, what was done, and what I may answer."""

from __future__ import annotations

from kivy.properties import NumericProperty, StringProperty

from citizen_mobile.client.models import Report, ReportPhoto
from citizen_mobile.client.outbox import OutboxItem
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, follow, load_kv, show_reading
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.status import report_look
from citizen_mobile.theme.basics import (
    Badge,
    Caption,
    Heading,
    IconButton,
    KeyValue,
    Panel,
    Row,
    TextField,
    TimelinePanel,
    Txt,
)
from citizen_mobile.theme.composites import Note, RemoteImage, TimelineItem
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.reporting import ReportModel

load_kv("report_detail")


class ReportPicture(RemoteImage):
    """A photo of a report."""


class Star(IconButton):
    value = NumericProperty(1)


class ReportDetailScreen(AppScreen):
    code = StringProperty("")

    def prepare(self) -> None:
        self.model = ReportModel(self.app.context)
        follow(self.model, self.paint)

    def opened(self, code: str = "", **_: object) -> None:
        same = code == self.code
        self.code = code
        if not same:
            self.ids.body.scroll_y = 1
        self.model.load(code, logged_in=self.app.person.logged_in, keep=same and self.model.value is not None)

    def reload(self) -> None:
        self.model.load(self.code, logged_in=self.app.person.logged_in)

    def outbox_changed(self, item: OutboxItem) -> None:
        if item.kind in ("comment", "rating", "reopen") and item.state == "sent":
            self.model.load(self.code, logged_in=self.app.person.logged_in, keep=True)

    def paint(self) -> None:
        show_reading(self.ids.content, self.model, self._report, self.reload)

    def _report(self, report: Report) -> list:
        tone, icon = report_look(report.status.code)
        head = Panel()
        head.add_widget(Badge(text=report.status.name or report.status.code, tone=tone, icon=icon))
        head.add_widget(Txt(text=report.text))
        if report.photos:
            head.add_widget(_pictures(report.photos))
        for icon_name, name, value in (
            ("qr", L.tr("Code"), report.code),
            ("folder", L.tr("Subject"), report.category.name),
            ("pin", L.tr("Place"), _place(report)),
            ("building", L.tr("Handled by"), report.agency_name),
            ("calendar", L.tr("Sent"), fmt.day_time(report.created_at)),
            ("clock", L.tr("Answer by"), fmt.day(report.due_at)),
        ):
            if value:
                head.add_widget(KeyValue(icon=icon_name, name=name, value=value))
        parts = [head]
        if report.is_overdue:
            text = L.tr("The promised day has passed. You may remind the agency below.")
            parts.append(Note(tone="bad", icon="clock", title=L.tr("Overdue"), text=text))
        parts += [Heading(text=L.tr("What has happened")), self._timeline(report)]
        return parts + self._answers(report)

    def _timeline(self, report: Report) -> Panel:
        panel = TimelinePanel()
        events = sorted(report.events, key=lambda event: event.at.timestamp() if event.at else 0, reverse=True)
        for index, event in enumerate(events):
            tone, icon = report_look(event.status.code if event.status else "")
            panel.add_widget(
                TimelineItem(
                    title=event.status.name if event.status else L.tr("Message"),
                    text=event.text,
                    when=fmt.day_time(event.at),
                    who=event.actor_label,
                    tone=tone,
                    icon=icon,
                    first=index == 0,
                    last=index == len(events) - 1,
                )
            )
            if event.photos:
                panel.add_widget(_pictures(event.photos))
        if not events:
            panel.add_widget(Txt(text=L.tr("Nothing has been recorded yet.")))
        return panel

    def _answers(self, report: Report) -> list:
        parts = []
        if "rate" in report.allowed_actions and report.rating is None:
            parts += [Heading(text=L.tr("Are you satisfied?")), self._rating(report)]
        if "comment" in report.allowed_actions:
            parts += [Heading(text=L.tr("Write to the agency")), self._comment(report)]
        if "reopen" in report.allowed_actions:
            parts.append(self._reopening(report))
        return parts

    def _rating(self, report: Report) -> Panel:
        panel = Panel()
        stars = Row(spacing=T.s)
        for value in range(1, 6):
            star = Star(name="star", tint=T.accent, value=value)
            stars.add_widget(tapped(star, lambda score=value: self._rate(report, score)))
        panel.add_widget(stars)
        panel.add_widget(Caption(text=L.tr("One star: not at all. Five stars: fully.")))
        return panel

    def _rate(self, report: Report, score: int) -> None:
        self.model.rate(report.code, score, "")
        self.app.toast(L.tr("Thank you for {n} stars.").format(n=score))

    def _comment(self, report: Report) -> Panel:
        field = TextField(label=L.tr("Message"), multiline=True, lines=3)
        self.comment_field = field
        panel = Panel()
        panel.add_widget(field)
        panel.add_widget(button(L.tr("Send"), lambda: self._send(report, field), icon="send", kind="secondary"))
        return panel

    def _send(self, report: Report, field: TextField) -> None:
        if field.text.strip():
            self.model.comment(report.code, field.text.strip())
            field.text = ""

    def _reopening(self, report: Report) -> Panel:
        field = TextField(label=L.tr("Not solved? Say why"), multiline=True, lines=2)
        panel = Panel()
        panel.add_widget(field)

        def reopen() -> None:
            if field.text.strip():
                self.model.reopen(report.code, field.text.strip())

        panel.add_widget(button(L.tr("Open it again"), reopen, kind="secondary", icon="refresh"))
        return panel


def _place(report: Report) -> str:
    return ", ".join(part for part in (report.place_text, report.area.name if report.area else "") if part)


def _pictures(photos: list[ReportPhoto]) -> Row:
    row = Row(spacing=T.s)
    for photo in photos[:3]:
        row.add_widget(ReportPicture(url=photo.thumb_url or photo.url))
    return row
