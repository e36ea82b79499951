"""Places to visit."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, follow, load_kv, show_reading
from citizen_mobile.screens.cards import place_card
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.viewmodels.directory import PlacesModel

load_kv("places")


class PlacesScreen(AppScreen):
    def prepare(self) -> None:
        self.model = PlacesModel(self.app.context)
        follow(self.model, self.paint)

    def opened(self, **_: object) -> None:
        if self.model.value is None or not self.came_back:
            self.reload()

    def reload(self) -> None:
        self.model.load(q=self.ids.search.text.strip())

    def paint(self) -> None:
        show_reading(self.ids.list, self.model, self._cards, self.reload)

    def _cards(self, places: list) -> list:
        if not places:
            return [EmptyState(icon="mountain", title=L.tr("Nothing found"), text=L.tr("Try fewer or other words."))]
        cards = [place_card(row, lambda slug=row.slug: self.go("place", slug=slug)) for row in places]
        if self.model.more:
            cards.append(button(L.tr("Show more"), self.model.load_more, kind="secondary"))
        return cards
