"""Procedures found by words, field or life event."""

from __future__ import annotations

from kivy.properties import DictProperty, StringProperty

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, follow, load_kv, show_reading
from citizen_mobile.screens.cards import procedure_card
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.viewmodels.services import ProceduresModel

load_kv("procedures")


class ProceduresScreen(AppScreen):
    heading = StringProperty("")
    wanted = DictProperty({})

    def prepare(self) -> None:
        self.model = ProceduresModel(self.app.context)
        follow(self.model, self.paint)

    def opened(self, title: str = "", **wanted: str) -> None:
        if self.came_back and self.model.value is not None:
            return
        self.heading, self.wanted = title, wanted
        self.ids.search.set_quietly(wanted.get("q", ""))
        self.ids.level.value = self.ids.agency.value = ""
        self.ids.body.scroll_y = 1
        self.reload()

    def reload(self) -> None:
        chosen = {"level": self.ids.level.value or "", "agency": self.ids.agency.value or ""}
        self.model.load(**{**self.wanted, **chosen})

    def search(self, query: str) -> None:
        self.wanted = {**self.wanted, "q": query}
        self.reload()

    def paint(self) -> None:
        show_reading(self.ids.list, self.model, self._cards, self.reload)

    def _cards(self, items: list) -> list:
        if not items:
            hint = L.tr("Try fewer or other words; marks and tones may be left out.")
            return [EmptyState(icon="search", title=L.tr("Nothing found"), text=hint)]
        cards = [procedure_card(item, lambda code=item.code: self.go("procedure", code=code)) for item in items]
        if self.model.more:
            cards.append(button(L.tr("Show more"), self.model.load_more, kind="secondary"))
        return cards
