"""The ground that every viewmodel stands on: the client, a pool of workers, and the way back to the UI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from kivy.clock import Clock

from citizen_mobile.client.errors import ClientError
from citizen_mobile.client.store import Store
from citizen_mobile.client.workers import PICTURE, TEXT, Workers

T = TypeVar("T")
log = logging.getLogger(__name__)


class Context:
    """Runs work beside the UI and brings results back through the clock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._pool = Workers()
        self.under_way = 0
        self._closed = False

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[ClientError], None] | None = None,
        *,
        rank: int = TEXT,
    ) -> None:
        """Call `work` in a worker, then `done` or `failed` on the UI thread. Called from the UI thread."""
        if self._closed:
            return
        self.under_way += 1
        self._pool.submit(work, rank).add_done_callback(partial(self._came_back, done, failed))

    def picture(self, url: str, done: Callable[[T], None], *, make: Callable[[bytes], T]) -> None:
        """Load a picture when nothing that is read waits, and decode it there; one that cannot be had leaves a gap."""
        self.run(lambda: make(self.store.images.load(url)), done, lambda _error: None, rank=PICTURE)

    def post(self, call: Callable[[], None]) -> None:
        """Call on the UI thread, from any thread; not any more once the app has ended."""
        Clock.schedule_once(lambda _dt: None if self._closed else call(), 0)

    def close(self) -> None:
        """The app ends: nothing new begins, and what comes back is not heard."""
        self._closed = True
        self._pool.close()

    def _came_back(self, done: Callable[[Any], None], failed: Any, future: Future[Any]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        self.post(partial(self._land, done, failed, future, error))

    def _land(self, done: Callable[[Any], None], failed: Any, future: Future[Any], error: BaseException | None) -> None:
        self.under_way -= 1
        if error is None:
            done(future.result())
        elif isinstance(error, ClientError):
            log.info("client: %s", error)
            if failed is not None:
                failed(error)
        else:
            raise error  # a mistake of ours: loud, on the UI thread
