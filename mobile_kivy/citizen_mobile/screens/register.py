"""Create an account: the phone is confirmed by a one-time code."""

from __future__ import annotations

from collections.abc import Callable

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, load_kv
from citizen_mobile.screens.forms import bring_into_view, problem_notes, show_field_errors, too_short
from citizen_mobile.screens.login import go_on
from citizen_mobile.viewmodels.login import LoginModel

load_kv("register")


class RegisterScreen(AppScreen):
    def prepare(self) -> None:
        self.model = LoginModel(self.app.context)
        self.model.bind(
            user=lambda *_: self.entered(),
            error=lambda *_: self.paint(),
            code_sent=lambda *_: self.paint(),
            field_errors=lambda *_: self.paint_fields(),
        )
        self._then: Callable[[], None] | None = None
        self._second = self.ids.second.__self__  # ids are weak: taken out of the form, nothing else would hold it
        self.paint()

    def opened(self, then: Callable[[], None] | None = None, **_: object) -> None:
        self._then = then
        self.model.start_again()

    def send_code(self) -> None:
        number = self.ids.phone.text.strip()
        self.ids.phone.error = "" if number else L.tr("Your phone number.")
        if number:
            self.model.send_code(number)

    def register(self) -> None:
        fields = {name: self.ids[name].text.strip() for name in ("full_name", "phone", "code")}
        password = self.ids.password.text
        self.ids.full_name.error = "" if fields["full_name"] else L.tr("Your name, as on your papers.")
        self.ids.code.error = "" if fields["code"] else L.tr("The six digits of the message.")
        self.ids.password.error = too_short(password)
        if fields["full_name"] and fields["code"] and not self.ids.password.error:
            self.model.register(password=password, **fields)

    def entered(self) -> None:
        if self.model.user is not None:
            self.app.person.entered(self.model.user)
            self.model.user = None
            for name in ("full_name", "phone", "code", "password"):
                self.ids[name].text = ""
            self.app.toast(L.tr("Your account is ready."))
            go_on(self.app, self._then)

    def paint(self) -> None:
        fill(self.ids.problem, problem_notes(self.model))
        second = self._second
        if self.model.code_sent and second.parent is None:
            self.ids.form.add_widget(second)
            bring_into_view(self.ids.body, second)
        elif not self.model.code_sent and second.parent is not None:
            self.ids.form.remove_widget(second)

    def paint_fields(self) -> None:
        show_field_errors(self.ids, ("full_name", "phone", "code", "password"), self.model)
