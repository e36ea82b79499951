"""Procedures and dossiers."""

from __future__ import annotations

from kivy.properties import ListProperty, NumericProperty, StringProperty

from citizen_mobile.viewmodels.base import Listing, Reading, ViewModel


class ServicesModel(ViewModel):
    """The ways into the catalogue: fields and life events."""

    fields = ListProperty([])
    life_events = ListProperty([])
    loaded = NumericProperty(0)

    def load(self) -> None:
        def work() -> tuple[list, list]:
            return self.api.services.fields().value, self.api.services.life_events().value

        self.run(work, self._show)

    def _show(self, found: tuple[list, list]) -> None:
        self.fields, self.life_events = found
        self.loaded += 1


class ProceduresModel(Listing):
    """Procedures by search, field or life event."""

    def load(self, *, q: str = "", field: str = "", life_event: str = "", level: str = "") -> None:
        self.read_pages(lambda: self.api.services.procedures(q=q, field=field, life_event=life_event, level=level))

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.services.procedures(next_url=address))


class ProcedureModel(Reading):
    def load(self, code: str) -> None:
        self.read(lambda: self.api.services.procedure(code))


class DossierModel(Reading):
    """A dossier by its code and the second factor; what was looked up stays on show until the screen is left."""

    code_error = StringProperty("")
    followed = NumericProperty(0)

    def look_up(self, code: str, factor: str) -> None:
        self.value, self.stale_since = None, 0
        self.run(lambda: self.api.services.dossier_lookup(code, factor), self._found)

    def load_mine(self, code: str) -> None:
        self.read(lambda: self.api.services.my_dossier(code))

    def follow(self, code: str, factor: str) -> None:
        def done(_nothing: None) -> None:
            self.followed += 1

        self.run(lambda: self.api.services.dossier_follow(code, factor), done)

    def _found(self, dossier: object) -> None:
        self.value = dossier


class MyDossiersModel(Listing):
    def load(self) -> None:
        self.read_pages(self.api.services.my_dossiers)
