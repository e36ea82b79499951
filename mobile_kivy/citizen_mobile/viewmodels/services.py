"""Procedures and dossiers."""

from __future__ import annotations

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty

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

    def load(self, **wanted: str) -> None:
        """`q`, `field`, `life_event`, `level` and `agency`, as the server has them."""
        self.read_pages(lambda: self.api.services.procedures(**wanted))

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.services.procedures(next_url=address))


class ProcedureModel(Reading):
    """One procedure, and the papers and steps of it that the person has ticked off."""

    code = StringProperty("")
    ticked = ListProperty([])

    def load(self, code: str) -> None:
        self.code = code
        self.ticked = self.store.keepsakes.checklists.get(code, [])
        self.read(lambda: self.api.services.procedure(code))

    def tick(self, item: str) -> None:
        """On or off; remembered on this device."""
        self.ticked = [row for row in self.ticked if row != item] if item in self.ticked else [*self.ticked, item]
        self._remember()

    def untick_all(self) -> list[str]:
        """An empty list again; returns what was ticked, to put it back."""
        before, self.ticked = list(self.ticked), []
        self._remember()
        return before

    def restore(self, ticked: list[str]) -> None:
        self.ticked = ticked
        self._remember()

    def _remember(self) -> None:
        shelf = self.store.keepsakes.checklists
        shelf.put(self.code, list(self.ticked)) if self.ticked else shelf.drop(self.code)


class DossierModel(Reading):
    """A dossier by its code and the second factor; what was looked up stays on show until the screen is left."""

    factor = StringProperty("")  # proves the look-up; empty for a dossier of my list
    following = BooleanProperty(False)
    told = StringProperty("")  # what just happened: "followed" or "unfollowed"

    def clear(self) -> None:
        """Nothing is on show, and no secret is held."""
        self.value, self.stale_since, self.error, self.factor, self.told = None, 0, "", "", ""
        self.following = False

    def look_up(self, code: str, factor: str) -> None:
        self.clear()
        self.factor = factor
        self.run(lambda: self.api.services.dossier_lookup(code, factor), self._found)

    def load_mine(self, code: str) -> None:
        self.clear()
        self.following = True
        self.read(lambda: self.api.services.my_dossier(code))

    def follow(self) -> None:
        """Be told of every change. Needs an account."""
        code, factor = self.value.code, self.factor
        self.run(lambda: self.api.services.dossier_follow(code, factor), lambda _nothing: self._now(True))

    def unfollow(self) -> None:
        code = self.value.code
        self.run(lambda: self.api.services.dossier_unfollow(code), lambda _nothing: self._now(False))

    def _now(self, following: bool) -> None:
        self.following = following
        self.told = ""
        self.told = "followed" if following else "unfollowed"

    def _found(self, dossier: object) -> None:
        self.value = dossier


class MyDossiersModel(Listing):
    """Those that I follow, and those handed in under my phone."""

    def load(self, *, keep: bool = False) -> None:
        self.read_pages(self.api.services.my_dossiers, keep=keep)

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.services.my_dossiers(next_url=address))
