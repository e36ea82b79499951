"""Places to visit: by kind, by words, the nearest first once the place is known."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, follow, load_kv, show_reading
from citizen_mobile.screens.cards import place_card, tapped
from citizen_mobile.screens.locating import locating
from citizen_mobile.theme.basics import Chip
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.viewmodels.directory import PlacesModel
from citizen_mobile.viewmodels.whereabouts import Whereabouts

load_kv("places")


def categories() -> list[tuple[str, str]]:
    """The server's kinds of places, as PlaceCategoryEnum has them, all first."""
    return [
        ("", L.tr("All")),
        ("waterfall", L.tr("Waterfalls")),
        ("lake", L.tr("Lakes")),
        ("geology", L.tr("Volcanoes, caves")),
        ("nature", L.tr("Forests")),
        ("history", L.tr("History")),
        ("culture", L.tr("Culture")),
        ("religion", L.tr("Religion")),
        ("farm", L.tr("Farms")),
    ]


class PlacesScreen(AppScreen):
    def prepare(self) -> None:
        self.category = ""
        self.model = PlacesModel(self.app.context)
        self.where = Whereabouts(self.app.context)
        self.where.bind(state=lambda *_: self.paint_where(), fix=lambda *_: self.reload())
        follow(self.model, self.paint)

    def opened(self, **_: object) -> None:
        self.paint_where()
        self.paint_chips()
        if self.model.value is None or not self.came_back:
            self.reload()

    def reload(self) -> None:
        self.paint_chips()
        self.model.load(q=self.ids.search.text.strip(), category=self.category, spot=self.where.spot)

    def choose(self, category: str) -> None:
        self.category = category
        self.ids.body.scroll_y = 1
        self.reload()

    def paint_chips(self) -> None:
        chips = [Chip(text=words, value=value, active=value == self.category) for value, words in categories()]
        fill(self.ids.chips, [tapped(chip, lambda chip=chip: self.choose(chip.value)) for chip in chips])

    def paint_where(self) -> None:
        why = L.tr("It is used once, to sort the places by their distance. It is not stored.")
        fill(self.ids.where, locating(self.where, L.tr("The nearest to me first"), why))

    def paint(self) -> None:
        show_reading(self.ids.list, self.model, self._cards, self.reload)

    def _cards(self, places: list) -> list:
        if not places:
            return [EmptyState(icon="mountain", title=L.tr("Nothing found"), text=L.tr("Try fewer or other words."))]
        cards = [place_card(row, lambda slug=row.slug: self.go("place", slug=slug)) for row in places]
        if self.model.more:
            cards.append(button(L.tr("Show more"), self.model.load_more, kind="secondary"))
        return cards
