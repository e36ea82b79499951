"""A few threads for all that blocks: what is read on the screen goes before pictures, and pictures never hold it up."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
TEXT, PICTURE = 0, 1
Task = tuple[int, int, "Future[Any]", Callable[[], Any]]


class Workers:
    """`count` threads, `for_text` of which take nothing else: ten slow pictures leave the next page its thread.

    They are daemons: an app that ends does not wait for an answer that takes 20 seconds.
    """

    def __init__(self, count: int = 5, for_text: int = 2) -> None:
        self._tasks: list[Task] = []
        self._order = itertools.count()
        self._free = threading.Condition()
        self._closed = False
        for number in range(count):
            only = TEXT if number < for_text else PICTURE
            threading.Thread(target=self._work, args=(only,), name=f"client-{number}", daemon=True).start()

    def submit(self, work: Callable[[], T], rank: int = TEXT) -> Future[T]:
        """Do this when a thread is free, the lowest rank first, then in the order in which it was asked for."""
        future: Future[T] = Future()
        with self._free:
            if self._closed:
                future.cancel()
                return future
            heapq.heappush(self._tasks, (rank, next(self._order), future, work))
            self._free.notify_all()
        return future

    def close(self) -> None:
        """What has not begun is cancelled; what is under way ends by itself."""
        with self._free:
            self._closed = True
            waiting, self._tasks = self._tasks, []
            self._free.notify_all()
        for _rank, _number, future, _work in waiting:
            future.cancel()

    def _work(self, rank: int) -> None:
        while self._one(rank):
            pass

    def _one(self, rank: int) -> bool:
        """One piece of work; False when there will be none. Once done nothing of it is held: who asked may be gone."""
        task = self._next(rank)
        if task is None:
            return False
        _rank, _number, future, work = task
        if future.set_running_or_notify_cancel():
            _do(future, work)
        return True

    def _next(self, rank: int) -> Task | None:
        with self._free:
            while not self._closed:
                if self._tasks and self._tasks[0][0] <= rank:
                    return heapq.heappop(self._tasks)
                self._free.wait()
        return None


def _do(future: Future[Any], work: Callable[[], Any]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - the future carries it to who asked
        future.set_exception(error)
    else:
        future.set_result(result)
