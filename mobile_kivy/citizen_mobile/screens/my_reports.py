"""My reports: what waits in the outbox, what the server has, and others' that I follow."""

from __future__ import annotations

from kivy.uix.widget import Widget

from citizen_mobile.client.outbox import PENDING, REJECTED, SENDING, OutboxItem
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, follow, load_kv, show_reading
from citizen_mobile.screens.cards import ReportCard, report_card, show_report, tapped
from citizen_mobile.screens.waiting import waiting_panel
from citizen_mobile.theme.basics import Caption, Chip, Heading
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.theme.lists import CardList
from citizen_mobile.viewmodels.my_reports import MyReportsModel
from citizen_mobile.viewmodels.outbox import OutboxModel

load_kv("my_reports")


class MyReportsScreen(AppScreen):
    def prepare(self) -> None:
        self.model = MyReportsModel(self.app.context)
        self.queue = OutboxModel(self.app.context)
        self.cards = CardList(make=ReportCard, show=show_report)
        self.cards.bind(on_open=lambda _list, report: self.go("report_detail", code=report.code))
        self.ids.reports.add_widget(self.cards)
        follow(self.model, self.paint)
        self.model.bind(
            outbox=lambda *_: self.paint_outbox(),
            show=lambda *_: self.paint(),
            followed=lambda *_: self.paint_followed(),
        )

    def opened(self, **_: object) -> None:
        self.reload()

    def reload(self) -> None:
        self.cards.rows = []  # ages are told anew, in the language of now
        self.model.load(logged_in=self.app.person.logged_in)
        self.paint_filter()
        self.paint_outbox()
        self.paint_followed()

    def outbox_changed(self, item: OutboxItem) -> None:
        if item.kind == "report":
            self.reload()
        else:
            self.paint_outbox()

    def paint_filter(self) -> None:
        shows = (
            ("all", L.tr("All")),
            ("open", L.tr("Being handled")),
            ("answered", L.tr("Answered")),
            ("closed", L.tr("Closed")),
        )
        chips = [
            tapped(Chip(text=words, active=self.model.show == key), lambda chosen=key: self._show(chosen))
            for key, words in shows
        ]
        fill(self.ids.shows, chips)

    def paint_outbox(self) -> None:
        items = self.model.outbox if self.model.show in ("all", "open") else []
        panels: list[Widget] = [waiting_panel(self, self.queue, item) for item in items]
        if waiting := len(self.app.store.outbox.visible(PENDING, SENDING, REJECTED)):
            words = L.tr("All that waits to be sent: {n}").format(n=waiting)
            panels.append(button(words, lambda: self.go("outbox"), kind="text", icon="outbox"))
        fill(self.ids.outbox, panels)

    def paint(self) -> None:
        self.cards.rows = self.model.shown() if self.model.value is not None else []
        show_reading(self.ids.list, self.model, lambda _all: self._below(), self.reload)

    def paint_followed(self) -> None:
        rows = self.model.followed if self.model.show == "all" else []
        cards: list[Widget] = [Heading(text=L.tr("Reports of others that I follow"))] if rows else []
        for row in rows:
            place = {"latitude": row.latitude, "longitude": row.longitude}
            cards.append(report_card(row, lambda code=row.code, at=place: self.go("public_report", code=code, **at)))
        fill(self.ids.followed, cards)

    def _show(self, chosen: str) -> None:
        self.model.show = chosen
        self.paint_filter()
        self.paint_outbox()
        self.paint_followed()

    def _below(self) -> list[Widget]:
        """What stands under the reports."""
        parts: list[Widget] = []
        if not self.cards.rows and not self.model.outbox:
            parts.append(self._nothing())
        if self.model.more:
            parts.append(button(L.tr("Show more"), self.model.load_more, kind="secondary"))
        if not self.app.person.logged_in:
            parts.append(Caption(text=L.tr("Reports sent without a login are kept on this device.")))
        return parts

    def _nothing(self) -> EmptyState:
        if self.model.show != "all":
            text = L.tr("None of your reports is in this state.")
            return EmptyState(icon="report", title=L.tr("Nothing here"), text=text)
        text = L.tr("A broken road, a dark street lamp, waste by the river: tell it, and follow what is done.")
        return EmptyState(icon="report", title=L.tr("No reports yet"), text=text)
