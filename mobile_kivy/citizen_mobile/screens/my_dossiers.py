"""The dossiers that I follow, and those handed in under my phone."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import StringProperty

from citizen_mobile.client.models import Dossier
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button, follow, load_kv
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.content import ReadingScreen
from citizen_mobile.screens.status import dossier_look
from citizen_mobile.theme.basics import Card
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.viewmodels.services import MyDossiersModel

load_kv("my_dossiers")


class DossierCard(Card):
    procedure = StringProperty("")
    meta = StringProperty("")
    status = StringProperty("")
    tone = StringProperty("quiet")
    icon = StringProperty("info")


class MyDossiersScreen(ReadingScreen):
    def prepare(self) -> None:
        self.model = MyDossiersModel(self.app.context)
        follow(self.model, self.paint)

    def heading(self, tr: Callable[[str], str]) -> str:
        return tr("My dossiers")

    def login_reason(self) -> str:
        return L.tr("With an account, the dossiers that you follow stand here. Looking one up needs none.")

    def reload(self) -> None:
        self.model.load(keep=self.model.value is not None)

    def parts(self) -> list:
        look = button(L.tr("Track a dossier"), lambda: self.go("dossier"), kind="secondary", icon="search")
        if not self.model.value:
            return [self._nothing()]
        more = [button(L.tr("Show more"), self.model.load_more, kind="secondary")] if self.model.more else []
        return [*(self._card(row) for row in self.model.value), *more, look]

    def _nothing(self) -> EmptyState:
        text = L.tr("Look one up by the code on your receipt and tap “Follow”: it then stands here.")
        state = EmptyState(icon="dossier", title=L.tr("No dossiers yet"), text=text, offer=L.tr("Track a dossier"))
        state.bind(on_action=lambda *_: self.go("dossier"))
        return state

    def _card(self, row: Dossier) -> Card:
        tone, icon = dossier_look(row.status.code)
        due = L.tr("due {when}").format(when=fmt.day(row.due_at)) if row.due_at and not row.finished_at else ""
        meta = "  ·  ".join(part for part in (row.code, due) if part)
        card = DossierCard(procedure=row.procedure.name, meta=meta, status=row.status.name, tone=tone, icon=icon)
        return tapped(card, lambda: self.go("dossier", code=row.code, mine=True))
