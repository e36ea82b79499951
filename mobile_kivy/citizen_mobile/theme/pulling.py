"""Pull a page down to ask for it anew. Looks in `pulling.kv`.

PullStrip:
    pulled: body.pulled
    busy: root.model.busy
PullBody:
    id: body
    on_pull: root.refresh()
"""

from __future__ import annotations

from typing import Any

from kivy.lang import Builder
from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.boxlayout import BoxLayout

from citizen_mobile.theme.basics import HERE, Body

FAR_ENOUGH = dp(56)


class PullBody(Body):
    """A Body that tells when it was pulled beyond its top."""

    pulled = NumericProperty(0)  # how far, while a finger pulls
    __events__ = ("on_pull",)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._pulling_from: float | None = None

    def on_pull(self) -> None:
        """It was pulled far enough and let go."""

    def on_touch_down(self, touch: Any) -> bool:
        self._pulling_from = touch.y if self.collide_point(*touch.pos) and self._at_top() else None
        return bool(super().on_touch_down(touch))

    def on_touch_move(self, touch: Any) -> bool:
        if self._pulling_from is not None:
            self.pulled = min(FAR_ENOUGH * 1.25, max(0, self._pulling_from - touch.y) / 2) if self._at_top() else 0
        return bool(super().on_touch_move(touch))

    def on_touch_up(self, touch: Any) -> bool:
        far, self.pulled, self._pulling_from = self.pulled >= FAR_ENOUGH, 0, None
        if far:
            self.dispatch("on_pull")
        return bool(super().on_touch_up(touch))

    def _at_top(self) -> bool:
        return self.scroll_y >= 1 or self.viewport_size[1] <= self.height


class PullStrip(BoxLayout):
    """Says what pulling does, and that it is being done. Takes no room otherwise."""

    pulled = NumericProperty(0)
    busy = BooleanProperty(False)
    asked = BooleanProperty(False)  # by a pull: what is asked for unasked shows no strip
    far = NumericProperty(FAR_ENOUGH)

    def on_pulled(self, *_: Any) -> None:
        if self.pulled:
            self.asked = self.pulled >= self.far

    def on_busy(self, *_: Any) -> None:
        self.asked = self.asked and self.busy


Builder.load_file(str(HERE / "pulling.kv"))
