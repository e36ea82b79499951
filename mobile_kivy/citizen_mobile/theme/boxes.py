"""A rounded box with a border, painted once.

A border that lies as a filled shape under the surface has every pixel of a card painted twice, and two shapes are
smoothed at their edges: a third of a frame on a phone whose processor draws. Here corners, border and surface come from
one small picture that is stretched in its middle; boxes of the same colours and radius share it.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, hypot, isqrt
from typing import Any

from kivy.factory import Factory
from kivy.graphics import BorderImage, Color, InstructionGroup
from kivy.graphics.texture import Texture

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

    def __init__(self, pixels: bytes) -> None:
        self._pixels = pixels
        side = isqrt(len(pixels) // 4)
        self.texture = Texture.create(size=(side, side), colorfmt="rgba")
        self.texture.add_reload_observer(self._upload)
        self._upload()

    def _upload(self, *_: Any) -> None:
        self.texture.blit_buffer(self._pixels, colorfmt="rgba", bufferfmt="ubyte")


@lru_cache(maxsize=MOST_PICTURES)
def _picture(edge: Rgba, fill: Rgba, radius: float, width: float) -> _Picture:
    return _Picture(painted(edge, fill, radius, width))


def _texture(edge: Rgba, fill: Rgba, radius: float, width: float) -> Texture:
    return _picture(edge, fill, radius, width).texture


def painted(edge: Rgba, fill: Rgba, radius: float, width: float) -> bytes:
    """The smallest such box with its corners whole, RGBA: a square; the two lines in its middle are stretched."""
    half = [part + 0.5 for part in range(_corner(radius, width) + 1)]
    rows = [_mirrored([_pixel(edge, fill, _outside(x, y, radius), width) for x in half]) for y in half]
    return _mirrored(rows)


def _mirrored(parts: list[bytes]) -> bytes:
    return b"".join(parts + parts[::-1])


def _outside(x: float, y: float, radius: float) -> float:
    """How far a place near the upper left corner is outside of the box; inside it is negative."""
    across, down = radius - x, radius - y
    return hypot(max(across, 0), max(down, 0)) + min(max(across, down), 0) - radius


def _pixel(edge: Rgba, fill: Rgba, outside: float, width: float) -> bytes:
    whole, inside = _covered(outside), _covered(outside + width)
    if not edge[3]:
        whole, edge = inside, fill
    mixed = (ours * inside + theirs * (1 - inside) for ours, theirs in zip(fill[:3], edge[:3], strict=True))
    return bytes(round(255 * part) for part in (*mixed, whole))


def _covered(outside: float) -> float:
    """The share of a pixel that is inside, by how far its middle is outside."""
    return min(1.0, max(0.0, 0.5 - outside))


Factory.register("BorderedBox", cls=BorderedBox)
