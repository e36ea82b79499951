"""Where this phone is, asked once and only when the person wants it."""

from __future__ import annotations

from functools import partial

from kivy.event import EventDispatcher
from kivy.properties import ObjectProperty, OptionProperty, StringProperty

from citizen_mobile.platform import choose
from citizen_mobile.platform.location import Fix
from citizen_mobile.viewmodels.context import Context


class Whereabouts(EventDispatcher):
    """`explain`: the system is about to ask, and the person should know why first; `fix` is known in `known`."""

    state = OptionProperty("unknown", options=["unknown", "explain", "asking", "known", "failed"])
    fix = ObjectProperty(None, allownone=True)
    reason = StringProperty("")  # see platform.location; set in `failed`

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    @property
    def available(self) -> bool:
        return choose.get().location.available

    @property
    def spot(self) -> tuple[float, float] | None:
        """Latitude and longitude, if they are known."""
        return (self.fix.latitude, self.fix.longitude) if self.fix else None

    def ask(self) -> None:
        """The person wants it; explain first if the system will ask."""
        if self.state == "asking":
            return
        if choose.get().location.must_ask() and self.state != "explain":
            self.state = "explain"
            return
        self.state = "asking"
        choose.get().location.here(
            lambda fix: self._context.post(partial(self._found, fix)),
            lambda reason: self._context.post(partial(self._failed, reason)),
        )

    def forget(self) -> None:
        """As if nothing had been asked."""
        self.state, self.fix, self.reason = "unknown", None, ""

    def _found(self, fix: Fix) -> None:
        self.fix = fix
        self.state = "known"

    def _failed(self, reason: str) -> None:
        self.reason = reason
        self.state = "failed"
