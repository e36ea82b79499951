"""A rounded box with a border, painted once.

A border that lies as a filled shape under the surface has every pixel of a card painted twice, and two shapes are
smoothed at their edges: a third of a frame on a phone whose processor draws. Here corners, border and surface come from
one small picture that is stretched in its middle; boxes of the same colours and radius share it.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Any

from kivy.factory import Factory
from kivy.graphics import BorderImage, Color, InstructionGroup
from kivy.graphics.texture import Texture
from PIL import Image, ImageDraw

FINER = 8  # times as fine the corners are drawn before they are made smooth
STRETCHED = 2  # pixels in the middle
MOST_PICTURES = 256  # of 1 to 8 KB each

Rgba = tuple[float, float, float, float]


class BorderedBox(InstructionGroup):
    """For rules: `pos`, `size`, the colours `edge` and `fill`, and, in pixels, `radius` and the border's `width`.

    Neither colour is half transparent; one that is wholly so shows what is behind it.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._image = BorderImage(noadd=True)
        self._pos, self._size = (0.0, 0.0), (0.0, 0.0)
        self._edge = self._fill = (0.0, 0.0, 0.0, 0.0)
        self._radius = self._width = 0.0
        self.add(Color(1, 1, 1, 1, noadd=True))
        self.add(self._image)

    def _set(self, name: str, value: Any) -> None:
        setattr(self, name, value)
        self._paint()

    pos = property(lambda self: self._pos, lambda self, value: self._set("_pos", tuple(value)))
    size = property(lambda self: self._size, lambda self, value: self._set("_size", tuple(value)))
    edge = property(lambda self: self._edge, lambda self, value: self._set("_edge", tuple(value)))
    fill = property(lambda self: self._fill, lambda self, value: self._set("_fill", tuple(value)))
    radius = property(lambda self: self._radius, lambda self, value: self._set("_radius", value))
    width = property(lambda self: self._width, lambda self, value: self._set("_width", value))

    def _paint(self) -> None:
        wide, high = self._size
        if wide <= 0 or high <= 0 or not (self._edge[3] or self._fill[3]):
            self._image.size, self._image.display_border = (0, 0), (0,) * 4
            return
        self._image.pos, self._image.size = self._pos, self._size
        radius = round(2 * max(0.0, min(self._radius, wide / 2, high / 2))) / 2
        self._image.texture = _texture(self._edge, self._fill, radius, float(self._width))
        corner = _corner(radius, self._width)
        self._image.border = (corner,) * 4
        self._image.display_border = (min(corner, high / 2), min(corner, wide / 2)) * 2


def _corner(radius: float, width: float) -> int:
    return ceil(max(radius, width)) + 1


class _Picture:
    """A texture that is painted again when the phone has forgotten it."""

    def __init__(self, picture: Image.Image) -> None:
        self._pixels = picture.tobytes()
        self.texture = Texture.create(size=picture.size, colorfmt="rgba")
        self.texture.add_reload_observer(self._upload)
        self._upload()

    def _upload(self, *_: Any) -> None:
        self.texture.blit_buffer(self._pixels, colorfmt="rgba", bufferfmt="ubyte")


@lru_cache(maxsize=MOST_PICTURES)
def _picture(edge: Rgba, fill: Rgba, radius: float, width: float) -> _Picture:
    return _Picture(painted(edge, fill, radius, width))


def _texture(edge: Rgba, fill: Rgba, radius: float, width: float) -> Texture:
    return _picture(edge, fill, radius, width).texture


def painted(edge: Rgba, fill: Rgba, radius: float, width: float) -> Image.Image:
    """The smallest such box, with its corners whole: the picture that is stretched."""
    side = 2 * _corner(radius, width) + STRETCHED
    whole, inside = _shape(side, 0, radius), _shape(side, width, max(0.0, radius - width))
    if not edge[3]:
        whole, edge = inside, fill
    picture = Image.composite(_flat(side, fill), _flat(side, edge), inside)
    picture.putalpha(whole)
    return picture


def _shape(side: int, inset: float, radius: float) -> Image.Image:
    large = Image.new("L", (side * FINER, side * FINER))
    low, high = inset * FINER, (side - inset) * FINER - 1
    ImageDraw.Draw(large).rounded_rectangle((low, low, high, high), radius * FINER, 255)
    return large.resize((side, side), Image.Resampling.BOX)


def _flat(side: int, color: Rgba) -> Image.Image:
    return Image.new("RGB", (side, side), tuple(round(255 * part) for part in color[:3]))


Factory.register("BorderedBox", cls=BorderedBox)
