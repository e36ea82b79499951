"""The home page: warnings first, then what is mine, the ways in, the news."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty

from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, follow, load_kv, rows_panel, show_reading
from citizen_mobile.screens.cards import article_card, emergency_card, shortened, tapped, warning_card
from citizen_mobile.screens.status import dossier_look, report_look
from citizen_mobile.theme import pulling
from citizen_mobile.theme.composites import EmptyState, ListRow
from citizen_mobile.viewmodels.mine import MineModel
from citizen_mobile.viewmodels.news import HomeModel

__all__ = ["HomeScreen", "pulling"]  # its widgets stand in home.kv
load_kv("home")

MOST_NEWS = 8


class HomeScreen(AppScreen):
    has_mine = BooleanProperty(False)
    loaded_at = NumericProperty(0)

    def prepare(self) -> None:
        self.model = HomeModel(self.app.context)
        self.mine = MineModel(self.app.context)
        follow(self.model, self.paint)
        self.model.bind(until=lambda *_: self.paint(), emergencies=lambda *_: self.paint())
        self.model.bind(stale_since=lambda *_: self.note_age(), value=lambda *_: self.note_age())
        later = Clock.create_trigger(lambda _dt: self.paint_mine(), 0)
        for name in ("reports", "dossiers", "waiting", "rejected"):
            self.mine.fbind(name, lambda *_: later())
        self.hear(self.app.unread, unread=lambda *_: (later(), self.model.load_urgent()))
        self.hear(self.app.person, full_name=lambda *_: self.greet(), logged_in=lambda *_: self.person_changed())
        self.greet()

    def opened(self, **_: object) -> None:
        self.refresh(keep=self.model.value is not None)

    def refresh(self, *, keep: bool = True) -> None:
        """Ask for everything on this page."""
        self.model.load(keep=keep)
        self.mine.load(logged_in=self.app.person.logged_in)
        self.app.unread.count_unread()

    def reload(self) -> None:
        self.greet()
        self.refresh(keep=False)
        self.paint_mine()

    def person_changed(self) -> None:
        self.greet()
        self.model.emergencies = []
        self.model.load_urgent()
        self.mine.load(logged_in=self.app.person.logged_in)

    def outbox_changed(self, _item: object) -> None:
        self.mine.count_outbox()

    def greet(self) -> None:
        name = self.app.person.full_name if self.app.person.logged_in else ""
        self.ids.greeting.text = L.tr("Hello, {name}").format(name=name) if name else L.tr("Hello")

    def note_age(self) -> None:
        self.loaded_at = self.model.stale_since or (time.time() if self.model.value is not None else 0)

    def paint(self) -> None:
        urgent = [emergency_card(row, self._notice(row)) for row in self.model.emergencies]
        fill(self.ids.warnings, [*urgent, *self._warning_cards(self.model.warnings(), bool(urgent))])
        show_reading(self.ids.news, self.model, self._news, self.refresh)

    def paint_mine(self) -> None:
        rows = [*self._outbox_rows(), *self._unread_rows(), *self._report_rows(), *self._dossier_rows()]
        self.has_mine = bool(rows)
        fill(self.ids.mine, [rows_panel(rows)] if rows else [])

    def _warning_cards(self, warnings: list, crowded: bool) -> list:
        return [
            warning_card(
                item, self._opener(item.slug), short=crowded or index > 0, until=self.model.until.get(item.slug)
            )
            for index, item in enumerate(warnings)
        ]

    def _news(self, _items: list) -> list:
        articles = self.model.articles()
        if not articles:
            return [EmptyState(icon="news", title=L.tr("No news yet"), text=L.tr("Please come back later."))]
        return [
            article_card(item, self._opener(item.slug), large=index == 0)
            for index, item in enumerate(articles[:MOST_NEWS])
        ]

    # --- what is mine

    def _outbox_rows(self) -> list:
        rows = []
        if self.mine.rejected:
            text = L.tr("Not accepted: {n}").format(n=int(self.mine.rejected))
            rows.append(self._row("refused", text, L.tr("See why, and mend it."), lambda: self.go("outbox")))
        if self.mine.waiting:
            text = L.tr("Waiting to be sent: {n}").format(n=int(self.mine.waiting))
            detail = L.tr("It is safe on this device and goes out by itself when there is a connection.")
            rows.append(self._row("clock", text, detail, lambda: self.go("outbox")))
        return rows

    def _unread_rows(self) -> list:
        count = int(self.app.unread.unread)
        if not count:
            return []
        return [self._row("bell", L.tr("Unread notices: {n}").format(n=count), "", self._tab("inbox"))]

    def _report_rows(self) -> list:
        return [
            self._row(
                report_look(row.status.code)[1],
                shortened(row.text, 60),
                f"{row.status.name or row.status.code}  ·  {row.code}",
                lambda code=row.code: self.go("report_detail", code=code),
            )
            for row in self.mine.reports
        ]

    def _dossier_rows(self) -> list:
        return [
            self._row(
                dossier_look(row.status.code)[1],
                shortened(row.procedure.name, 60),
                f"{row.status.name}  ·  {row.code}" + (f"  ·  {fmt.day(row.due_at)}" if row.due_at else ""),
                lambda code=row.code: self.go("dossier", code=code),
            )
            for row in self.mine.dossiers
        ]

    def _row(self, icon: str, text: str, detail: str, action: Callable[[], Any]):
        return tapped(ListRow(icon=icon, text=text, detail=detail, strong=True), action)

    def _tab(self, name: str):
        return lambda: self.app.open_tab(name)

    def _notice(self, notice: Any):
        return lambda: self.go("notice", notice_id=notice.id)

    def _opener(self, slug: str):
        return lambda: self.go("article", slug=slug)
