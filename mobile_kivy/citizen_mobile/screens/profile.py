"""My name, the language in which the province writes to me, and the communes whose notices I get."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, load_kv, rows_panel
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.forms import problem_notes
from citizen_mobile.theme.basics import Soft
from citizen_mobile.theme.composites import ListRow
from citizen_mobile.viewmodels.account import ProfileModel

load_kv("profile")


class ProfileScreen(AppScreen):
    def prepare(self) -> None:
        self.model = ProfileModel(self.app.context)
        self.model.bind(
            loaded=lambda *_: self.show(),
            areas=lambda *_: self.paint_areas(),
            error=lambda *_: self.paint(),
            field_errors=lambda *_: self.paint(),
            saved=lambda *_: self.saved(),
        )

    def opened(self, **_: object) -> None:
        if not self.came_back:
            self.ids.full_name.text = self.app.person.full_name
            self.model.forget_errors()
            self.model.load()

    def show(self) -> None:
        self.ids.full_name.text = self.model.full_name
        self.paint_areas()

    def add_area(self) -> None:
        self.go("areas", on_pick=self.model.add_area)

    def save(self) -> None:
        name = self.ids.full_name.text.strip()
        self.ids.full_name.error = "" if len(name) > 1 else L.tr("Your name, as on your papers.")
        if len(name) > 1:
            self.model.save(name)

    def saved(self) -> None:
        self.app.person.renamed(self.model.full_name)
        self.app.toast(L.tr("Saved."))

    def paint(self) -> None:
        self.ids.full_name.error = self.model.field_errors.get("full_name", "")
        fill(self.ids.problem, problem_notes(self.model))

    def paint_areas(self) -> None:
        rows = [self._area(code, name) for code, name in self.model.areas]
        none = Soft(text=L.tr("None chosen: you get what concerns the whole province."))
        fill(self.ids.areas, [rows_panel(rows)] if rows else [none])

    def _area(self, code: str, name: str) -> ListRow:
        row = ListRow(icon="pin", text=name, detail=L.tr("Tap to remove"), trailing="close")
        return tapped(row, lambda: self._remove(code))

    def _remove(self, code: str) -> None:
        self.model.remove_area(code)
