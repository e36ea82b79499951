"""Numbers that save lives. They are part of the app, so that they are there on the first start without a network."""

from __future__ import annotations

from kivy.properties import StringProperty

from citizen_mobile.client.models import EmergencyNumber
from citizen_mobile.locale.live import L
from citizen_mobile.platform import phone
from citizen_mobile.screens.base import AppScreen, fill, follow, load_kv
from citizen_mobile.screens.cards import tapped
from citizen_mobile.theme.basics import Card
from citizen_mobile.viewmodels.directory import EmergencyModel

load_kv("emergency")

# number, name, when to call; the server's list takes their place when it is known
SHIPPED = [
    ("113", "Police", "Crime, threats, traffic accidents"),
    ("114", "Fire and rescue", "Fire, explosion, people trapped"),
    ("115", "Ambulance", "Someone is badly hurt or ill"),
    ("112", "Search and rescue", "Floods, landslides, people missing"),
    ("111", "Child protection", "A child is in danger"),
]

ICONS = {"112": "rescue", "113": "shield", "114": "fire", "115": "ambulance", "111": "child"}


class NumberCard(Card):
    number = StringProperty("")
    name = StringProperty("")
    detail = StringProperty("")
    icon = StringProperty("phone")


class EmergencyScreen(AppScreen):
    def prepare(self) -> None:
        self.model = EmergencyModel(self.app.context)
        follow(self.model, self.paint)

    def opened(self, **_: object) -> None:
        self.paint()
        self.model.load()

    def reload(self) -> None:
        self.model.load()

    def paint(self) -> None:
        numbers = self.model.value or [
            EmergencyNumber(number=number, name=L.tr(name), description=L.tr(text)) for number, name, text in SHIPPED
        ]
        fill(self.ids.list, [self._card(row) for row in numbers])

    def _card(self, row: EmergencyNumber) -> Card:
        card = NumberCard(number=row.number, name=row.name, detail=row.description, icon=ICONS.get(row.number, "phone"))
        return tapped(card, lambda: phone.call(row.number))
