"""Choose a commune or ward; the one who asked gets code and name."""

from __future__ import annotations

from collections.abc import Callable

from citizen_mobile.client.fold import fold
from citizen_mobile.client.order import vietnamese
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, follow, load_kv, rows_panel, show_reading
from citizen_mobile.screens.cards import tapped
from citizen_mobile.theme.composites import EmptyState, ListRow
from citizen_mobile.viewmodels.directory import AreasModel

load_kv("areas")

UNITS = ("commune", "ward", "special_zone")


class AreasScreen(AppScreen):
    def prepare(self) -> None:
        self.model = AreasModel(self.app.context)
        follow(self.model, self.paint)
        self._on_pick: Callable[[str, str], None] | None = None

    def opened(self, on_pick: Callable[[str, str], None] | None = None, **_: object) -> None:
        self._on_pick = on_pick
        self.ids.search.set_quietly("")
        self.model.load()

    def reload(self) -> None:
        self.model.load()

    def paint(self) -> None:
        show_reading(self.ids.list, self.model, self._rows, self.model.load)

    def _rows(self, areas: list) -> list:
        wanted = fold(self.ids.search.text)
        found = [row for row in areas if row.level in UNITS and wanted in fold(row.name)]
        if not found:
            return [EmptyState(icon="search", title=L.tr("Nothing found"), text=L.tr("Try fewer or other words."))]
        found.sort(key=lambda row: vietnamese(row.name))
        return [rows_panel(self._row(row) for row in found)]

    def _row(self, area):
        return tapped(ListRow(icon="pin", text=area.name, trailing=""), lambda: self._pick(area))

    def _pick(self, area) -> None:
        if self._on_pick is not None:
            self._on_pick(area.code, area.name)
        self.app.back()
