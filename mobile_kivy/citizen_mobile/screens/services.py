"""Public services: search, dossier, life events, fields."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, load_kv, rows_panel
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.status import icon_for
from citizen_mobile.theme.composites import ListRow, Skeleton, Tile, error_state
from citizen_mobile.viewmodels.services import ServicesModel

load_kv("services")


class ServicesScreen(AppScreen):
    def prepare(self) -> None:
        self.model = ServicesModel(self.app.context)
        self.model.bind(loaded=lambda *_: self.paint(), error=lambda *_: self.paint())

    def opened(self, **_: object) -> None:
        if not self.model.loaded:
            self.paint()
            self.model.load()

    def reload(self) -> None:
        self.model.load()

    def search(self, query: str) -> None:
        """Open the results; the field stays ready for the next question."""
        if query.strip():
            self.go("procedures", q=query.strip())
            self.ids.search.text = ""

    def paint(self) -> None:
        if not self.model.loaded:
            state = error_state(self.model.error, self.model.error_detail, L.tr, self.model.load)
            fill(self.ids.fields, [state if self.model.error else Skeleton()])
            return
        fill(self.ids.events, [self._event(event) for event in self.model.life_events])
        fill(self.ids.fields, [rows_panel(self._field(row) for row in self.model.fields)])

    def _event(self, event):
        tile = Tile(icon=icon_for(event.icon, event.slug), text=event.name)
        return tapped(tile, lambda: self.go("procedures", life_event=event.slug, title=event.name))

    def _field(self, row):
        count = L.counted("{n} procedure", "{n} procedures", row.count) if row.count else ""
        made = ListRow(icon="folder", text=row.name, detail=count)
        return tapped(made, lambda: self.go("procedures", field=row.code, title=row.name))
