"""Places, numbers to call, areas."""

from __future__ import annotations

from citizen_mobile.viewmodels.base import Listing, Reading


class PlacesModel(Listing):
    def load(self, *, q: str = "", category: str = "") -> None:
        self.read_pages(lambda: self.api.directory.places(q=q, category=category))

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.directory.places(next_url=address))


class PlaceModel(Reading):
    def load(self, slug: str) -> None:
        self.read(lambda: self.api.directory.place(slug))


class EmergencyModel(Reading):
    """Numbers to call; the shipped ones stand until the server's are known, so that they work from the first start."""

    def load(self) -> None:
        self.read(self.api.directory.emergency_numbers)


class AreasModel(Reading):
    def load(self) -> None:
        self.read(self.api.directory.areas)
