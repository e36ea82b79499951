"""Loading with a memory: the last good copy at once, the network's answer when it comes, the age when it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from citizen_mobile.client.api.reader import NotRemembered
from citizen_mobile.client.errors import (
    ApiError,
    CaptivePortal,
    ClientError,
    NetworkError,
    SessionEnded,
    StorageError,
    TooSlow,
    UnsafeConnection,
)
from citizen_mobile.client.models import Loaded, Page
from citizen_mobile.viewmodels.context import Context

OF_THE_NETWORK = ("portal", "clock", "unsafe", "slow", "offline")  # it never reached our server


def kind_of(error: ClientError) -> str:
    """Which sentence a screen should say: `portal`, `clock`, `unsafe`, `slow`, `offline`, `storage`, `login`, `gone` or
    `server`."""
    if isinstance(error, CaptivePortal):
        return "portal"
    if isinstance(error, UnsafeConnection):
        return "clock" if error.clock else "unsafe"
    if isinstance(error, TooSlow):
        return "slow"
    if isinstance(error, StorageError):
        return "storage"
    if isinstance(error, NetworkError):
        return "offline"
    if isinstance(error, SessionEnded):
        return "login"
    if isinstance(error, ApiError) and error.status == 404:
        return "gone"
    return "server"


class ViewModel(EventDispatcher):
    """Something that works in the background."""

    busy = BooleanProperty(False)
    error = StringProperty("")  # see kind_of; empty when all is well
    error_detail = StringProperty("")  # the server's own words

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.store = context.store
        self.api = context.store.api
        self._asked = 0

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[ClientError], None] | None = None,
    ) -> None:
        """Work in the background; a newer call makes the answer of an older one unheard."""
        self._asked += 1
        mine = self._asked
        self.busy, self.error, self.error_detail = True, "", ""

        def landed(result: Any) -> None:
            if mine == self._asked:
                self.busy = False
                done(result)

        def fell(error: ClientError) -> None:
            if mine == self._asked:
                self.busy = False
                if failed is not None:
                    failed(error)
                self.error_detail = error.detail if isinstance(error, ApiError) else ""
                self.error = kind_of(error)

        self.context.run(work, landed, fell)


class Reading(ViewModel):
    """One thing that is read: `value` is None until there is something to show."""

    value = ObjectProperty(None, allownone=True)
    stale_since = NumericProperty(0)  # when the copy on show was stored; 0 while it is fresh

    def read(self, fetch: Callable[[], Loaded[Any]], *, keep: bool = False) -> None:
        """Show the copy, then the answer. With `keep` what is on show stays until then (pull to refresh)."""
        if not keep:
            self.value, self.stale_since = None, 0

        def work() -> Loaded[Any]:
            if not keep:
                self._show_copy(fetch)
            return fetch()

        self.run(work, self._show)

    def _show_copy(self, fetch: Callable[[], Loaded[Any]]) -> None:
        mine = self._asked
        try:
            with self.api.reader.memory_only():
                copy = fetch()
        except NotRemembered:
            return
        self.context.post(lambda: self._show_early(copy, mine))

    def _show_early(self, copy: Loaded[Any], asked: int) -> None:
        if asked == self._asked and self.busy and self.value is None:
            self.value = copy.value

    def _show(self, loaded: Loaded[Any]) -> None:
        self.stale_since = loaded.stored_at if loaded.stale else 0
        self.value = loaded.value


class Listing(Reading):
    """A list that is read page by page: `value` is the list of all rows so far."""

    more = BooleanProperty(False)
    loading_more = BooleanProperty(False)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._next = ""

    def read_pages(self, fetch: Callable[[], Loaded[Page[Any]]], *, keep: bool = False) -> None:
        """Begin from the first page."""
        self.read(fetch, keep=keep)

    def read_more(self, fetch: Callable[[str], Loaded[Page[Any]]]) -> None:
        """Append the next page; a failure leaves what is there."""
        if self.loading_more or not self._next:
            return
        self.loading_more = True
        mine, address = self._asked, self._next

        def done(loaded: Loaded[Page[Any]]) -> None:
            self.loading_more = False
            if mine == self._asked:
                self._remember(loaded.value)
                self.value = [*(self.value or []), *loaded.value.results]

        def failed(error: ClientError) -> None:
            self.loading_more = False

        self.context.run(lambda: fetch(address), done, failed)

    def _show_early(self, copy: Loaded[Page[Any]], asked: int) -> None:
        if asked == self._asked and self.busy and self.value is None:
            self._remember(copy.value)
            self.value = copy.value.results

    def _show(self, loaded: Loaded[Page[Any]]) -> None:
        self.stale_since = loaded.stored_at if loaded.stale else 0
        self._remember(loaded.value)
        self.value = loaded.value.results

    def _remember(self, page: Page[Any]) -> None:
        self._next = page.next or ""
        self.more = bool(page.next)


def nothing(_result: object) -> None:
    """The answer changes nothing on show."""


def ignore(_error: ClientError) -> None:
    """What is on show stays right without this answer."""
