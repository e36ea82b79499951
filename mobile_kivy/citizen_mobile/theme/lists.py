"""A list of a thousand cards that builds only those near the window, each as high as its words need.

Put it into the Column of a Body like any other widget; what stands above and below it scrolls along:

    cards = CardList(make=NoticeCard, show=show_notice)   # `show(card, row)` paints a row on a card, new or used before
    cards.bind(on_open=lambda _list, row: ..., on_end=lambda *_: model.load_more())
    cards.rows = model.value                              # any time; rows that stay keep their place

`make()` builds a blank card (an `on_release` of its own is not needed: `on_open` tells which row was tapped). Cards are
used again for other rows, so `show` has to set everything that a row decides. `on_end` comes when the last row comes
near the window, once for each list of rows. `card_of(row)` is the card that shows a row, or None while it is far away;
`reveal(index)` scrolls to a row.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import Any

from kivy.clock import Clock
from kivy.metrics import dp
from kivy.properties import ListProperty, NumericProperty, ObjectProperty
from kivy.uix.layout import Layout
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget

from citizen_mobile.theme.tokens import T

MOST_SPARE = 6  # cards out of sight that are kept for other rows


class Shelf:
    """Where each row begins. A row that has not been seen yet counts with the average of the first that were."""

    def __init__(self, count: int, gap: float, guess: float, known: dict[int, float] | None = None) -> None:
        self.gap, self.count, self.guess = gap, count, guess
        self.known = known or {}
        heights = (self.known.get(index, self.guess) + gap for index in range(count))
        self.starts = list(accumulate(heights, initial=0.0))

    @property
    def total(self) -> float:
        return max(0.0, self.starts[-1] - self.gap)

    def between(self, above: float, below: float) -> range:
        """The rows that reach into the stretch from `above` to `below`, measured from the top."""
        first = max(0, bisect_right(self.starts, above) - 1)
        return range(first, min(self.count, max(0, bisect_left(self.starts, below))))

    def measured(self, heights: dict[int, float], guess: float) -> Shelf:
        """The same shelf, some rows known better."""
        return Shelf(self.count, self.gap, guess, {**self.known, **heights})


class CardList(Layout):
    """See the module: `rows` are shown on cards made by `make` and painted by `show`."""

    rows = ListProperty([])
    make = ObjectProperty(None)
    show = ObjectProperty(None)
    spacing = NumericProperty(dp(12))
    guess = NumericProperty(dp(124))  # a card's height before any was seen
    ahead = NumericProperty(dp(320))  # built beyond both edges of the window, so that a fling meets finished cards
    __events__ = ("on_open", "on_end")

    def __init__(self, **kwargs: Any) -> None:
        self._cards: dict[int, Widget] = {}
        self._spare: list[Widget] = []
        self._pane: ScrollView | None = None
        self._from_top = 0.0  # how far the window's top is below that of all that scrolls
        self._over = 0.0  # how much stands over the list in the same Body
        self._ended = False
        self._held = 0.0  # how much of what scrolls did not fit into the window
        self._shelf = Shelf(0, 0.0, 0.0)
        self._born: dict[int, int] = {}  # in which frame a row got its card
        self._guessed = False
        self._later = Clock.create_trigger(lambda _dt: self._arrange(), -1)
        self._next_frame = Clock.create_trigger(lambda _dt: self._arrange(), 0)
        super().__init__(size_hint_y=None, height=0, **kwargs)
        self._shelf = Shelf(len(self.rows), self.spacing, self.guess)
        self._shown_rows = list(self.rows)
        self.fbind("rows", self._rows_changed)
        self.fbind("width", self._forget_heights)
        self.fbind("pos", self._later)
        self.fbind("parent", self._leave_pane)
        T.bind(scale=self._forget_heights)  # weakly: T outlives every list

    def on_open(self, row: Any) -> None:
        """A card was tapped."""

    def on_end(self) -> None:
        """The last row came near the window."""

    def do_layout(self, *_: Any) -> None:
        self._later()

    def card_of(self, row: Any) -> Widget | None:
        """The card that shows a row now."""
        return next((card for index, card in self._cards.items() if self.rows[index] == row), None)

    def reveal(self, index: int) -> None:
        """Scroll until a row stands at the window's top."""
        if self._found_pane():
            self._scroll_to(self._over + self._shelf.starts[index])

    # --- rows and heights

    def _rows_changed(self, *_: Any) -> None:
        old, same = self._shown_rows, 0
        while same < min(len(old), len(self.rows)) and old[same] == self.rows[same]:
            same += 1
        for index in [index for index in self._cards if index >= same]:
            self._put_away(index)
        known = {index: height for index, height in self._shelf.known.items() if index < same}
        self._shelf = Shelf(len(self.rows), self.spacing, self._shelf.guess, known)
        self._shown_rows, self._ended = list(self.rows), False
        self._later()

    def _forget_heights(self, *_: Any) -> None:
        """Another width or text size: every card is measured again."""
        self._guessed = False
        self._born = dict.fromkeys(self._cards, Clock.frames)
        self._shelve(Shelf(len(self.rows), self.spacing, self._shelf.guess))
        self._later()

    def _measure(self) -> None:
        """Take over the heights that cards have found."""
        found = {index: self._height(index, card) for index, card in self._cards.items() if card.height > 1}
        guess = self._average(found)
        if guess != self._shelf.guess or any(self._shelf.known.get(i) != height for i, height in found.items()):
            self._shelve(self._shelf.measured(found, guess))

    def _height(self, index: int, card: Widget) -> float:
        """A card's height; in its first frame, while its words are being measured, no less than was guessed."""
        # Or a whole crowd would be built for the room that such low cards seem to leave.
        finished = self._born[index] < Clock.frames
        return float(card.height if finished else max(card.height, self._shelf.known.get(index, self._shelf.guess)))

    def _average(self, found: dict[int, float]) -> float:
        """The guess, made once from finished cards: made anew each time it would move a thousand rows for one."""
        done = [height for index, height in found.items() if self._born[index] < Clock.frames]
        if self._guessed or not done:
            return self._shelf.guess
        self._guessed = True
        return sum(done) / len(done)

    def _shelve(self, shelf: Shelf) -> None:
        """Other heights: the row at the window's top stays there."""
        anchor = min(self._anchor(), shelf.count)
        self._from_top += shelf.starts[anchor] - self._shelf.starts[anchor]
        self._shelf = shelf

    def _anchor(self) -> int:
        """The row at the window's top; 0 above the list."""
        within = self._from_top - self._over
        return 0 if within <= 0 else self._shelf.between(within + 1, within + 2).start

    # --- the window

    def _leave_pane(self, *_: Any) -> None:
        if self._pane is not None:
            self._pane.funbind("scroll_y", self._scrolled)
            self._pane.funbind("viewport_size", self._hold)
            self._pane.funbind("height", self._hold)
            self._pane = None
        self._later()

    def _found_pane(self) -> bool:
        """The Body around us, which may have come later than our parent did."""
        if self._pane is None:
            self._pane = next((parent for parent in _parents(self) if isinstance(parent, ScrollView)), None)
            if self._pane is not None:
                self._pane.fbind("scroll_y", self._scrolled)
                self._pane.fbind("viewport_size", self._hold)
                self._pane.fbind("height", self._hold)
                self._held = self._beyond()
                self._scrolled()
        return self._pane is not None

    def _beyond(self) -> float:
        """How much of what scrolls does not fit into the window."""
        return max(0.0, self._pane.viewport_size[1] - self._pane.height)

    def _unsettled(self) -> bool:
        """Something around us is about to be laid out: our top is not yet where it belongs."""
        layouts = (parent for parent in _parents(self) if isinstance(parent, Layout))
        return any(parent._trigger_layout.is_triggered for parent in layouts)

    def _scrolled(self, *_: Any) -> None:
        """A finger moved it. (When the height has just changed Kivy keeps the share instead: `_hold` mends that.)"""
        if self._beyond() == self._held:
            self._from_top = (1 - self._pane.scroll_y) * self._held
            self._later()

    def _hold(self, *_: Any) -> None:
        """What scrolls became higher or lower: without this, what is read would jump."""
        self._held = self._beyond()
        self._scroll_to(self._from_top)
        self._later()

    def _scroll_to(self, from_top: float) -> None:
        beyond = self._beyond()
        if beyond > 0:
            self._pane.scroll_y = min(1.0, max(0.0, 1 - from_top / beyond))
            self._pane.effect_y.value = -beyond * self._pane.scroll_y  # a fling goes on from here

    # --- cards

    def _arrange(self) -> None:
        """Cards for the rows near the window, each in its place."""
        if not self._found_pane():
            return
        if self._unsettled():
            self._later()
            return
        self._over = self._pane.viewport_size[1] - self.top
        self._measure()
        top = self._from_top - self._over
        wanted = self._shelf.between(top - self.ahead, top + self._pane.height + self.ahead)
        for index in [index for index in self._cards if index not in wanted]:
            self._put_away(index)
        for index in wanted:
            if index not in self._cards:
                self._cards[index], self._born[index] = self._take_out(index), Clock.frames
        self._place()
        if self._cards and (not self._guessed or Clock.frames in self._born.values()):
            self._next_frame()
        if self.rows and wanted.stop == len(self.rows) and not self._ended:
            self._ended = True
            self.dispatch("on_end")

    def _place(self) -> None:
        self.height = self._shelf.total
        for index, card in self._cards.items():
            card.width = self.width
            card.x, card.top = self.x, self.top - self._shelf.starts[index]

    def _take_out(self, index: int) -> Widget:
        card = self._spare.pop() if self._spare else self._new_card()
        card.width = self.width
        self.show(card, self.rows[index])
        self.add_widget(card)
        return card

    def _new_card(self) -> Widget:
        card = self.make()
        card.size_hint_x = None
        card.fbind("height", self._later)
        card.fbind("on_release", self._tapped)
        return card

    def _put_away(self, index: int) -> None:
        card = self._cards.pop(index)
        del self._born[index]
        self.remove_widget(card)
        if len(self._spare) < MOST_SPARE:
            self._spare.append(card)

    def _tapped(self, card: Widget) -> None:
        index = next((index for index, shown in self._cards.items() if shown is card), None)
        if index is not None:
            self.dispatch("on_open", self.rows[index])


def _parents(widget: Widget) -> Any:
    while widget.parent is not None and widget.parent is not widget:
        widget = widget.parent
        yield widget
