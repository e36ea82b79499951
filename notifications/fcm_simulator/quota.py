"""FCM's quota of messages a minute: minutes begin with the first message, not with the clock's."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

MINUTE = 60.0


@dataclass(slots=True)
class Quota:
    """Counts the messages of the running minute; without `per_minute` it has no end."""

    per_minute: int | None = None
    clock: Callable[[], float] = time.monotonic
    _ends: float = 0.0
    _left: int = 0

    def limit(self, per_minute: int | None) -> None:
        """Another quota, from this moment on."""
        self.per_minute, self._ends, self._left = per_minute, 0.0, 0

    def take(self) -> int:
        """0 when the message may pass, else the whole seconds until the next minute begins (at least 1)."""
        if self.per_minute is None:
            return 0
        now = self.clock()
        if now >= self._ends:
            self._ends, self._left = now + MINUTE, self.per_minute
        if self._left:
            self._left -= 1
            return 0
        return math.ceil(self._ends - now)
