"""Language and text size are switched while each screen is on show: it follows at once, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from citizen_mobile.locale import po
from citizen_mobile.theme.composites import AppBar
from tests.mobile.content.basics import NOW
from tests.mobile.driver import Driver, L, T
from tests.mobile.stub_server import Stub
from tests.mobile.walk import WALK, visit

pytestmark = pytest.mark.mobile

CATALOGUE = po.HERE / "vi" / "LC_MESSAGES" / "app.po"


@pytest.fixture
def driver(tmp_path: Path, stub: Stub) -> Iterator[Driver]:
    made = Driver(tmp_path, stub.url, now=NOW)
    made.app.most_screens = 1  # those that are kept would be repainted with each switch
    yield made
    made.close()


def titles(driver: Driver) -> list[str]:
    return [widget.title for widget in driver.screen.walk() if isinstance(widget, AppBar)]


# Few at a time, so that two workers share them.
PARTS = [list(WALK)[first : first + 8] for first in range(0, len(WALK), 8)]


@pytest.mark.parametrize("names", PARTS, ids=lambda names: names[0])
def test_every_screen_follows_language_and_size_while_it_is_on_show(driver: Driver, names: list[str]) -> None:
    words = po.parse(CATALOGUE.read_text(encoding="utf-8"))
    english = {vietnamese: source for source, vietnamese in words.items() if source != vietnamese}
    stayed = []
    for name in names:
        visit(driver, name)
        before = titles(driver)
        T.scale, L.language = 2.0, "en"
        driver.frames(4)
        stayed += [f"{name}: {title}" for title in before if title in english and title in titles(driver)]
        T.scale, L.language = 1.0, "vi"
        driver.frames(4)
        if titles(driver) != before:
            stayed.append(f"{name}: {before} came back as {titles(driver)}")
    assert stayed == []
