"""The gallery's own judges find what is planted, and let pass what another machine may draw a little differently."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kivy.uix.label import Label
from kivy.uix.widget import Widget
from PIL import Image, ImageChops, ImageFilter

from citizen_mobile.theme.basics import Btn, Heading, Icon, IconButton, Txt
from tests.mobile.content.basics import NOW
from tests.mobile.driver import Driver, T
from tests.mobile.gallery.clipping import cut_texts
from tests.mobile.gallery.compare import changed_squares, reduced
from tests.mobile.gallery.contrast import weak_contrasts
from tests.mobile.gallery.looks import LOOKS, shrink, stretch, wear, without_bars
from tests.mobile.gallery.sheets import CELL, Sheet
from tests.mobile.gallery.targets import overlapping_targets, small_targets, wordless
from tests.mobile.stub_server import Stub
from tests.mobile.walk import visit

pytestmark = pytest.mark.mobile


@pytest.fixture
def driver(tmp_path: Path, stub: Stub) -> Iterator[Driver]:
    made = Driver(tmp_path, stub.url, now=NOW)
    made.settle()
    yield made
    shrink(made)
    made.close()


@pytest.fixture
def settings(driver: Driver) -> Driver:
    visit(driver, "settings")
    without_bars(driver)  # they fade with the time
    return driver


def put(driver: Driver, widget: Widget, x: float = 100, y: float = 300) -> Widget:
    """Plant a widget over the screen on show."""
    widget.size_hint = (None, None)
    widget.pos = (x, y)
    driver.app.root.add_widget(widget)
    driver.frames(3)
    return widget


# --- pictures


def changed(driver: Driver, plant: object) -> list[tuple[int, int, int, int]]:
    before = reduced(driver.picture())
    plant()  # type: ignore[operator]
    driver.frames(3)
    return changed_squares(before, reduced(driver.picture()))


def test_the_same_screen_drawn_twice_is_the_same(settings: Driver) -> None:
    assert changed(settings, lambda: None) == []


def test_a_moved_button_is_found(driver: Driver) -> None:
    button = put(driver, Btn(text="Gửi", width=140))
    assert changed(driver, lambda: setattr(button, "x", button.x + 6))


def test_a_changed_word_in_the_smallest_text_is_found(driver: Driver) -> None:
    label = put(driver, Txt(text="18 phút trước", role="caption", width=200))
    assert changed(driver, lambda: setattr(label, "text", "19 phút trước"))
    assert changed(driver, lambda: setattr(label, "text", "19 phút sau"))


def test_a_wrong_colour_of_one_icon_is_found(driver: Driver) -> None:
    icon = put(driver, Icon(name="bell", tint=T.accent))
    assert changed(driver, lambda: setattr(icon, "tint", T.action))


def test_a_button_in_the_wrong_colour_is_found(driver: Driver) -> None:
    button = put(driver, Btn(text="Gửi", width=140))
    assert changed(driver, lambda: setattr(button, "kind", "danger"))


def test_another_machines_edges_and_shades_pass(driver: Driver) -> None:
    picture = driver.picture()
    kept = reduced(picture)
    softer = picture.filter(ImageFilter.GaussianBlur(0.4))
    lighter = ImageChops.add(picture, Image.new("RGB", picture.size, (6, 6, 6)))
    assert changed_squares(kept, reduced(softer)) == []
    assert changed_squares(kept, reduced(lighter)) == []


def test_a_sheet_that_was_kept_is_the_sheet_that_was_drawn(driver: Driver, tmp_path: Path) -> None:
    drawn = Sheet()
    drawn.put("en", LOOKS[4], driver.picture())
    drawn.keep("home", tmp_path)
    kept = Sheet.kept("home", tmp_path)
    assert kept is not None
    assert drawn.different_from(kept) == []
    kept.picture.paste((255, 0, 0), (CELL[0] * 4 + 20, CELL[1] + 20, CELL[0] * 4 + 40, CELL[1] + 40))
    assert drawn.different_from(kept) == [f"{LOOKS[4]} en"]
    assert Sheet.kept("never", tmp_path) is None


# --- texts


def test_a_text_that_is_higher_than_its_widget_is_found(driver: Driver) -> None:
    put(driver, Label(text="một hai ba bốn năm sáu bảy", text_size=(100, None), size=(100, 20)))
    assert [line for line in cut_texts(driver) if "high in 20" in line]


def test_lines_that_kivy_drops_silently_are_found(driver: Driver) -> None:
    put(driver, Label(text="một hai ba bốn năm sáu bảy", text_size=(100, 22), size=(100, 60)))
    assert [line for line in cut_texts(driver) if "loses lines" in line]


def test_a_shortened_text_and_one_beyond_the_window_are_found(driver: Driver) -> None:
    put(driver, Label(text="một hai ba bốn năm sáu bảy", text_size=(80, 20), shorten=True, size=(80, 20)))
    put(driver, Label(text="ra ngoài", size=(80, 20)), x=330)
    found = cut_texts(driver)
    assert [line for line in found if "shortened" in line]
    assert [line for line in found if "'ra ngoài' reaches from" in line]


def test_a_word_that_goes_on_in_the_next_line_is_found_and_a_code_may(driver: Driver) -> None:
    put(driver, Label(text="phường Gia Nghĩa", text_size=(40, None), size=(40, 200)))
    put(driver, Label(text="H36.12-261116-0042", text_size=(40, None), size=(40, 200)), x=200)
    assert [line for line in cut_texts(driver) if "breaks" in line] == ["'phường Gia Nghĩa' breaks 'phường'"]


# --- targets


def test_a_small_target_is_found(driver: Driver) -> None:
    put(driver, IconButton(name="back")).width = 40
    assert [line for line in small_targets(driver) if "40 × 48" in line]


def test_targets_on_each_other_are_found_and_one_inside_another_is_none(driver: Driver) -> None:
    assert overlapping_targets(driver) == []
    outer = put(driver, Btn(text="Gọi", width=160), y=100)
    put(driver, Btn(text="Xem", width=160), x=200, y=100)
    assert [line for line in overlapping_targets(driver) if "Gọi" in line and "Xem" in line]
    driver.app.root.remove_widget(outer)


def test_a_button_without_a_word_is_found(driver: Driver) -> None:
    put(driver, IconButton(name="gong"))
    assert [line for line in wordless(driver) if "gong" in line]


# --- contrast


def test_a_text_in_a_colour_too_near_to_its_ground_is_found(settings: Driver) -> None:
    assert weak_contrasts(settings) == []
    planted = put(settings, Heading(text="Khó đọc", width=200))
    planted.color = (0.72, 0.68, 0.62, 1)
    settings.frames(2)
    assert [line for line in weak_contrasts(settings) if "Khó đọc" in line]


def test_a_transparent_text_is_judged_as_it_appears(settings: Driver) -> None:
    planted = put(settings, Txt(text="Mờ dần", width=200))
    planted.opacity = 0.4
    settings.frames(2)
    assert [line for line in weak_contrasts(settings) if "Mờ dần" in line]


def test_an_icon_and_an_unseen_text_far_down_the_scroll_are_found(driver: Driver) -> None:
    visit(driver, "procedure")
    words = [w for w in driver.screen.walk() if isinstance(w, Txt) and w.text][-1]
    words.color = T.surface
    icon = [w for w in driver.screen.walk() if isinstance(w, Icon) and w.name and w.height > 1][-1]
    icon.tint = T.surface_alt
    wear(driver, LOOKS[0])
    assert stretch(driver) > 1500
    found = weak_contrasts(driver)
    assert [line for line in found if repr(words.text[:40]) in line]
    assert [line for line in found if f"icon {icon.name}" in line]
