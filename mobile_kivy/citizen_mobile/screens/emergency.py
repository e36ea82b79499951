"""Numbers that save lives. They are part of the app, so that they are there on the first start without a network."""

from __future__ import annotations

from kivy.properties import StringProperty

from citizen_mobile.client.models import EmergencyNumber
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.platform.location import Fix
from citizen_mobile.screens.base import AppScreen, button, fill, follow, load_kv
from citizen_mobile.screens.cards import tapped, warning_card
from citizen_mobile.screens.locating import locating
from citizen_mobile.screens.passing_on import pass_on
from citizen_mobile.theme.basics import Card, Heading, KeyValue, Panel, Txt
from citizen_mobile.viewmodels.directory import EmergencyModel, UnitModel
from citizen_mobile.viewmodels.news import HomeModel
from citizen_mobile.viewmodels.whereabouts import Whereabouts

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
        context = self.app.context
        self.model, self.news = EmergencyModel(context), HomeModel(context)
        self.where, self.unit = Whereabouts(context), UnitModel(context)
        follow(self.model, self.paint)
        follow(self.news, self.paint_warnings)
        self.where.bind(state=lambda *_: self.paint_where(), fix=lambda *_: self._found())
        self.unit.bind(name=lambda *_: self.paint_where())
        self.news.bind(until=lambda *_: self.paint_warnings())

    def opened(self, **_: object) -> None:
        self.where.forget()
        self.paint()
        self.paint_where()
        self.reload()

    def reload(self) -> None:
        self.paint_where()
        fill(self.ids.saying, [_what_to_say()])
        self.model.load()
        self.news.load(keep=self.news.value is not None)

    def paint(self) -> None:
        numbers = self.model.value or [
            EmergencyNumber(number=number, name=L.tr(name), description=L.tr(text)) for number, name, text in SHIPPED
        ]
        fill(self.ids.list, [self._card(row) for row in numbers])

    def paint_warnings(self) -> None:
        warnings = self.news.warnings()
        cards = [warning_card(row, lambda slug=row.slug: self.go("article", slug=slug)) for row in warnings]
        fill(self.ids.warnings, [Heading(text=L.tr("Warnings in force")), *cards] if cards else [])

    def _card(self, row: EmergencyNumber) -> Card:
        card = NumberCard(number=row.number, name=row.name, detail=row.description, icon=ICONS.get(row.number, "phone"))
        return tapped(card, lambda: choose.get().phone.call(row.number))

    # --- where I am

    def _found(self) -> None:
        if self.where.fix:
            self.unit.find(self.where.fix.latitude, self.where.fix.longitude)

    def paint_where(self) -> None:
        """Coordinates need no network; the name of the commune comes when there is one."""
        if self.where.state == "known" and self.where.fix:
            fill(self.ids.where, [self._here(self.where.fix)])
        else:
            why = L.tr("Only you decide whom you send it to.")
            fill(self.ids.where, locating(self.where, L.tr("Where am I?"), why))

    def _here(self, fix: Fix) -> Panel:
        panel = Panel()
        panel.add_widget(Heading(text=L.tr("You are here")))
        panel.add_widget(Txt(text=f"{fix.latitude:.6f}, {fix.longitude:.6f}"))
        near = L.tr("right to {n} m").format(n=round(fix.accuracy_m))
        panel.add_widget(
            KeyValue(icon="pin", name=near, value=self.unit.name or L.tr("the name of the commune is unknown"))
        )
        panel.add_widget(button(L.tr("Share my location"), lambda: self.share(fix), icon="share"))
        return panel

    def share(self, fix: Fix) -> None:
        """The system's sheet; without one, the words are copied."""
        copied = L.tr("Your location is copied: paste it into a message.")
        pass_on(self.app, distress_text(fix, self.unit.name), L.tr("My location"), copied)


def distress_text(fix: Fix, unit: str) -> str:
    """Readable aloud, and with a link that any map opens."""
    spot = f"{fix.latitude:.6f},{fix.longitude:.6f}"
    said = L.tr("I need help. I am at {spot} (right to {n} m)").format(spot=spot, n=round(fix.accuracy_m))
    near = ", " + L.tr("in {unit}").format(unit=unit) if unit else ""
    return f"{said}{near}.\nhttps://maps.google.com/?q={spot}"


def _what_to_say() -> Panel:
    panel = Panel()
    for icon, name, value in (
        ("pin", L.tr("Where?"), L.tr("Commune, village, road, a landmark; or read the coordinates aloud.")),
        ("warning", L.tr("What has happened?"), L.tr("Fire, accident, flood, someone unconscious.")),
        ("people", L.tr("How many people?"), L.tr("Hurt, trapped, children and old people among them.")),
        (
            "phone",
            L.tr("Stay on the line"),
            L.tr("Do not hang up before you are told to. Keep the phone free afterwards."),
        ),
    ):
        panel.add_widget(KeyValue(icon=icon, name=name, value=value))
    return panel
