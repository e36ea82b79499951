"""What forms share: what the server refused, field by field, and one-time codes with their waiting time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from citizen_mobile.client.errors import ApiError, ClientError
from citizen_mobile.client.models import OtpSent
from citizen_mobile.viewmodels.base import ViewModel
from citizen_mobile.viewmodels.context import Context


class FormModel(ViewModel):
    """Something that is sent and may be refused."""

    field_errors = ObjectProperty({})
    refused = StringProperty("")  # the code of the last refusal

    def submit(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Send in the background; a refusal is told by field where the server names fields."""
        self.field_errors, self.refused = {}, ""
        self.run(work, done, self._refused)

    def forget_errors(self) -> None:
        """The form is opened anew."""
        self.field_errors, self.refused, self.error, self.error_detail = {}, "", "", ""

    def _refused(self, error: ClientError) -> None:
        if isinstance(error, ApiError):
            self.refused = error.code
            self.field_errors = {row.field: row.detail for row in error.fields}


class CodeFormModel(FormModel):
    """A form that is proved by a code sent to a phone; `wait` counts the seconds until another may be asked for."""

    code_sent = BooleanProperty(False)
    wait = NumericProperty(0)
    purpose = ""  # the server's word for what the code is good for

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._tick = None

    def send_code(self, phone: str) -> None:
        self.submit(lambda: self.api.account.send_code(phone, self.purpose), self._sent)

    def start_again(self) -> None:
        """As if no code had been sent."""
        self.code_sent = False
        self.forget_errors()

    def _sent(self, sent: OtpSent) -> None:
        self.wait, self.code_sent = sent.resend_after, True
        if self._tick is not None:
            self._tick.cancel()
        self._tick = Clock.schedule_interval(self._second, 1)

    def _second(self, _dt: float) -> bool:
        self.wait = max(0, self.wait - 1)
        return self.wait > 0
