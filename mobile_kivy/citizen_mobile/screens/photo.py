"""One picture over the whole screen, made larger by two fingers or by buttons."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.image import Image

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, load_kv
from citizen_mobile.screens.map import RoundButton
from citizen_mobile.theme.composites import RemoteImage

__all__ = ["PhotoScreen", "RoundButton"]

load_kv("photo")


class WholeImage(RemoteImage):
    """A picture from the server, all of it: nothing is cut at the sides."""

    def _fit(self) -> None:
        self.crop = [0, 0, 1, 1]


class PhotoScreen(AppScreen):
    heading = StringProperty("")
    caption = StringProperty("")

    def opened(self, path: str = "", url: str = "", title: str = "", caption: str = "", **_: Any) -> None:
        self.heading, self.caption = title or L.tr("Photo"), caption
        self._reset()
        picture = Image(source=path, fit_mode="contain", nocache=True) if path else _remote(url)
        fill(self.ids.place, [picture])

    def zoom(self, factor: float) -> None:
        scatter = self.ids.scatter
        scatter.scale = max(1.0, min(6.0, scatter.scale * factor))
        scatter.center = self.ids.frame.center
        self.settle()

    def settle(self) -> None:
        """At its first size it lies where it lay."""
        if self.ids.scatter.scale <= 1.01:
            self.ids.scatter.pos = self.ids.frame.pos

    def on_leave(self, *args: Any) -> None:
        super().on_leave(*args)
        self.ids.place.clear_widgets()  # its memory is given back

    def _reset(self) -> None:
        self.ids.scatter.scale = 1
        self.ids.scatter.pos = self.ids.frame.pos


def _remote(url: str) -> Image:
    """The picture at an address, in its own proportions once it is here."""
    shown = Image(fit_mode="contain")
    fetched = WholeImage(url=url)
    fetched.bind(texture=lambda _image, texture: setattr(shown, "texture", texture))
    shown.fetched = fetched  # held as long as it is shown
    return shown
