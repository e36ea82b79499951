"""Log in, where a login is needed. Everything public is read without."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, load_kv
from citizen_mobile.theme.composites import ERRORS, Note
from citizen_mobile.viewmodels.base import OF_THE_NETWORK
from citizen_mobile.viewmodels.login import LoginModel

load_kv("login")


class LoginScreen(AppScreen):
    def prepare(self) -> None:
        self.model = LoginModel(self.app.context)
        self.model.bind(user=lambda *_: self.entered(), error=lambda *_: self.paint())

    def opened(self, **_: object) -> None:
        self.model.error = ""
        self.ids.password.text = ""

    def log_in(self) -> None:
        identifier, password = self.ids.identifier.text.strip(), self.ids.password.text
        self.ids.identifier.error = "" if identifier else L.tr("Phone number or e-mail.")
        self.ids.password.error = "" if password else L.tr("Your password.")
        if identifier and password:
            self.model.log_in(identifier, password)

    def entered(self) -> None:
        if self.model.user is not None:
            self.app.person.entered(self.model.user)
            self.model.user = None
            self.ids.password.text = ""
            self.app.toast(L.tr("You are logged in."))
            self.app.back()

    def paint(self) -> None:
        fill(self.ids.problem, problem_notes(self.model))


def problem_notes(model: LoginModel) -> list[Note]:
    """What a refused login or registration says."""
    if not model.error:
        return []
    if model.error in OF_THE_NETWORK:
        _icon, title, text = ERRORS[model.error]
        return [Note(tone="wait", icon="offline", title=L.tr(title), text=L.tr(text))]
    return [Note(tone="bad", icon="refused", text=model.error_detail or L.tr("It was not accepted."))]
