"""Login by phone or e-mail, registration by a one-time code, a new password for who forgot the old one."""

from __future__ import annotations

import platform

from kivy.properties import NumericProperty, ObjectProperty

from citizen_mobile.client.models import User
from citizen_mobile.locale.live import L
from citizen_mobile.viewmodels.forms import CodeFormModel


class LoginModel(CodeFormModel):
    """Login by phone or e-mail, and registration by a one-time code."""

    user = ObjectProperty(None, allownone=True)
    purpose = "register"

    def log_in(self, identifier: str, password: str, *, end_others: bool = False) -> None:
        device = platform.node() or "desktop"
        self.submit(lambda: self.api.account.login(identifier, password, device, end_others=end_others), self._entered)

    def register(self, *, phone: str, code: str, password: str, full_name: str) -> None:
        language = L.language
        self.submit(
            lambda: self.api.account.register(
                phone=phone, code=code, password=password, full_name=full_name, language=language
            ),
            self._entered,
        )

    def _entered(self, user: User) -> None:
        self.user = user


class ResetModel(CodeFormModel):
    """A new password by a code to the phone. The server ends every session; one logs in afterwards."""

    purpose = "reset"
    changed = NumericProperty(0)

    def reset(self, phone: str, code: str, password: str) -> None:
        self.submit(lambda: self.api.account.reset_password(phone, code, password), self._changed)

    def _changed(self, _nothing: None) -> None:
        self.changed += 1
