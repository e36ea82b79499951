"""What is kept on this device: how much, until when it is right, and how to be rid of it."""

from __future__ import annotations

from typing import NamedTuple

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty

from citizen_mobile.viewmodels.base import ViewModel, ignore
from citizen_mobile.viewmodels.context import Context


class Sizes(NamedTuple):
    """Bytes by group of what is kept on purpose, and of what was merely seen."""

    groups: dict[str, int]
    limit: int
    by_itself: bool
    synced_at: float
    pages: int
    pictures: int

    @property
    def used(self) -> int:
        return sum(self.groups.values())


class KeptModel(ViewModel):
    """Counts, fetches and clears; all of it beside the UI."""

    sizes = ObjectProperty(None, allownone=True)
    syncing = BooleanProperty(False)
    done = NumericProperty(0)
    total = NumericProperty(0)
    full = BooleanProperty(False)  # the last sync ended at the limit

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._cancelled = False

    def load(self) -> None:
        """Measure, and follow what the app fetches by itself just now."""
        self.count()
        if self.store.kept.syncing:
            self.sync()

    def count(self) -> None:
        """Measure anew."""
        self.context.run(self._count, lambda sizes: setattr(self, "sizes", sizes), ignore)

    def sync(self) -> None:
        """Fetch what changed, with progress; or see what is under way to its end."""
        if self.syncing:
            return
        self.syncing, self.full, self.done, self.total, self._cancelled = True, False, 0, 0, False
        self.run(lambda: self.store.kept.sync(self._progress), self._synced, lambda _error: self._ended())

    def cancel(self) -> None:
        self._cancelled = True
        self.store.kept.cancel()

    def clear(self, group: str) -> None:
        """One group of what is kept on purpose."""
        self.context.run(lambda: self.store.kept.clear(group), lambda _nothing: self.count(), ignore)

    def clear_seen(self) -> None:
        """What can be had again from the server. Drafts, the outbox and settings stay, and what is kept on purpose."""

        def work() -> None:
            self.store.cache.clear()
            self.store.images.clear()
            if self.store.tiles is not None:
                self.store.tiles.clear()

        self.context.run(work, lambda _nothing: self.count(), ignore)

    def choose_by_itself(self, wanted: bool) -> None:
        """Whether it is fetched once a day without being asked for."""
        self.context.run(lambda: self.store.kept.set_by_itself(wanted), lambda _nothing: self.count(), ignore)

    def choose_limit(self, limit: int) -> None:
        self.context.run(lambda: self.store.kept.set_limit(limit), lambda _nothing: self.count(), ignore)

    def _count(self) -> Sizes:
        kept = self.store.kept
        seen = self.store.cache.count(), self._pictures()
        return Sizes(kept.sizes(), kept.limit, kept.by_itself, kept.synced_at(), *seen)

    def _pictures(self) -> int:
        """Bytes of pictures and of the map's."""
        return self.store.images.size() + (self.store.tiles.size() if self.store.tiles is not None else 0)

    def _progress(self, done: int, total: int) -> None:
        self.context.post(lambda: self._show_progress(done, total))

    def _show_progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def _synced(self, whole: bool) -> None:
        self.full = not whole and not self._cancelled
        self._ended()

    def _ended(self) -> None:
        self.syncing = False
        self.count()
