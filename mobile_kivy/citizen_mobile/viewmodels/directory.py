"""Places, offices, numbers to call, areas."""

from __future__ import annotations

from kivy.properties import StringProperty

from citizen_mobile.client.fold import fold
from citizen_mobile.client.models import Office
from citizen_mobile.viewmodels.base import Listing, Reading, ViewModel


class OfficesModel(Listing):
    """Offices that receive people; with a spot the nearest first."""

    def load(self, spot: tuple[float, float] | None = None) -> None:
        self.read_pages(lambda: self.api.directory.offices(near=spot))

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.directory.offices(next_url=address))

    def named(self, words: str) -> list[Office]:
        """Those whose name, agency or address says these words, marks and tones left out."""
        wanted = fold(words)
        rows: list[Office] = self.value or []
        return [row for row in rows if wanted in fold(f"{row.name} {row.agency_name} {row.address}")]


class PlacesModel(Listing):
    def load(self, *, q: str = "", category: str = "", spot: tuple[float, float] | None = None) -> None:
        self.read_pages(lambda: self.api.directory.places(q=q, category=category, near=spot))

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.directory.places(next_url=address))


class PlaceModel(Reading):
    def load(self, slug: str) -> None:
        self.read(lambda: self.api.directory.place(slug))


class EmergencyModel(Reading):
    """Numbers to call; the shipped ones stand until the server's are known, so that they work from the first start."""

    def load(self) -> None:
        self.read(self.api.directory.emergency_numbers)


class UnitModel(ViewModel):
    """The commune or ward at a point; empty where it cannot be told."""

    name = StringProperty("")

    def find(self, latitude: float, longitude: float) -> None:
        self.name = ""
        self.run(lambda: self.api.directory.area_at(latitude, longitude).value.area.name, self._found)

    def _found(self, name: str) -> None:
        self.name = name


class AreasModel(Reading):
    def load(self) -> None:
        self.read(self.api.directory.areas)
