"""What stands on the map: reports, groups of them, places, me. A few draw calls for hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kivy.core.text import Label as CoreLabel
from kivy.graphics import Color, InstructionGroup, PopMatrix, PushMatrix, Rectangle, Translate
from kivy.graphics.texture import Texture
from kivy.metrics import dp, sp

from citizen_mobile.map.projection import View, world_of
from citizen_mobile.theme.basics import sheet
from citizen_mobile.theme.tokens import T

REACH = dp(30)  # a finger this near to a marker means it
SIZE, CLUSTER, RIM = dp(34), dp(44), dp(3)


@dataclass(frozen=True)
class Marker:
    """One thing at one place. `count` above 1 is a group; `tone` is a role of the palette, `icon` says the same."""

    latitude: float
    longitude: float
    icon: str = "pin"
    tone: str = "info"
    count: int = 1
    subject: Any = None

    @property
    def size(self) -> float:
        return CLUSTER if self.count > 1 else SIZE


class MarkerLayer(InstructionGroup):
    """Markers at their places; a move of the map moves them all by one translation."""

    def __init__(self) -> None:
        super().__init__()
        self.markers: list[Marker] = []
        self._move = Translate(0, 0)
        self._drawn = InstructionGroup()
        self._built_for: tuple[float, float] | None = None
        self._anchor = (0.0, 0.0)
        for part in (PushMatrix(), self._move, self._drawn, PopMatrix()):
            self.add(part)

    def show(self, markers: Iterable[Marker]) -> None:
        # Groups last: on top, since they stand for more. Equal tones together: one draw call for each.
        self.markers = sorted(markers, key=lambda marker: (marker.count > 1, marker.tone))
        self._built_for = None

    def repaint(self) -> None:
        self._built_for = None

    def follow(self, view: View) -> None:
        if self._built_for != (view.scale, view.width):
            self._build(view)
        self._move.x, self._move.y = view.screen_of(*self._anchor)

    def at(self, view: View, left: float, up: float) -> Marker | None:
        """The marker that a touch means."""

        def away(marker: Marker) -> float:
            x, y = view.screen_of(*world_of(marker.latitude, marker.longitude))
            return (x - left) ** 2 + (y - up) ** 2

        nearest = min(self.markers, key=away, default=None)
        return nearest if nearest is not None and away(nearest) <= REACH**2 else None

    def _build(self, view: View) -> None:
        self._built_for, self._anchor = (view.scale, view.width), (view.x, view.y)
        self._drawn.clear()
        spots = [(marker, *self._spot(view, marker)) for marker in self.markers]
        self._shapes("surface", [(x, y, marker.size + 2 * RIM) for marker, x, y in spots])
        for tone in dict.fromkeys(marker.tone for marker in self.markers):
            self._shapes(tone, [(x, y, marker.size) for marker, x, y in spots if marker.tone == tone])
        self._drawn.add(Color(*T.surface))
        for marker, x, y in spots:
            self._inside(marker, x, y)

    def _spot(self, view: View, marker: Marker) -> tuple[float, float]:
        x, y = world_of(marker.latitude, marker.longitude)
        return (x - self._anchor[0]) * view.scale, (self._anchor[1] - y) * view.scale

    def _shapes(self, role: str, spots: list[tuple[float, float, float]]) -> None:
        self._drawn.add(Color(*getattr(T, role)))
        hexagon = sheet.texture("hex")
        for x, y, size in spots:
            self._drawn.add(Rectangle(texture=hexagon, pos=(x - size / 2, y - size / 2), size=(size, size)))

    def _inside(self, marker: Marker, x: float, y: float) -> None:
        if marker.count > 1:
            texture = words(_short(marker.count), round(sp(15)), bold=True)
            width, height = texture.size
        else:
            texture, width, height = sheet.texture(marker.icon), SIZE * 0.56, SIZE * 0.56
        self._drawn.add(Rectangle(texture=texture, pos=(x - width / 2, y - height / 2), size=(width, height)))


@lru_cache(maxsize=256)
def words(text: str, size: float, *, bold: bool = False) -> Texture:
    """A short text as a white texture, to be tinted."""
    pen = CoreLabel(text=text, font_size=size, bold=bold, color=(1, 1, 1, 1))
    pen.refresh()
    return pen.texture


def _short(count: int) -> str:
    return str(count) if count < 1000 else f"{count // 1000}k"
