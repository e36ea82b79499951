"""The list of a thousand cards: few are built, each is whole, and what is read does not jump."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kivy.core.window import Window
from kivy.properties import StringProperty

from citizen_mobile.theme.basics import Body, Card, Column, Heading, Txt
from citizen_mobile.theme.lists import CardList, Shelf
from tests.mobile.driver import HEIGHT, Driver, T
from tests.mobile.stub_server import Stub

pytestmark = pytest.mark.mobile

WORDS = "Giá cà phê tại Đắk Nông hôm nay tăng nhẹ, người dân phấn khởi vào vụ thu hoạch mới. "


class WordCard(Card):
    said = StringProperty("")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = Txt()
        self.add_widget(self.words)


def say(card: WordCard, row: tuple[int, str]) -> None:
    card.words.text = f"{row[0]}. {row[1]}"


ROWS = [(number, WORDS * (1 + number % 3)) for number in range(1000)]


@pytest.fixture
def driver(tmp_path: Path, stub: Stub) -> Iterator[Driver]:
    made = Driver(tmp_path, stub.url)
    yield made
    made.close()


@pytest.fixture
def cards(driver: Driver) -> CardList:
    return shown(driver, ROWS)


def shown(driver: Driver, rows: list[tuple[int, str]]) -> CardList:
    body, column, made = Body(), Column(padding=16), CardList(make=WordCard, show=say)
    column.add_widget(Heading(text="Tin tức"))
    column.add_widget(made)
    body.add_widget(column)
    driver.app.root.clear_widgets()
    driver.app.root.add_widget(body)
    made.rows = rows
    driver.frames(6)
    return made


def seen(cards: CardList) -> dict[int, tuple[float, float]]:
    """Where the cards stand in the window: bottom and top by row number, those that are in sight."""
    found = {}
    for index, card in cards._cards.items():
        low, high = card.to_window(card.x, card.y)[1], card.to_window(card.x, card.top)[1]
        if high > 0 and low < HEIGHT:
            found[index] = (low, high)
    return found


def whole(cards: CardList) -> list[str]:
    """What is wrong with the cards in sight: gaps, overlaps, cut words."""
    places, wrong = seen(cards), []
    for index, (low, _high) in places.items():
        card = cards._cards[index]
        if card.words.texture_size[1] > card.height:
            wrong.append(f"{index} is cut")
        if index + 1 in places and abs(low - cards.spacing - places[index + 1][1]) > 1:
            wrong.append(f"{index} and {index + 1} do not follow each other: {low} {places[index + 1][1]}")
        if card.words.text != f"{ROWS[index][0]}. {ROWS[index][1]}":
            wrong.append(f"{index} says {card.words.text[:20]}")
    return wrong


def fling(driver: Driver, cards: CardList, distance: float, steps: int) -> None:
    pane = cards._pane
    for _ in range(steps):
        pane.scroll_y -= distance / max(1, pane.viewport_size[1] - pane.height)
        driver.frames(1)


def test_few_cards_are_built_for_a_thousand_rows_and_they_are_used_again(driver: Driver, cards: CardList) -> None:
    made: set[int] = set()
    for _ in range(60):
        fling(driver, cards, 90, 1)
        made |= {id(card) for card in cards.children}
        assert len(cards.children) < 20
    assert max(cards._cards) > 25
    assert len(made) < 25


def test_every_card_in_sight_is_whole_and_in_its_place_while_it_scrolls(driver: Driver, cards: CardList) -> None:
    assert whole(cards) == []
    for _ in range(40):
        fling(driver, cards, 75, 1)
        assert whole(cards) == []
        assert len(seen(cards)) >= 2


def test_what_is_read_does_not_jump_when_heights_are_found(driver: Driver, cards: CardList) -> None:
    cards._pane.scroll_y = 0.5  # into rows whose heights nobody knows
    driver.frames(1)
    driver.frames(8)
    assert whole(cards) == []
    first = max(seen(cards), key=lambda index: seen(cards)[index][1])
    for _ in range(30):  # upwards, over rows that are higher or lower than was guessed
        before = seen(cards)
        fling(driver, cards, -40, 1)
        after = seen(cards)
        for index in before.keys() & after.keys():
            assert after[index][0] == pytest.approx(before[index][0] - 40, abs=2), index
    assert min(seen(cards)) < first


def test_both_ends_are_reached_and_the_end_is_told_once(driver: Driver, cards: CardList) -> None:
    told: list[int] = []
    cards.bind(on_end=lambda *_: told.append(1))
    assert told == []
    for _ in range(2):  # the first time nobody knows how high the last rows are
        cards._pane.scroll_y = 0
        driver.frames(10)
    assert max(seen(cards)) == 999
    assert seen(cards)[999][0] == pytest.approx(16, abs=2)
    assert told == [1]
    cards._pane.scroll_y = 1
    driver.frames(10)
    assert min(seen(cards)) == 0
    assert told == [1]


def test_a_longer_list_keeps_its_place_and_may_end_again(driver: Driver, cards: CardList) -> None:
    cards.rows = ROWS[:100]
    cards._pane.scroll_y = 0
    driver.frames(10)
    before = seen(cards)
    told: list[int] = []
    cards.bind(on_end=lambda *_: told.append(1))
    cards.rows = ROWS[:200]
    driver.frames(6)
    after = seen(cards)
    assert {index: pytest.approx(place, abs=2) for index, place in before.items()} == {i: after[i] for i in before}
    cards._pane.scroll_y = 0
    driver.frames(10)
    assert told == [1]


def test_a_tap_tells_which_row_it_was(driver: Driver, cards: CardList) -> None:
    opened: list[Any] = []
    cards.bind(on_open=lambda _list, row: opened.append(row))
    fling(driver, cards, 100, 30)
    index = sorted(seen(cards))[1]
    x, y = cards._cards[index].to_window(*cards._cards[index].center)
    driver.tap_at(x, y)
    assert opened == [ROWS[index]]


def test_another_text_size_leaves_the_same_row_on_top(driver: Driver, cards: CardList) -> None:
    fling(driver, cards, 100, 30)
    before = min(seen(cards))
    T.scale = 2.0
    driver.frames(10)
    assert whole(cards) == []
    assert abs(min(seen(cards)) - before) <= 1


def test_other_rows_are_shown_at_once_and_none_leaves_nothing(driver: Driver, cards: CardList) -> None:
    cards.rows = list(reversed(ROWS[:3]))
    driver.frames(6)
    assert [cards._cards[index].words.text.split(".")[0] for index in range(3)] == ["2", "1", "0"]
    assert cards.card_of(ROWS[1]) is cards._cards[1]
    cards.rows = []
    driver.frames(6)
    assert (cards.height, len(cards.children)) == (0, 0)


def test_a_row_can_be_brought_to_the_top(driver: Driver, cards: CardList) -> None:
    cards.reveal(500)
    driver.frames(10)
    assert seen(cards)[500][1] == pytest.approx(Window.height, abs=2)


def test_a_shelf_knows_what_stands_between_two_heights() -> None:
    shelf = Shelf(10, 10, 90)
    assert list(shelf.between(0, 100)) == [0]
    assert list(shelf.between(95, 205)) == [0, 1, 2]
    assert list(shelf.between(-500, -10)) == []
    assert list(shelf.between(2000, 3000)) == [9] or not list(shelf.between(2000, 3000))
    assert shelf.total == 990
    assert shelf.measured({0: 190}, 90).starts[1] == 200


def test_no_crowd_is_built_for_cards_whose_words_are_still_measured(driver: Driver, cards: CardList) -> None:
    built: list[WordCard] = []
    make = cards.make
    cards.make = lambda: built.append(make()) or built[-1]
    for rows in (ROWS[100:400], ROWS[500:800], ROWS[:1000]):
        cards.rows = rows
        driver.frames(4)
    assert len(built) + len(cards.children) < 30
    assert len(cards._spare) <= 6


@pytest.mark.parametrize("rows", [ROWS, []], ids=["long", "empty"])
def test_a_list_that_is_finished_costs_nothing_more(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[int, str]]
) -> None:
    cards = shown(driver, rows)
    driver.frames(12)
    arranged: list[int] = []
    monkeypatch.setattr(cards, "_arrange", lambda: arranged.append(1))
    driver.frames(3)
    assert arranged == []
