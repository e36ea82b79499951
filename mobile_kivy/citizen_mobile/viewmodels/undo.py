"""Something that was done here and can be taken back for a while."""

from __future__ import annotations

from collections.abc import Callable

from kivy.clock import Clock
from kivy.event import EventDispatcher
from kivy.properties import StringProperty

SECONDS = 6.0

Act = Callable[[], None]


class Undo(EventDispatcher):
    """One offer at a time: a new one makes the last final."""

    words = StringProperty("")  # what was done, to be shown beside the way back; empty when there is none

    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__()
        self._commit: Act | None = None
        self._revert: Act | None = None
        self._timer = Clock.create_trigger(lambda _dt: self.settle(), seconds)

    def offer(self, words: str, *, revert: Act, commit: Act = lambda: None) -> None:
        """Offer to take back by `revert`; `commit` follows when the time is over."""
        self.settle()
        self._commit, self._revert, self.words = commit, revert, words
        self._timer()

    def take_back(self) -> None:
        """The person wants it undone."""
        revert = self._revert
        self._clear()
        if revert is not None:
            revert()

    def settle(self) -> None:
        """It stays done: the time is over, the app goes to sleep, or something else is done."""
        commit = self._commit
        self._clear()
        if commit is not None:
            commit()

    def _clear(self) -> None:
        self._timer.cancel()
        self._commit = self._revert = None
        self.words = ""
