"""The map's paper: a grid and the communes' names where there are no pictures, and a scale in any case."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from kivy.graphics import Color, InstructionGroup, Line, Rectangle
from kivy.metrics import dp, sp

from citizen_mobile.locale.format import length
from citizen_mobile.locale.live import L
from citizen_mobile.map.markers import words
from citizen_mobile.map.projection import View, degrees_of, round_length, world_of
from citizen_mobile.theme.tokens import T

# Degrees between the lines of the grid; the finest that leaves them this far apart is taken.
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
APART = dp(90)
SCALE_MOST = dp(110)


class Name(NamedTuple):
    """A name at a place."""

    text: str
    latitude: float
    longitude: float


class Paper(InstructionGroup):
    """Grid and names, for a map without pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.names: Sequence[Name] = ()

    def draw(self, view: View, *, pictures: bool) -> None:
        self.clear()
        if pictures or view.width < 2:
            return
        self.add(Color(*T.line))
        for points in _grid(view):
            self.add(Line(points=points, width=1))
        self._write(view)

    def _write(self, view: View) -> None:
        taken: list[tuple[float, float, float, float]] = []
        for name in self.names:
            x, y = view.screen_of(*world_of(name.latitude, name.longitude))
            if not (0 <= x <= view.width and 0 <= y <= view.height):
                continue
            texture = words(name.text, round(sp(13) * min(T.scale, 1.4)), bold=True)
            width, height = texture.size
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if any(_meet(box, other) for other in taken):
                continue
            taken.append(box)
            self.add(Color(*T.ink_soft))
            self.add(Rectangle(texture=texture, pos=box[:2], size=(width, height)))


class ScaleBar(InstructionGroup):
    """How long a kilometre is here."""

    def draw(self, view: View, left: float, low: float) -> None:
        self.clear()
        if view.width < 2:
            return
        metres = round_length(view.metres_per_pixel() * SCALE_MOST)
        width = metres / view.metres_per_pixel()
        texture = words(length(metres, L.language), round(sp(12)), bold=True)
        ground_width = max(width, texture.width) + dp(12)
        self.add(Color(*T.surface[:3], 0.86))
        self.add(Rectangle(pos=(left - dp(6), low - dp(5)), size=(ground_width, texture.height + dp(12))))
        self.add(Color(*T.ink))
        self.add(Line(points=[left, low + dp(5), left, low, left + width, low, left + width, low + dp(5)], width=dp(1)))
        self.add(Rectangle(texture=texture, pos=(left + dp(2), low + dp(4)), size=texture.size))


def _grid(view: View) -> list[list[float]]:
    west, south, east, north = view.box()
    step = next((step for step in STEPS if step / 360 * view.scale >= APART), STEPS[-1])
    lines = []
    for number in range(math.ceil(west / step), math.floor(east / step) + 1):
        x, _y = view.screen_of(*world_of(0, number * step))
        lines.append([x, 0, x, view.height])
    for number in range(math.ceil(south / step), math.floor(north / step) + 1):
        _x, y = view.screen_of(*world_of(number * step, degrees_of(view.x, view.y)[1]))
        lines.append([0, y, view.width, y])
    return lines


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
