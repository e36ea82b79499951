"""Areas, offices, emergency numbers and places."""

from __future__ import annotations

from urllib.parse import quote

from citizen_mobile.client import models as m
from citizen_mobile.client.api.reader import Reader, list_of, one_of, page_of
from citizen_mobile.client.models import Loaded, Page

# Latitude and longitude in degrees.
Spot = tuple[float, float]


class Directory:
    """Areas, offices, emergency numbers and places."""

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

    def offices(self, *, near: Spot | None = None, area: str = "", next_url: str = "") -> Loaded[Page[m.Office]]:
        """Offices that receive people; with `near` the nearest first, each with its distance."""
        if next_url:
            return self._reader.read(next_url, page_of(m.Office))
        return self._reader.read("offices/", page_of(m.Office), near=_near(near), area=area, page_size=100)

    def reach(self) -> None:
        """Ask the server for something small; a NetworkError or ApiError tells why it does not answer."""
        self._reader.http.get("emergency-numbers/", params={"page_size": 1})

    def emergency_numbers(self) -> Loaded[list[m.EmergencyNumber]]:
        return self._reader.read("emergency-numbers/", list_of(m.EmergencyNumber))

    def places(
        self, *, q: str = "", category: str = "", near: Spot | None = None, next_url: str = ""
    ) -> Loaded[Page[m.PlaceItem]]:
        if next_url:
            return self._reader.read(next_url, page_of(m.PlaceItem))
        return self._reader.read("places/", page_of(m.PlaceItem), q=q, category=category, near=_near(near))

    def place(self, slug: str) -> Loaded[m.Place]:
        return self._reader.read(f"places/{quote(slug)}/", one_of(m.Place))


def _near(spot: Spot | None) -> str:
    # Four decimals are 11 m: near enough to sort by, and one copy serves the whole street.
    return f"{spot[0]:.4f},{spot[1]:.4f}" if spot else ""
