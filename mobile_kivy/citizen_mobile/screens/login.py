"""Log in, where a login is needed. Everything public is read without; afterwards one is back at what one was doing."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import StringProperty

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, load_kv
from citizen_mobile.screens.forms import problem_notes
from citizen_mobile.viewmodels.login import LoginModel

load_kv("login")


class LoginScreen(AppScreen):
    """`reason` says why an account is needed; `then` is what the person was about to do."""

    reason = StringProperty("")

    def prepare(self) -> None:
        self.model = LoginModel(self.app.context)
        self.model.bind(user=lambda *_: self.entered(), error=lambda *_: self.paint())
        self._then: Callable[[], None] | None = None

    def opened(self, reason: str = "", then: Callable[[], None] | None = None, **_: object) -> None:
        self.reason, self._then = reason, then
        self.model.forget_errors()
        self.ids.password.text, self.ids.password.hidden = "", True
        self.ids.others.active = False

    def log_in(self) -> None:
        identifier, password = self.ids.identifier.text.strip(), self.ids.password.text
        self.ids.identifier.error = "" if identifier else L.tr("Phone number or e-mail.")
        self.ids.password.error = "" if password else L.tr("Your password.")
        if identifier and password:
            self.model.log_in(identifier, password, end_others=self.ids.others.active)

    def register(self) -> None:
        self.app.replace("register", then=self._then)

    def forgot(self) -> None:
        self.go("forgot", identifier=self.ids.identifier.text.strip())

    def entered(self) -> None:
        if self.model.user is not None:
            self.app.person.entered(self.model.user)
            self.model.user = None
            self.ids.password.text = ""
            self.app.toast(L.tr("You are logged in."))
            go_on(self.app, self._then)

    def paint(self) -> None:
        fill(self.ids.problem, problem_notes(self.model))


def go_on(app, then: Callable[[], None] | None) -> None:
    """Back to where the login was asked for, and on with what was begun there."""
    app.back()
    if then is not None:
        then()
