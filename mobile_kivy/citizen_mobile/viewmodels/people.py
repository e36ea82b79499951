"""Login, registration, settings: who uses the app and how they like it."""

from __future__ import annotations

import platform

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from citizen_mobile.client.errors import ApiError, ClientError
from citizen_mobile.locale.live import L
from citizen_mobile.theme.palettes import PALETTES
from citizen_mobile.theme.tokens import SCALES, T
from citizen_mobile.viewmodels.base import ViewModel
from citizen_mobile.viewmodels.context import Context


class Person(EventDispatcher):
    """Who is logged in, for all screens."""

    logged_in = BooleanProperty(False)
    full_name = StringProperty("")
    phone = StringProperty("")

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        store = context.store
        self.logged_in = store.tokens.logged_in
        known = store.keepsakes.settings.get("person") or {}
        if self.logged_in:
            self.full_name, self.phone = known.get("full_name", ""), known.get("phone", "")

    def entered(self, user: object) -> None:
        """A login or a registration succeeded."""
        self.full_name, self.phone, self.logged_in = user.full_name, user.phone, True
        self.context.store.keepsakes.settings.put("person", {"full_name": self.full_name, "phone": self.phone})
        self.context.store.outbox.retry_now()
        self.context.store.sender.ring()

    def left(self) -> None:
        """The session is over, here or at the server. Drafts and the outbox stay."""
        self.context.store.keepsakes.settings.drop("person")
        self.logged_in, self.full_name, self.phone = False, "", ""

    def log_out(self) -> None:
        def done(_nothing: object) -> None:
            self.left()

        self.context.run(self.context.store.api.account.logout, done, done)


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


class Settings:
    """Language, text size, contrast: live, and remembered."""

    def __init__(self, context: Context) -> None:
        self._shelf = context.store.keepsakes.settings
        self._context = context
        language, palette = self._shelf.get("language"), self._shelf.get("palette")
        scale = self._shelf.get("scale")
        if language in ("vi", "en"):
            L.language = language
        if palette in PALETTES:
            T.palette = palette
        if scale in SCALES:
            T.scale = scale
        T.reduced_motion = bool(self._shelf.get("reduced_motion"))

    def choose_language(self, language: str) -> None:
        L.language = language
        self._shelf.put("language", language)

    def choose_palette(self, palette: str) -> None:
        T.palette = palette
        self._shelf.put("palette", palette)

    def choose_scale(self, scale: float) -> None:
        T.scale = scale
        self._shelf.put("scale", scale)

    def step_scale(self, by: int) -> None:
        """A+ or A-, one step, within the limits."""
        nearest = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - T.scale))
        self.choose_scale(SCALES[max(0, min(len(SCALES) - 1, nearest + by))])

    def clear_copies(self) -> None:
        """Drop everything that can be had again from the server. Drafts, the outbox and settings stay."""
        self._context.store.cache.clear()
        self._context.store.images.clear()
