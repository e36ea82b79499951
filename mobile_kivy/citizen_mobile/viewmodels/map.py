"""The map of what was reported and what is worth a visit: what stands where, and the same as a list."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, OptionProperty, StringProperty

from citizen_mobile.client.errors import ApiError, ClientError
from citizen_mobile.client.models import Area, MapPoint, PlaceItem, ReportMap
from citizen_mobile.map.projection import Box, distance_m, snapped
from citizen_mobile.viewmodels.base import Reading, ViewModel, ignore
from citizen_mobile.viewmodels.context import Context

OPEN_STATES = "new,received,forwarded,in_progress,waiting_info,extended,reopened"
ANSWERED_STATES = "resolved,closed"
STATES = {"all": "", "open": OPEN_STATES, "answered": ANSWERED_STATES}


class MapModel(Reading):
    """`value` is a ReportMap of the box last looked at; what was read stays on show while the network is away."""

    show = OptionProperty("all", options=["all", "open", "answered", "places"])
    category = StringProperty("")
    categories = ListProperty([])
    places = ListProperty([])
    areas = ListProperty([])
    position = ObjectProperty(None, allownone=True)  # a Fix, once the person asked where they are
    as_list = BooleanProperty(False)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._box: Box | None = None
        self._zoom = 9

    def load_surroundings(self) -> None:
        """Categories to filter by, places to visit and the communes' names: read once, kept for days."""
        for fetch, name in (
            (self.api.feedback.categories, "categories"),
            (self.api.directory.units, "areas"),
            (self.api.directory.sights, "places"),
        ):
            if not getattr(self, name):
                self.context.run(fetch, lambda loaded, kept=name: self._keep(kept, loaded.value), ignore)

    def look(self, box: Box, zoom: float) -> None:
        """Read what stands in a box; small moves within what was read ask for nothing."""
        box, level = snapped(box, round(zoom)), round(zoom)
        if (box, level) != (self._box, self._zoom) or self.value is None or self.error:
            self._box, self._zoom = box, level
            self.again()

    def again(self) -> None:
        """Read the same box anew: the filter changed, or a person wants it."""
        if self.show == "places":
            self.value, self.stale_since = ReportMap(), 0
        elif self._box is not None:
            box, level, category, status = self._box, self._zoom, self.category, STATES[self.show]
            fetch = lambda: self.api.feedback.map(box, level, category=category, status=status)  # noqa: E731
            self.read(fetch, keep=self.value is not None)

    def filter(self, *, show: str | None = None, category: str | None = None) -> None:
        self.show = self.show if show is None else show
        self.category = self.category if category is None else category
        self.again()

    def shown_places(self) -> list[PlaceItem]:
        """Places have no category of reports and no state: they stand there unless one is chosen."""
        here = self.show == "places" or (self.show == "all" and not self.category)
        return [row for row in self.places if row.latitude is not None and row.longitude is not None] if here else []

    def nearest_first(self, centre: tuple[float, float]) -> list[tuple[float, MapPoint | PlaceItem]]:
        """Reports and places with their distance from the person, else from the middle of the map."""
        at = self.position[:2] if self.position else centre
        points = self.value.points if self.value else []
        things: list[Any] = [*points, *self.shown_places()]
        away = [(distance_m(*at, thing.latitude, thing.longitude), thing) for thing in things]
        return sorted(away, key=lambda pair: pair[0])

    def _keep(self, name: str, rows: list[Any]) -> None:
        setattr(self, name, rows)


def with_centres(areas: list[Area]) -> list[Area]:
    """Communes and wards whose place is known."""
    return [row for row in areas if row.level != "province" and row.latitude is not None and row.longitude is not None]


class PickerModel(ViewModel):
    """Which commune a point is in: `state` is `asking`, `known`, `outside` or `unknown` (no network)."""

    state = StringProperty("asking")
    area_name = StringProperty("")
    areas = ListProperty([])

    def load_areas(self) -> None:
        self.context.run(self.api.directory.units, lambda loaded: setattr(self, "areas", loaded.value), ignore)

    def ask(self, latitude: float, longitude: float) -> None:
        self.area_name, self.state = "", "asking"
        self.run(lambda: self.api.directory.area_at(latitude, longitude), self._known, self._unknown)

    def _known(self, loaded: Any) -> None:
        self.area_name, self.state = loaded.value.area.name, "known"

    def _unknown(self, error: ClientError) -> None:
        self.state = "outside" if isinstance(error, ApiError) and error.status == 404 else "unknown"
