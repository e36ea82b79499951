"""What is taken off a screen is forgotten: a page that is painted again and again must not grow."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kivy.uix.widget import Widget

from citizen_mobile.screens.cards import ArticleCard, PlaceCard, ProcedureCard, ReportCard, WarningCard
from citizen_mobile.theme.basics import Badge, Btn, Column, Txt
from citizen_mobile.theme.composites import EmptyState, ListRow, Note, RemoteImage, Tile
from citizen_mobile.theme.lists import CardList
from tests.mobile.driver import Driver
from tests.mobile.stub_server import Stub

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
    RemoteImage(url="/media/coffee.jpg")  # from here on it is at hand: a worker keeps its last errand, and who asked
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
