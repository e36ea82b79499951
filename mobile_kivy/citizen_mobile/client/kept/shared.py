"""Work that is done once for all who ask for it while it is under way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent import futures

from citizen_mobile.client.kept.sync import Progress


class Shared:
    """Who asks while it is under way is told of its progress, waits for its end and has what came of it."""

    def __init__(self, work: Callable[[Progress], bool]) -> None:
        self._work = work
        self._guard = threading.Lock()
        self._running: futures.Future[bool] | None = None
        self._told: list[Progress] = []

    @property
    def under_way(self) -> bool:
        return self._running is not None

    def __call__(self, progress: Progress) -> bool:
        """Blocks; what the work raises, all who wait get. Never call it from `progress`: it would wait for itself."""
        mine: futures.Future[bool] = futures.Future()
        with self._guard:
            self._told.append(progress)
            running = self._running
            self._running = running or mine
        if running is not None:
            return running.result()
        try:
            mine.set_result(self._work(self._tell))
        except BaseException as error:
            mine.set_exception(error)
            raise
        finally:
            with self._guard:
                self._running = None
                self._told.clear()
        return mine.result()

    def wait(self, timeout: float) -> None:
        """For the end of what is under way, at most so many seconds."""
        if (running := self._running) is not None:
            futures.wait([running], timeout)

    def _tell(self, done: int, total: int) -> None:
        for progress in list(self._told):
            progress(done, total)
