"""What is taken off a screen is forgotten: a page that is painted again and again must not grow."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kivy.uix.widget import Widget

from citizen_mobile.screens import TABS
from citizen_mobile.screens.cards import ArticleCard, PlaceCard, ProcedureCard, ReportCard, WarningCard
from citizen_mobile.theme.basics import Badge, Btn, Column, Txt
from citizen_mobile.theme.composites import EmptyState, ListRow, Note, RemoteImage, Tile
from citizen_mobile.theme.lists import CardList
from tests.mobile.driver import Driver
from tests.mobile.stub_server import Stub
from tests.mobile.walk import WALK, visit

pytestmark = pytest.mark.mobile

MADE: dict[str, Callable[[], Widget]] = {
    "article": lambda: ArticleCard(title="Giá cà phê", image="/media/coffee.jpg", warning="Cấp 3"),
    "large article": lambda: ArticleCard(title="Giá cà phê", image="/media/coffee.jpg", large=True),
    "warning": lambda: WarningCard(title="Mưa lớn", level=3),
    "procedure": lambda: ProcedureCard(name="Khai sinh", fee="0 đ"),
    "report": lambda: ReportCard(code="PA-1", text="Ổ gà"),
    "place": lambda: PlaceCard(name="Thác Đray Sáp", image="/media/coffee.jpg"),
    "picture": lambda: RemoteImage(url="/media/coffee.jpg", size=(90, 90)),
    "list": lambda: CardList(make=ProcedureCard, show=lambda card, row: setattr(card, "name", row), rows=["a", "b"]),
    **{kind.__name__: kind for kind in (Badge, Btn, Txt, EmptyState, ListRow, Note, Tile)},
}


@pytest.fixture
def driver(tmp_path: Path, stub: Stub) -> Iterator[Driver]:
    made = Driver(tmp_path, stub.url)
    made.settle()
    yield made
    made.close()


def test_widgets_that_were_taken_away_are_gone(driver: Driver) -> None:
    assert [name for name, make in MADE.items() if _outlives(driver, make)] == []


def _outlives(driver: Driver, make: Callable[[], Widget]) -> bool:
    box, widget = Column(), make()
    box.add_widget(widget)
    driver.app.root.add_widget(box)
    driver.settle()
    driver.app.root.remove_widget(box)
    known = weakref.ref(widget)
    del box, widget
    driver.frames(3)
    gc.collect()
    return known() is not None


def test_screens_that_were_seen_long_ago_are_given_up_and_gone(driver: Driver) -> None:
    driver.app.most_screens = 1
    seen: dict[str, weakref.ref[Widget]] = {}
    for name in WALK:
        visit(driver, name)
        seen[driver.screen.name] = weakref.ref(driver.screen)
    driver.app.open_tab("home")
    driver.app.open_tab("news")  # the one that is being left is still kept
    driver.settle()
    kept = {screen.name for screen in driver.app.screens.screens}
    assert kept == set(TABS)
    driver.app.go("about")  # the manager's transition holds the screen that it left last
    given_up = [screen for name, screen in seen.items() if name not in {*TABS, "about"}]
    driver.wait(lambda: _living(given_up) == 0, "scroll bars to fade")


def _living(screens: list[weakref.ref[Widget]]) -> int:
    gc.collect()
    return sum(screen() is not None for screen in screens)


def test_back_leads_to_the_same_screens_however_many_were_opened(driver: Driver) -> None:
    driver.app.most_screens = 1
    driver.app.open_tab("news")
    driver.app.go("report")
    report = driver.screen
    for name in ("place_picker", "emergency", "about", "licences"):
        driver.app.go(name)
    while driver.screen.name != "report":
        assert driver.app.back()
    assert driver.screen is report
