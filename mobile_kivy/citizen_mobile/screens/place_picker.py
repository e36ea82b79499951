"""Point at a place by moving the map under a pin; the one who asked gets latitude and longitude."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import StringProperty

from citizen_mobile.locale.live import L
from citizen_mobile.map.ground import Name
from citizen_mobile.map.slippy import PROVINCE, SlippyMap
from citizen_mobile.screens.base import AppScreen, load_kv
from citizen_mobile.screens.map import CLOSE_UP
from citizen_mobile.screens.places_found import where_am_i
from citizen_mobile.viewmodels.map import PickerModel, with_centres

load_kv("place_picker")


class PlacePickerScreen(AppScreen):
    area_words = StringProperty("")
    place_words = StringProperty("")

    def prepare(self) -> None:
        self.model = PickerModel(self.app.context)
        self._on_pick: Callable[[float, float], None] | None = None
        self._asked: tuple[float, float] | None = None
        self.model.bind(area_name=lambda *_: self._say(), state=lambda *_: self._say(), areas=lambda *_: self._name())
        self.map.bind(on_rest=lambda *_: self._rested())

    @property
    def map(self) -> SlippyMap:
        return self.ids.map_stage.map

    def opened(
        self,
        on_pick: Callable[[float, float], None] | None = None,
        latitude: float | None = None,
        longitude: float | None = None,
        **_: Any,
    ) -> None:
        self._on_pick, self._asked = on_pick, None
        if latitude is not None and longitude is not None:
            self.map.look_at(latitude, longitude, CLOSE_UP + 1)
        else:
            self.map.look_at(*PROVINCE)
        self.map.wake()
        self.model.load_areas()

    def reload(self) -> None:
        self._asked = None
        self._rested()

    def on_leave(self, *args: Any) -> None:
        super().on_leave(*args)
        self.map.rest()

    def forget(self) -> None:
        super().forget()
        self.map.forget()

    def locate(self) -> None:
        where_am_i(self.app, lambda fix: self.map.look_at(fix.latitude, fix.longitude, CLOSE_UP + 1))

    def use(self) -> None:
        if self._on_pick is not None:
            self._on_pick(*self.map.centre)
        self.app.back()

    def _rested(self) -> None:
        """Ask about another place only: an answer of more lines makes the map lower, which then rests anew."""
        if self.map.centre == self._asked:
            return
        self._asked = latitude, longitude = self.map.centre
        self.place_words = f"{latitude:.5f}, {longitude:.5f}"
        self.model.ask(latitude, longitude)

    def _say(self) -> None:
        words = {
            "asking": L.tr("Looking which commune this is…"),
            "outside": L.tr("This is outside the province."),
            "unknown": L.tr("The commune is found when the report arrives."),
        }
        self.area_words = self.model.area_name or words.get(self.model.state, "")

    def _name(self) -> None:
        self.map.name([Name(row.name, row.latitude, row.longitude) for row in with_centres(self.model.areas)])
