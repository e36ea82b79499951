"""What I agreed to: one decision a purpose, with its wording and its time; withdrawn as easily as given."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import BooleanProperty, StringProperty

from citizen_mobile.client.models import Consent
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button, follow, load_kv
from citizen_mobile.screens.content import ReadingScreen
from citizen_mobile.theme.basics import Panel, Soft
from citizen_mobile.viewmodels.account import ConsentsModel

load_kv("consents")


class ConsentCard(Panel):
    """One purpose, its wording, and what was decided."""

    purpose = StringProperty("")
    wording = StringProperty("")
    decided = StringProperty("")
    granted = BooleanProperty(False)


class ConsentsScreen(ReadingScreen):
    def prepare(self) -> None:
        self.model = ConsentsModel(self.app.context)
        self.model.bind(decided=lambda *_: self.app.toast(L.tr("Your decision is recorded.")))
        follow(self.model, self.paint)

    def heading(self, tr: Callable[[str], str]) -> str:
        return tr("My consents")

    def reload(self) -> None:
        self.model.load(keep=self.model.value is not None)

    def parts(self) -> list:
        intro = Soft(
            text=L.tr("Nothing here is needed for reading, reporting or looking up. You may change it any time.")
        )
        return [intro, *(self._card(row) for row in self.model.value)]

    def _card(self, consent: Consent) -> Panel:
        version = L.tr("wording {n}").format(n=consent.text_version)
        when = fmt.day_time(consent.decided_at) or L.tr("never decided")
        card = ConsentCard(
            purpose=consent.title, wording=consent.description, decided=f"{version}  ·  {when}", granted=consent.granted
        )
        text = L.tr("Withdraw my consent") if consent.granted else L.tr("I agree")
        card.add_widget(button(text, lambda: self.model.decide(consent, not consent.granted), kind="secondary"))
        return card
