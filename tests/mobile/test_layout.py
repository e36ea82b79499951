"""What is on show follows the settings at once, and fits a phone that is turned and a tablet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from citizen_mobile.theme.basics import Heading
from tests.mobile import provincial_content as content
from tests.mobile.driver import Driver, T
from tests.mobile.stub_server import Stub
from tests.mobile.walk import visit

pytestmark = pytest.mark.mobile


@pytest.fixture
def driver(tmp_path: Path, stub: Stub) -> Iterator[Driver]:
    made = Driver(tmp_path, stub.url, now=content.NOW)
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
