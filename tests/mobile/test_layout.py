"""What is on show follows the settings at once, and fits a phone that is turned and a tablet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kivy.core.window import Window
from kivy.uix.widget import Widget

from citizen_mobile.theme.basics import Btn, Buttons, Heading, Panel, Segment, TextField, Whole
from tests.mobile.content.basics import NOW
from tests.mobile.driver import Driver, T
from tests.mobile.gallery.clipping import cut_texts
from tests.mobile.gallery.looks import shrink
from tests.mobile.gallery.targets import overlapping_targets, small_targets
from tests.mobile.stub_server import Stub
from tests.mobile.walk import visit

pytestmark = pytest.mark.mobile


@pytest.fixture
def driver(tmp_path: Path, stub: Stub) -> Iterator[Driver]:
    made = Driver(tmp_path, stub.url, now=NOW)
    yield made
    made.close()


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


def test_choices_stand_below_each_other_where_a_word_would_break_and_beside_where_not(driver: Driver) -> None:
    choices = Segment(options=[("all", "Tất cả"), ("commune", "Communes"), ("province", "Province")], width=330)
    driver.frames(2)
    one_row = choices.height
    assert choices.orientation == "horizontal"
    T.scale = 2.0
    driver.frames(2)
    assert choices.orientation == "vertical" and choices.height > 2.5 * one_row
    choices.width = 900
    driver.frames(2)
    assert choices.orientation == "horizontal"


def test_buttons_stand_below_each_other_where_a_word_would_break_also_once_the_letters_grow(driver: Driver) -> None:
    buttons = Buttons(width=340)
    for words, icon in (("Change", "edit"), ("Withdraw", "trash")):
        buttons.add_widget(Btn(text=words, icon=icon, kind="text"))
    driver.frames(2)
    one_row = buttons.height
    assert buttons.orientation == "horizontal"
    T.scale = 2.0
    driver.frames(3)
    assert buttons.orientation == "vertical" and buttons.height > 1.9 * one_row
    T.scale = 1.0
    driver.frames(3)
    assert (buttons.orientation, buttons.height) == ("horizontal", one_row)


def test_a_code_is_never_broken_its_letters_become_smaller(driver: Driver) -> None:
    T.scale = 2.0
    code = Whole(text="PA-261120-1043K", width=200)
    driver.frames(2)
    in_little_room = code.font_size
    assert len(code._label._cached_lines) == 1 and in_little_room < T.body
    code.width = 900
    driver.frames(2)
    assert code.font_size == T.body
    T.scale = 1.0
    driver.frames(2)
    assert code.font_size == T.body < in_little_room * 2


TURNED, TABLET = (780, 360), (1280, 800)
# What stands outside the scroll, or beside it, on a window of another shape.
SHAPED = ["home", "news", "procedures", "places", "map", "map-near", "map-list", "place_picker", "picture"]
SHAPED += ["report-filled", "article-sizes", "inbox-undo", "welcome"]


@pytest.mark.parametrize("size", [TURNED, TABLET], ids=["turned", "tablet"])
def test_a_turned_phone_and_a_tablet_cut_nothing_and_cover_nothing(driver: Driver, size: tuple[int, int]) -> None:
    wrong = []
    for name in SHAPED:
        visit(driver, name)
        shrink(driver, size)
        found = [*cut_texts(driver), *small_targets(driver), *overlapping_targets(driver)]
        found += [f"{widget} is {widget.width:.0f} wide" for widget in driver.screen.walk() if _too_wide(widget)]
        wrong += [f"{name}: {line}" for line in found if "stands outside" not in line]  # it is below the fold
        shrink(driver)
    assert wrong == []


def _too_wide(widget: Widget) -> bool:
    """A box of words, a field or a button longer than the eye follows with ease."""
    return isinstance(widget, (Panel, TextField, Btn)) and widget.width > T.measure


def test_the_five_places_stand_beside_a_turned_phone_and_below_an_upright_one(driver: Driver) -> None:
    visit(driver, "home")
    assert driver.app.nav.width == Window.width and driver.app.nav.y == 0
    shrink(driver, TURNED)
    assert driver.app.nav.height == Window.height and driver.app.nav.right == driver.app.main.x
    driver.tap(driver.find("Dịch vụ", driver.app.nav))
    assert driver.screen.name == "services"
    driver.app.go("picture", files=[(driver.app.art + "/mark.png", "Dấu hiệu")])
    driver.settle()
    assert driver.app.nav.width == 0 and driver.app.main.width == Window.width, "a picture has the whole window"
    shrink(driver)
    driver.app.back()
    driver.settle()
    assert driver.app.nav.width == Window.width and driver.app.nav.height < Window.height / 5
