"""Areas, emergency numbers and places."""

from __future__ import annotations

from urllib.parse import quote

from citizen_mobile.client import models as m
from citizen_mobile.client.api.reader import Reader, list_of, one_of, page_of
from citizen_mobile.client.models import Loaded, Page


class Directory:
    """Areas, emergency numbers and places."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def areas(self) -> Loaded[list[m.Area]]:
        return self._reader.read("areas/", list_of(m.Area), current="true", page_size=100)

    def units(self) -> Loaded[list[m.Area]]:
        """The communes and wards of today."""
        return self._reader.read("areas/", list_of(m.Area), current="true", level="commune", page_size=100)

    def sights(self) -> Loaded[list[m.PlaceItem]]:
        """All places at once, for the map."""
        return self._reader.read("places/", list_of(m.PlaceItem), page_size=100)

    def area_at(self, latitude: float, longitude: float) -> Loaded[m.AreaHere]:
        """The commune or ward at a point; a 404 (`outside_province`) beyond the border."""
        shape = one_of(m.AreaHere)
        return self._reader.read("areas/nearest/", shape, lat=f"{latitude:.6f}", lon=f"{longitude:.6f}")

    def emergency_numbers(self) -> Loaded[list[m.EmergencyNumber]]:
        return self._reader.read("emergency-numbers/", list_of(m.EmergencyNumber))

    def places(self, *, q: str = "", category: str = "", next_url: str = "") -> Loaded[Page[m.PlaceItem]]:
        if next_url:
            return self._reader.read(next_url, page_of(m.PlaceItem))
        return self._reader.read("places/", page_of(m.PlaceItem), q=q, category=category)

    def place(self, slug: str) -> Loaded[m.Place]:
        return self._reader.read(f"places/{quote(slug)}/", one_of(m.Place))
