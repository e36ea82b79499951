"""A picture whole, as large as the window: pinched, doubled by two taps, or by the buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.core.image import Image as CoreImage
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.scatterlayout import ScatterLayout
from kivy.uix.stencilview import StencilView

from citizen_mobile.client.models import Picture
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, load_kv
from citizen_mobile.theme.composites import RemoteImage

load_kv("picture")

LARGEST, STEP = 5.0, 1.6


class WholePicture(RemoteImage):
    """Nothing of it is cut away: it fits into the frame. `path` is a picture that lies on this device."""

    path = StringProperty("")

    def on_path(self, _picture: Any, path: str) -> None:
        if path or not self.url:
            self.texture = CoreImage(path, nocache=True).texture if path else None

    def _fit(self) -> None:
        self.crop = [0, 0, 1, 1]

    def drawn(self, texture: Any, size: list[float]) -> list[float]:
        """The size in which all of it fits."""
        if texture is None:
            return [0, 0]
        scale = min(size[0] / texture.width, size[1] / texture.height)
        return [texture.width * scale, texture.height * scale]


class Sheet(ScatterLayout):
    """What two fingers stretch; it stays within its frame."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(do_rotation=False, scale_min=1.0, scale_max=LARGEST, **kwargs)

    def on_touch_down(self, touch: Any) -> bool:
        if touch.is_double_tap and self.collide_point(*touch.pos):
            self.enlarge(1 / self.scale if self.scale > 1.01 else STEP * STEP, touch.pos)
            return True
        return bool(super().on_touch_down(touch))

    def enlarge(self, by: float, around: tuple[float, float]) -> None:
        """Larger or smaller around a point, between whole and LARGEST."""
        wanted = max(1.0, min(LARGEST, self.scale * by))
        x, y = around
        local = self.to_local(x, y)
        self.scale = wanted
        moved = self.to_parent(*local)
        self.pos = self.x + x - moved[0], self.y + y - moved[1]
        self.hold()

    def on_transform_with_touch(self, _touch: Any) -> None:
        self.hold()

    def hold(self) -> None:
        """No edge of it comes inside the frame."""
        if self.parent is None:
            return
        wide, high = self.parent.width * (self.scale - 1), self.parent.height * (self.scale - 1)
        self.x = min(self.parent.x, max(self.parent.x - wide, self.x))
        self.y = min(self.parent.y, max(self.parent.y - high, self.y))


class Frame(StencilView):
    """Where the picture is seen."""


class PictureScreen(AppScreen):
    """The server's `pictures`, or `files` of this device with one's own words for them, and the one to begin with."""

    index = NumericProperty(0)
    count = NumericProperty(0)
    url = StringProperty("")
    path = StringProperty("")
    alt = StringProperty("")

    def opened(
        self, pictures: Sequence[Picture] = (), files: Sequence[tuple[str, str]] = (), index: int = 0, **_: Any
    ) -> None:
        if pictures or files:
            self.looks = [(picture.url or picture.thumb_url, "", picture.alt) for picture in pictures]
            self.looks += [("", path, words) for path, words in files]
            self.count = len(self.looks)
        self.show(index)

    def show(self, index: int) -> None:
        self.index = index % self.count
        self.url, self.path, alt = self.looks[int(self.index)]
        self.alt = alt or L.tr("A picture without a description.")
        sheet = self.ids.sheet
        sheet.scale, sheet.pos = 1.0, self.ids.frame.pos

    def enlarge(self, by: float) -> None:
        self.ids.sheet.enlarge(by, self.ids.frame.center)

    def on_leave(self, *args: Any) -> None:
        """Its memory is given back."""
        super().on_leave(*args)
        self.url = self.path = ""
