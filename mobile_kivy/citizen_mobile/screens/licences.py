"""What is on board, and under which terms."""

from __future__ import annotations

from collections.abc import Callable

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import rows_panel
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.content import ContentScreen
from citizen_mobile.theme.basics import Soft
from citizen_mobile.theme.composites import ListRow
from citizen_mobile.viewmodels.about import Licensed, licences


class LicencesScreen(ContentScreen):
    def heading(self, tr: Callable[[str], str]) -> str:
        return tr("Licences")

    def parts(self) -> list:
        intro = Soft(text=L.tr("All of it is free software. Tap one to read its terms."))
        return [intro, rows_panel(self._row(part) for part in licences())]

    def _row(self, part: Licensed) -> ListRow:
        detail = "  ·  ".join(word for word in (part.version, part.licence) if word)
        return tapped(ListRow(text=part.name, detail=detail), lambda: self.go("licence", part=part))
