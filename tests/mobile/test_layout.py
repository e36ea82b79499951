"""At every text size nothing is cut off, and what is touched is large enough for a thumb."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from citizen_mobile.theme.basics import Heading
from tests.mobile import provincial_content as content
from tests.mobile.driver import WIDTH, Driver, L, T
from tests.mobile.stub_server import Stub
from tests.mobile.walk import WALK, visit

pytestmark = pytest.mark.mobile

SMALLEST_TARGET = 48


@pytest.fixture
def driver(tmp_path: Path, stub: Stub) -> Iterator[Driver]:
    made = Driver(tmp_path, stub.url, now=content.NOW)
    yield made
    made.close()


@pytest.mark.parametrize(("scale", "language"), [(1.0, "vi"), (2.0, "vi"), (2.0, "en")])
def test_no_text_is_cut_off(driver: Driver, scale: float, language: str) -> None:
    T.scale, L.language = scale, language
    cut = []
    for name in WALK:
        visit(driver, name)
        cut += [f"{name}: {widget.text[:40]!r} {why}" for widget in _shown(driver) if (why := _cut(widget))]
    assert cut == []


def test_all_targets_are_large_enough_for_a_thumb(driver: Driver) -> None:
    small = []
    for name in WALK:
        visit(driver, name)
        for widget in driver.app.root.walk():
            touched = isinstance(widget, ButtonBehavior) and _visible(widget) and not widget.disabled
            if touched and (widget.width < SMALLEST_TARGET or widget.height < SMALLEST_TARGET):
                small.append(f"{name}: {type(widget).__name__} {widget.size}")
    assert small == []


def test_what_is_on_show_is_repainted_when_colours_and_sizes_change(driver: Driver) -> None:
    visit(driver, "home")
    greeting = driver.screen.ids.greeting
    heading = next(w for w in driver.screen.walk() if isinstance(w, Heading) and w.text == "Tin tức")
    for palette in ("dark", "high", "light"):
        T.palette = palette
        driver.frames(2)
        assert list(greeting.color) == list(T.header_ink), palette
        assert list(heading.color) == list(T.ink), palette
    T.scale = 2.0
    driver.frames(2)
    assert greeting.font_size == T.display


def _visible(widget: Widget) -> bool:
    while widget.parent is not None and widget.parent is not widget:
        if not widget.opacity or widget.height <= 0 or widget.width <= 0:
            return False
        widget = widget.parent
    return True


def _shown(driver: Driver) -> list[Label]:
    return [w for w in driver.app.root.walk() if isinstance(w, Label) and w.text and _visible(w)]


def _cut(label: Label) -> str:
    """Why a text is not whole: higher or wider than its widget, or beyond the window (sideways strips may scroll)."""
    wide, high = label.texture_size
    if high > label.height + 1:
        return f"is {high} high in {label.height:.0f}"
    if wide > label.width + 1 and not label.shorten:
        return f"is {wide} wide in {label.width:.0f}"
    right = label.to_window(label.right, label.y)[0]
    if right > WIDTH + 1 and not _in_strip(label):
        return f"ends at {right:.0f}"
    return ""


def _in_strip(widget: Widget) -> bool:
    while widget.parent is not None and widget.parent is not widget:
        widget = widget.parent
        if type(widget).__name__ == "ChipStrip":
            return True
    return False
