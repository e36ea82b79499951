"""Offices that receive people: the nearest first once the place is known, open or not, with a call in one tap."""

from __future__ import annotations

from kivy.properties import StringProperty

from citizen_mobile.client.models import Office
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, follow, load_kv, show_reading
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.distance import distance
from citizen_mobile.screens.locating import locating
from citizen_mobile.screens.open_hours import open_state
from citizen_mobile.theme.basics import Card
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.viewmodels.directory import OfficesModel
from citizen_mobile.viewmodels.whereabouts import Whereabouts

load_kv("offices")


class OfficeCard(Card):
    name = StringProperty("")
    address = StringProperty("")
    distance = StringProperty("")
    state_words = StringProperty("")
    state_tone = StringProperty("quiet")
    state_icon = StringProperty("clock")


class OfficesScreen(AppScreen):
    def prepare(self) -> None:
        self.model = OfficesModel(self.app.context)
        self.where = Whereabouts(self.app.context)
        self.where.bind(state=lambda *_: self.paint_where(), fix=lambda *_: self.reload())
        follow(self.model, self.paint)

    def opened(self, **_: object) -> None:
        if self.came_back and self.model.value is not None:
            return
        self.ids.search.set_quietly("")
        self.ids.body.scroll_y = 1
        self.paint_where()
        self.reload()

    def reload(self) -> None:
        self.model.load(self.where.spot)

    def paint_where(self) -> None:
        why = L.tr("It is used once, to sort the offices by their distance. It is not stored.")
        fill(self.ids.where, locating(self.where, L.tr("The nearest to me first"), why))

    def paint(self) -> None:
        show_reading(self.ids.list, self.model, lambda _rows: self._cards(), self.reload)

    def _cards(self) -> list:
        found = self.model.named(self.ids.search.text)
        if not found:
            return [EmptyState(icon="search", title=L.tr("Nothing found"), text=L.tr("Try fewer or other words."))]
        cards = [self._card(row) for row in found]
        if self.model.more:
            cards.append(button(L.tr("Show more"), self.model.load_more, kind="secondary"))
        return cards

    def _card(self, office: Office) -> Card:
        fresh = not self.model.stale_since
        words, tone, icon = open_state(office, fresh=fresh)
        card = OfficeCard(
            name=office.name,
            address=office.address,
            distance=distance(office.distance_m),
            state_words=words,
            state_tone=tone,
            state_icon=icon,
        )
        return tapped(card, lambda: self.go("office", office=office, fresh=fresh))
