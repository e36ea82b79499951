"""A box with a border is painted at once, as two shapes one on the other would be."""

from __future__ import annotations

import math

import pytest
from kivy.core.window import Window  # noqa: F401  (with it the pictures have a place to be)
from kivy.graphics import Fbo
from PIL import Image

from citizen_mobile.theme.boxes import BorderedBox, painted

pytestmark = pytest.mark.mobile

GREEN, RED, CLEAR = (0.0, 1.0, 0.0, 1.0), (1.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 0.0)


def test_a_box_has_round_corners_a_border_and_a_surface() -> None:
    picture = _picture(painted(RED, GREEN, radius=10, width=2))
    middle = picture.width // 2
    assert picture.getpixel((0, 0))[3] == 0
    assert [picture.getpixel((x, middle)) for x in (0, 1)] == [(255, 0, 0, 255)] * 2
    assert [picture.getpixel((x, middle)) for x in (2, middle)] == [(0, 255, 0, 255)] * 2


def test_a_box_without_a_border_leaves_its_place_free() -> None:
    picture = _picture(painted(CLEAR, GREEN, radius=10, width=2))
    middle = picture.height // 2
    assert [picture.getpixel((x, middle))[3] for x in (0, 1, 2)] == [0, 0, 255]
    assert {picture.getpixel((x, y))[:3] for x in range(picture.width) for y in range(middle)} == {(0, 255, 0)}


@pytest.mark.parametrize("size", [(100, 60), (14, 60), (100, 9)])
def test_a_box_fills_its_size_whatever_its_radius(size: tuple[int, int]) -> None:
    buffer = Fbo(size=(120, 80))
    with buffer:
        box = BorderedBox()
    box.pos, box.size = (4, 6), size
    box.edge, box.fill, box.radius, box.width = RED, GREEN, 30, 2
    buffer.draw()
    (wide, high), pixels = size, Image.frombytes("RGBA", (120, 80), buffer.pixels)
    row, column = 6 + high // 2, 4 + wide // 2
    painted_in = lambda x, y: pixels.getpixel((x, y))[:2]  # noqa: E731
    assert [painted_in(x, row) for x in (3, 4, column, 3 + wide, 4 + wide)] == [
        (0, 0), (255, 0), (0, 255), (255, 0), (0, 0)
    ]  # fmt: skip
    assert [painted_in(column, y) for y in (5, 6, 5 + high, 6 + high)] == [(0, 0), (255, 0), (255, 0), (0, 0)]


def test_a_box_takes_on_other_colours() -> None:
    buffer, box = _box(radius=0)
    for color in (GREEN, RED):
        box.edge = box.fill = color
        assert _colors(buffer) == {(0, 0, 0, 0), tuple(round(255 * part) for part in color)}


@pytest.mark.parametrize("change", [{"size": (0, 40)}, {"size": (40, 0)}, {"edge": CLEAR, "fill": CLEAR}])
def test_a_box_that_is_folded_or_clear_leaves_nothing_behind(change: dict[str, tuple[float, ...]]) -> None:
    buffer, box = _box(radius=8)
    assert len(_colors(buffer)) > 1
    for name, value in change.items():
        setattr(box, name, value)
    assert _colors(buffer) == {(0, 0, 0, 0)}


def _picture(pixels: bytes) -> Image.Image:
    side = math.isqrt(len(pixels) // 4)
    return Image.frombytes("RGBA", (side, side), pixels)


def _box(radius: float) -> tuple[Fbo, BorderedBox]:
    buffer = Fbo(size=(60, 60))
    with buffer:
        box = BorderedBox()
    box.pos, box.size, box.radius, box.width = (10, 10), (40, 40), radius, 1
    box.edge = box.fill = GREEN
    return buffer, box


def _colors(buffer: Fbo) -> set[tuple[int, ...]]:
    buffer.bind()
    buffer.clear_buffer()
    buffer.release()
    buffer.draw()
    return {color for _count, color in Image.frombytes("RGBA", buffer.size, buffer.pixels).getcolors()}
