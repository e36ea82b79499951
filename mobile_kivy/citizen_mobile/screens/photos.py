"""Choosing photos: from the camera or the gallery, shown small, left out again and brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.properties import ListProperty, NumericProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout

from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.screens.base import button, fill, load_kv
from citizen_mobile.theme.basics import Caption, Column, Row

load_kv("photos")


class PhotoThumb(ButtonBehavior, FloatLayout):
    """A picture file, small; touched, it is shown large."""

    path = StringProperty("")


class PhotoRow(Row):
    """A chosen picture, with the way to leave it out."""

    path = StringProperty("")
    name = StringProperty("")
    __events__ = ("on_remove", "on_open")

    def on_remove(self) -> None:
        """The picture was left out."""

    def on_open(self) -> None:
        """The picture is to be seen large."""


class TakenBack(BoxLayout):
    """What was just done, with the way back."""

    text = StringProperty("")
    __events__ = ("on_undo",)

    def on_undo(self) -> None:
        """It was not meant."""


class PhotoBox(Column):
    """The photos of what is being written. Whoever holds it hears what is chosen, left out and brought back."""

    photos = ListProperty([])
    most = NumericProperty(5)
    removed = StringProperty("")
    __events__ = ("on_files", "on_remove", "on_undo")

    def on_kv_post(self, _base: Any) -> None:
        self.fbind("photos", self.paint)
        self.paint()

    def paint(self, *_: Any) -> None:
        fill(self.ids.rows, [self._row(number, path) for number, path in enumerate(self.photos, 1)])
        fill(self.ids.ways, self._ways() if len(self.photos) < self.most else [])

    def on_files(self, files: list[Path]) -> None:
        """Pictures were taken or chosen."""

    def on_remove(self, path: str) -> None:
        """One was left out."""

    def on_undo(self) -> None:
        """The one that was left out is wanted after all."""

    def _row(self, number: int, path: str) -> PhotoRow:
        row = PhotoRow(path=path, name=L.tr("Photo {n}").format(n=number))
        row.bind(
            on_remove=lambda *_: self.dispatch("on_remove", path),
            on_open=lambda *_: self._look(number - 1),
        )
        return row

    def _look(self, index: int) -> None:
        files = [(path, L.tr("Photo {n}").format(n=number)) for number, path in enumerate(self.photos, 1)]
        App.get_running_app().go("picture", files=files, index=index)

    def _ways(self) -> list:
        camera = choose.get().camera
        ways = []
        if camera.can_take:
            ways.append(button(L.tr("Take a photo"), lambda: camera.take(self._came), kind="secondary", icon="camera"))
        if camera.can_pick:
            pick = lambda: camera.pick(int(self.most - len(self.photos)), self._came)  # noqa: E731
            ways.append(button(L.tr("Choose photos"), pick, kind="secondary", icon="picture"))
        return ways or [Caption(text=L.tr("This device has no camera here. A report needs no photo."))]

    def _came(self, files: list[Path]) -> None:
        """From any thread."""
        if files:
            App.get_running_app().context.post(lambda: self.dispatch("on_files", files))
