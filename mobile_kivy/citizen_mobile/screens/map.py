"""The map of reports and places, and the same things as a list for who cannot use a map."""

from __future__ import annotations

from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from citizen_mobile.client.models import MapCluster, MapPoint, PlaceItem
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.map.ground import Name
from citizen_mobile.map.markers import Marker
from citizen_mobile.map.projection import distance_m
from citizen_mobile.map.slippy import SlippyMap
from citizen_mobile.platform import choose
from citizen_mobile.screens.base import AppScreen, button, fill, follow, load_kv, rows_panel
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.distance import said
from citizen_mobile.screens.places_found import where_am_i
from citizen_mobile.screens.status import report_look
from citizen_mobile.theme.basics import Badge, Body, Caption, Chip, Column, IconButton, Panel, Row, Txt
from citizen_mobile.theme.composites import EmptyState, ListRow, Skeleton, error_state
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.map import MapModel, with_centres

CLOSE_UP = 15.0  # the zoom at which single houses can be told apart
MOST_ROWS = 60


class RoundButton(ButtonBehavior, Widget):
    """A button that floats on the map."""

    name = StringProperty("plus")


class Attribution(ButtonBehavior, Label):
    """Whose map it is; its licence wants that this can be read and followed."""


class MapStage(FloatLayout):
    """A map with its buttons: where am I, nearer, farther."""

    lifted = NumericProperty(0)  # how far the buttons stand above the lower edge, over a card
    attribution = StringProperty("")
    wants_pictures = BooleanProperty(False)
    __events__ = ("on_locate",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        tiles = App.get_running_app().shipped.tiles
        self.attribution, self.wants_pictures = tiles.attribution, bool(tiles.url)

    @property
    def map(self) -> SlippyMap:
        return self.ids.map

    def on_locate(self) -> None:
        """The person wants to know where they are."""

    def show_rights(self) -> None:
        choose.get().phone.open_link(App.get_running_app().shipped.tiles.attribution_url)


load_kv("map")


class CardClose(IconButton):
    """Puts a card away."""


class MapCard(Panel):
    """What a touched marker is, with the way to it."""


class MapScreen(AppScreen):
    def prepare(self) -> None:
        self.model = MapModel(self.app.context)
        # ids are weak: while the list is on show nothing else would hold these.
        self._stage, self._card_place = self.ids.map_stage.__self__, self.ids.card_place.__self__
        self._list = Body(pos_hint={"x": 0, "y": 0})
        self._rows = Column(padding=(T.l, T.s, T.l, T.l))
        self._list.add_widget(self._rows)
        follow(self.model, self.paint)
        self.model.bind(
            places=lambda *_: self.paint(),
            position=lambda *_: self.paint(),
            areas=lambda *_: self._name_areas(),
            categories=lambda *_: self.paint_filters(),
        )
        self.map.bind(
            on_rest=lambda *_: self.look(),
            on_marker=lambda _map, marker: self.open_marker(marker),
            on_ground=lambda *_: self.close_card(),
        )

    @property
    def map(self) -> SlippyMap:
        return self._stage.map

    def opened(self, latitude: float | None = None, longitude: float | None = None, **_: Any) -> None:
        if latitude is not None and longitude is not None and not self.came_back:
            self.map.look_at(latitude, longitude, CLOSE_UP)
        self.map.wake()
        self.model.load_surroundings()
        self.paint_filters()
        self.look()
        self.paint()

    def reload(self) -> None:
        self.model.categories = []
        self.model.load_surroundings()
        self.model.again()
        self.paint_filters()
        self.paint()

    def on_leave(self, *args: Any) -> None:
        super().on_leave(*args)
        self.map.rest()

    def forget(self) -> None:
        super().forget()
        self.map.forget()

    def look(self) -> None:
        if self.map.view.width > 1:
            self.model.look(self.map.view.box(), self.map.view.zoom)

    def choose_mode(self, as_list: bool) -> None:
        self.model.as_list = as_list
        self.close_card()
        self.ids.stage.clear_widgets()
        parts = [self._list] if as_list else [self._stage, self._card_place]
        for part in parts:
            self.ids.stage.add_widget(part)
        self.paint()

    def locate(self) -> None:
        where_am_i(self.app, self._found)

    # --- what is shown

    def paint_filters(self) -> None:
        shows = (
            ("all", L.tr("All")),
            ("open", L.tr("Being handled")),
            ("answered", L.tr("Answered")),
            ("places", L.tr("Places to visit")),
        )
        fill(self.ids.shows, [self._chip(words, self.model.show == key, show=key) for key, words in shows])
        rows = [("", L.tr("All subjects")), *((row.slug, row.name) for row in self.model.categories)]
        fill(
            self.ids.categories,
            [self._chip(name, self.model.category == slug, category=slug) for slug, name in rows],
        )

    def paint(self) -> None:
        self.map.mark(self._markers())
        if self.model.as_list:
            fill(self._rows, self._listed())

    def open_marker(self, marker: Marker) -> None:
        if isinstance(marker.subject, MapCluster):
            self.map.fit(tuple(marker.subject.bbox))
        elif marker.subject is not None:
            self._show_card(marker.subject)

    def close_card(self) -> None:
        self._card_place.clear_widgets()
        self._stage.lifted = 0

    def _chip(self, words: str, active: bool, **chosen: str) -> Widget:
        return tapped(Chip(text=words, active=active), lambda: self._filter(**chosen))

    def _filter(self, **chosen: str) -> None:
        self.close_card()
        self.model.filter(**chosen)
        self.paint_filters()
        self.paint()

    def _markers(self) -> list[Marker]:
        found = self.model.value
        markers = [_place_marker(row) for row in self.model.shown_places()]
        if found is not None:
            markers += [_point_marker(row) for row in found.points]
            markers += [_cluster_marker(row) for row in found.clusters]
        if self.model.position is not None:
            fix = self.model.position
            markers.append(Marker(fix.latitude, fix.longitude, icon="account", tone="action"))
        return markers

    def _name_areas(self) -> None:
        self.map.name([Name(row.name, row.latitude, row.longitude) for row in with_centres(self.model.areas)])

    def _found(self, fix: Any) -> None:
        self.model.position = fix
        self.map.look_at(fix.latitude, fix.longitude, max(self.map.view.zoom, CLOSE_UP - 1))

    # --- one thing

    def _show_card(self, subject: MapPoint | PlaceItem) -> None:
        card = self._place_card(subject) if isinstance(subject, PlaceItem) else self._report_card(subject)
        fill(self._card_place, [card])
        card.bind(height=lambda _card, height: setattr(self._stage, "lifted", height + T.m))

    def _place_card(self, place: PlaceItem) -> MapCard:
        card = self._card(place.name)
        meta = "  ·  ".join(part for part in (place.category_name, self._away(place)) if part)
        card.add_widget(Caption(text=meta))
        way = lambda: self.go("place", slug=place.slug)  # noqa: E731
        card.add_widget(button(L.tr("See the place"), way, icon="mountain"))
        return card

    def _report_card(self, point: MapPoint) -> MapCard:
        card = self._card(point.category.name)
        tone, icon = report_look(point.status.code)
        card.add_widget(Badge(text=point.status.name, tone=tone, icon=icon))
        meta = "  ·  ".join(part for part in (fmt.age(point.created_at, L.tr), self._away(point)) if part)
        card.add_widget(Caption(text=meta))
        card.add_widget(button(L.tr("See the report"), lambda: self._open(point), icon="report"))
        return card

    def _card(self, title: str) -> MapCard:
        card = MapCard()
        row = Row(spacing=T.s)
        row.add_widget(Txt(text=title, bold=True, pos_hint={"center_y": 0.5}))
        row.add_widget(tapped(CardClose(), self.close_card))
        card.add_widget(row)
        return card

    def _away(self, thing: Any) -> str:
        fix = self.model.position
        if fix is None:
            return ""
        metres = distance_m(fix.latitude, fix.longitude, thing.latitude, thing.longitude)
        return L.tr("{distance} from you").format(distance=said(metres))

    # --- the list

    def _listed(self) -> list[Widget]:
        if self.model.value is None and self.model.error:
            return [error_state(self.model.error, self.model.error_detail, L.tr, self.model.again)]
        if self.model.value is None:
            return [Skeleton()]
        rows = [self._cluster_row(row) for row in self.model.value.clusters]
        rows += [self._row(away, thing) for away, thing in self.model.nearest_first(self.map.centre)[:MOST_ROWS]]
        if not rows:
            text = L.tr("Nothing stands in this part of the map. Move it, or choose another filter.")
            return [EmptyState(icon="map", title=L.tr("Nothing here"), text=text)]
        text = (
            L.tr("The nearest to you first.") if self.model.position else L.tr("The nearest to the map's middle first.")
        )
        return [Caption(text=text), rows_panel(rows)]

    def _cluster_row(self, cluster: MapCluster) -> Widget:
        near = min(
            with_centres(self.model.areas),
            key=lambda row: distance_m(row.latitude, row.longitude, cluster.latitude, cluster.longitude),
            default=None,
        )
        text = L.tr("{n} reports").format(n=cluster.count)
        detail = L.tr("around {place}").format(place=near.name) if near else ""
        row = ListRow(icon="map", text=text, detail=detail)
        return tapped(row, lambda: self._zoom_list(cluster))

    def _zoom_list(self, cluster: MapCluster) -> None:
        self.map.fit(tuple(cluster.bbox))
        self.look()

    def _row(self, away: float, thing: MapPoint | PlaceItem) -> Widget:
        if isinstance(thing, PlaceItem):
            row = ListRow(icon="mountain", text=thing.name, detail=f"{thing.category_name}  ·  {said(away)}")
            return tapped(row, lambda: self.go("place", slug=thing.slug))
        _tone, icon = report_look(thing.status.code)
        detail = "  ·  ".join((thing.status.name, said(away), fmt.age(thing.created_at, L.tr)))
        return tapped(ListRow(icon=icon, text=thing.category.name, detail=detail), lambda: self._open(thing))

    def _open(self, point: MapPoint) -> None:
        self.go("public_report", code=point.code, latitude=point.latitude, longitude=point.longitude)


def _point_marker(point: MapPoint) -> Marker:
    tone, icon = report_look(point.status.code)
    return Marker(point.latitude, point.longitude, icon=icon, tone=tone, subject=point)


def _place_marker(place: PlaceItem) -> Marker:
    return Marker(place.latitude or 0.0, place.longitude or 0.0, icon="mountain", tone="accent", subject=place)


def _cluster_marker(cluster: MapCluster) -> Marker:
    return Marker(cluster.latitude, cluster.longitude, icon="report", tone="ink", count=cluster.count, subject=cluster)
