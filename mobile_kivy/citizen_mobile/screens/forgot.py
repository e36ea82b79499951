"""A forgotten password: a code to the phone, then a new one."""

from __future__ import annotations

import re

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, load_kv
from citizen_mobile.screens.forms import bring_into_view, problem_notes, show_field_errors, too_short
from citizen_mobile.viewmodels.login import ResetModel

load_kv("forgot")


class ForgotScreen(AppScreen):
    def prepare(self) -> None:
        self.model = ResetModel(self.app.context)
        self.model.bind(
            changed=lambda *_: self.changed(),
            error=lambda *_: self.paint(),
            code_sent=lambda *_: self.paint(),
            field_errors=lambda *_: self.paint_fields(),
        )
        self._second = self.ids.second.__self__  # ids are weak: taken out of the form, nothing else would hold it
        self.paint()

    def opened(self, identifier: str = "", **_: object) -> None:
        self.model.start_again()
        self.ids.phone.text = identifier if re.fullmatch(r"[+\d\s.]+", identifier) else ""
        self.ids.code.text = self.ids.password.text = ""

    def send_code(self) -> None:
        number = self.ids.phone.text.strip()
        self.ids.phone.error = "" if number else L.tr("Your phone number.")
        if number:
            self.model.send_code(number)

    def reset(self) -> None:
        code, password = self.ids.code.text.strip(), self.ids.password.text
        self.ids.code.error = "" if re.fullmatch(r"\d{6}", code) else L.tr("The six digits of the message.")
        self.ids.password.error = too_short(password)
        if not self.ids.code.error and not self.ids.password.error:
            self.model.reset(self.ids.phone.text.strip(), code, password)

    def changed(self) -> None:
        self.app.toast(L.tr("The new password holds. Please log in with it."))
        self.app.back()

    def paint(self) -> None:
        fill(self.ids.problem, problem_notes(self.model))
        second = self._second
        if self.model.code_sent and second.parent is None:
            self.ids.form.add_widget(second)
            bring_into_view(self.ids.body, second)
        elif not self.model.code_sent and second.parent is not None:
            self.ids.form.remove_widget(second)

    def paint_fields(self) -> None:
        show_field_errors(self.ids, ("phone", "code"), self.model)
        self.ids.password.error = self.model.field_errors.get("new_password", "")
