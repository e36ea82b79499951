"""Change the password, by the present one."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, load_kv
from citizen_mobile.screens.forms import problem_notes, too_short
from citizen_mobile.viewmodels.account import PasswordModel

load_kv("password")


class PasswordScreen(AppScreen):
    def prepare(self) -> None:
        self.model = PasswordModel(self.app.context)
        self.model.bind(
            changed=lambda *_: self.changed(),
            error=lambda *_: self.paint(),
            field_errors=lambda *_: self.paint_fields(),
        )

    def opened(self, **_: object) -> None:
        self.model.forget_errors()
        for name in ("old", "new"):
            self.ids[name].text, self.ids[name].error, self.ids[name].hidden = "", "", True

    def change(self) -> None:
        old, new = self.ids.old.text, self.ids.new.text
        self.ids.old.error = "" if old else L.tr("Your password.")
        self.ids.new.error = too_short(new)
        if old and not self.ids.new.error:
            self.model.change(old, new)

    def changed(self) -> None:
        self.app.toast(L.tr("The password is changed. Other devices are logged out."))
        self.app.back()

    def paint(self) -> None:
        fill(self.ids.problem, [] if self.model.field_errors else problem_notes(self.model))

    def paint_fields(self) -> None:
        self.ids.old.error = self.model.field_errors.get("old_password", "")
        self.ids.new.error = self.model.field_errors.get("new_password", "")
