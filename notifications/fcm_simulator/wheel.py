"""Answers that take their time: all that are due in the same millisecond wait in one bucket on one timer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# A timer of the loop for each of 4,000 messages in flight would cost as much as answering them.
TICK = 0.001

_Call = tuple[Callable[..., None], tuple[Any, ...]]


@dataclass(slots=True)
class Wheel:
    """Calls back after a delay, at most a tick late."""

    loop: asyncio.AbstractEventLoop
    _buckets: dict[int, list[_Call]] = field(default_factory=dict)

    def after(self, seconds: float, call: Callable[..., None], *arguments: Any) -> None:
        """Call it in so many seconds, after all that were asked for the same tick before."""
        tick = int((self.loop.time() + seconds) / TICK) + 1
        bucket = self._buckets.get(tick)
        if bucket is None:
            self._buckets[tick] = bucket = []
            self.loop.call_at(tick * TICK, self._turn, tick)
        bucket.append((call, arguments))

    def waiting(self) -> int:
        """How many calls are still to come."""
        return sum(len(bucket) for bucket in self._buckets.values())

    def _turn(self, tick: int) -> None:
        for call, arguments in self._buckets.pop(tick):
            call(*arguments)
