"""Login by phone or e-mail, and registration by a one-time code."""

from __future__ import annotations

import platform

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from citizen_mobile.client.errors import ApiError, ClientError
from citizen_mobile.locale.live import L
from citizen_mobile.viewmodels.base import ViewModel


class LoginModel(ViewModel):
    """Login by phone or e-mail, and registration by a one-time code."""

    user = ObjectProperty(None, allownone=True)
    code_sent = BooleanProperty(False)
    resend_after = NumericProperty(60)
    field_errors = ObjectProperty({})
    refused = StringProperty("")  # the code of the last refusal

    def log_in(self, identifier: str, password: str) -> None:
        device = platform.node() or "desktop"
        self._try(lambda: self.api.account.login(identifier, password, device), self._entered)

    def send_code(self, phone: str) -> None:
        self._try(lambda: self.api.account.send_code(phone, "register"), self._sent)

    def register(self, *, phone: str, code: str, password: str, full_name: str) -> None:
        language = L.language
        self._try(
            lambda: self.api.account.register(
                phone=phone, code=code, password=password, full_name=full_name, language=language
            ),
            self._entered,
        )

    def _try(self, work, done) -> None:
        self.field_errors, self.refused = {}, ""
        self.run(work, done, self._refused)

    def _refused(self, error: ClientError) -> None:
        if isinstance(error, ApiError):
            self.refused = error.code
            self.field_errors = {row.field: row.detail for row in error.fields}

    def _entered(self, user: object) -> None:
        self.user = user

    def _sent(self, sent) -> None:
        self.resend_after, self.code_sent = sent.resend_after, True
