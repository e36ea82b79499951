"""Delete my account: what it means, the password, and the question twice."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, load_kv
from citizen_mobile.screens.forms import bring_into_view, problem_notes, question
from citizen_mobile.viewmodels.account import LeavingModel

load_kv("leave")


class LeaveScreen(AppScreen):
    def prepare(self) -> None:
        self.model = LeavingModel(self.app.context)
        self.model.bind(gone=lambda *_: self.gone(), error=lambda *_: self.paint(), busy=lambda *_: self.paint())

    def opened(self, **_: object) -> None:
        self.model.forget_errors()
        self.ids.password.text, self.ids.password.error = "", ""
        self.ids.understood.active = False
        fill(self.ids.last_word, [])

    def ask(self) -> None:
        """The first yes: then once more."""
        password = self.ids.password.text
        self.ids.password.error = "" if password else L.tr("Your password.")
        if not password or not self.ids.understood.active:
            return
        title = L.tr("Delete the account for good?")
        text = L.tr("Nobody can bring it back, not even we.")
        yes = L.tr("Yes, delete it")
        asked = question(title, text, yes, lambda: self.model.leave(password), self.app.back)
        fill(self.ids.last_word, [asked])
        bring_into_view(self.ids.body, asked)

    def gone(self) -> None:
        self.ids.password.text = ""
        self.app.person.left()
        self.app.open_tab("home")
        self.app.toast(L.tr("Your account is deleted."))

    def paint(self) -> None:
        self.ids.password.error = self.model.field_errors.get("password", "")
        fill(self.ids.problem, problem_notes(self.model))
        if self.model.error:
            fill(self.ids.last_word, [])
