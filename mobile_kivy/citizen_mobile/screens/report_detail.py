"""One report: its state, what was done, the talk with the agency, and what I may answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from citizen_mobile.client.models import Report
from citizen_mobile.client.outbox import OutboxItem
from citizen_mobile.locale.live import L
from citizen_mobile.screens.answers import Answers
from citizen_mobile.screens.base import AppScreen, fill, follow, load_kv, show_reading
from citizen_mobile.screens.photos import PhotoBox
from citizen_mobile.screens.report_parts import head_parts, share, talk, timeline
from citizen_mobile.theme.basics import Heading
from citizen_mobile.viewmodels.report_detail import ReportModel

__all__ = ["PhotoBox", "ReportDetailScreen"]

load_kv("report_detail")


class ReportDetailScreen(AppScreen):
    code = StringProperty("")
    can_share = BooleanProperty(False)

    def prepare(self) -> None:
        self.model = ReportModel(self.app.context)
        self.answers = Answers(self)
        self._answerable: tuple[Any, ...] = ()
        follow(self.model, self.paint)
        self.model.bind(waiting=lambda *_: self.paint_talk())

    def opened(self, code: str = "", **_: object) -> None:
        same = code == self.code
        self.code = code
        if not same:
            self.ids.body.scroll_y = 1
            self.model.value, self._answerable = None, ()
            self.answers.start_over()
        self.model.load(code, logged_in=self.app.person.logged_in, keep=same and self.model.value is not None)

    def reload(self) -> None:
        self._answerable = ()
        self.model.load(self.code, logged_in=self.app.person.logged_in)

    def outbox_changed(self, item: OutboxItem) -> None:
        if not item.path.startswith(f"me/reports/{self.code}/"):
            return
        self.model.refresh_waiting(self.code)
        if item.state == "sent":
            self.model.load(self.code, logged_in=self.app.person.logged_in, keep=True)

    def paint(self) -> None:
        report = self.model.value
        self.can_share = bool(report and report.is_public)
        show_reading(self.ids.content, self.model, self._report, self.reload)
        self.paint_talk()
        self.paint_answers()

    def paint_talk(self) -> None:
        fill(self.ids.talk, talk(self, self.model.value) if self.model.value is not None else [])

    def paint_answers(self) -> None:
        """Only when what may be answered has changed: a field may be typed into."""
        report = self.model.value
        rated = report.rating.score if report is not None and report.rating else 0
        answerable = (report.code, *report.allowed_actions, rated, L.language) if report is not None else ()
        if answerable != self._answerable:
            self._answerable = answerable
            fill(self.ids.answers, self.answers.parts(report) if report is not None else [])

    def share(self) -> None:
        if self.model.value is not None:
            share(self.app, self.model.value)

    def add_files(self, files: list[Path]) -> None:
        self.answers.add_files(files)

    def _report(self, report: Report) -> list:
        return [*head_parts(report), Heading(text=L.tr("What has happened")), timeline(report)]
