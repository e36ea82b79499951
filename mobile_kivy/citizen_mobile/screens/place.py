"""One place: what it is, when it is open, what it costs."""

from __future__ import annotations

from functools import partial

from kivy.properties import StringProperty

from citizen_mobile.client.models import Place
from citizen_mobile.client.richtext import blocks
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.screens.article import Cover
from citizen_mobile.screens.base import AppScreen, button, follow, load_kv, show_reading
from citizen_mobile.screens.passing_on import pass_on
from citizen_mobile.theme.basics import Caption, Column, KeyValue, Panel, Title, Txt
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.directory import PlaceModel

load_kv("place")


class PlaceScreen(AppScreen):
    slug = StringProperty("")

    def prepare(self) -> None:
        self.model = PlaceModel(self.app.context)
        follow(self.model, self.paint)

    def opened(self, slug: str = "", **_: object) -> None:
        self.slug = slug
        self.ids.body.scroll_y = 1
        self.reload()

    def reload(self) -> None:
        self.model.load(self.slug)

    def paint(self) -> None:
        show_reading(self.ids.content, self.model, self._place, self.reload)

    def _place(self, place: Place) -> list:
        parts = [Cover(url=place.image.url or place.image.thumb_url, icon="mountain")] if place.image else []
        text = Column(padding=T.l, spacing=T.m)
        text.add_widget(Caption(text=place.category_name, bold=True))
        text.add_widget(Title(text=place.name))
        for block in blocks(place.description_html or place.summary):
            text.add_widget(Txt(text=block.text, markup=True, line_height=1.2))
        for widget in (*_facts(place), *self._ways(place)):
            text.add_widget(widget)
        return [*parts, text]

    def _ways(self, place: Place) -> list:
        phone, ways = choose.get().phone, []
        if place.latitude is not None and place.longitude is not None:
            there = partial(phone.show_place, place.latitude, place.longitude, place.name)
            ways.append(button(L.tr("Show the way"), there, icon="pin"))
        if place.phone:
            ways.append(button(L.tr("Call"), lambda: phone.call(place.phone), kind="secondary", icon="phone"))
        return [*ways, button(L.tr("Share"), lambda: self.share(place), kind="secondary", icon="share")]

    def share(self, place: Place) -> None:
        """The system's sheet; without one, the words are copied."""
        lines = [place.name, place.address]
        if place.latitude is not None:
            lines.append(f"https://maps.google.com/?q={place.latitude:.6f},{place.longitude:.6f}")
        pass_on(self.app, "\n".join(line for line in lines if line), place.name, L.tr("Copied."))


def _facts(place: Place) -> list[Panel]:
    panel = Panel()
    for icon, name, value in (
        ("pin", L.tr("Address"), place.address),
        ("clock", L.tr("Open"), place.opening_hours_text),
        ("money", L.tr("Ticket"), place.ticket_price_text),
        ("phone", L.tr("Phone"), place.phone),
    ):
        if value:
            panel.add_widget(KeyValue(icon=icon, name=name, value=value))
    return [panel] if panel.children else []
