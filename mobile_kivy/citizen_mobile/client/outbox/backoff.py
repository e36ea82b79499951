"""How long to wait before the next try."""

from __future__ import annotations

import random
from collections.abc import Callable

FIRST, LONGEST = 2.0, 600.0
Jitter = Callable[[], float]


def wait_after(attempts: int, jitter: Jitter = random.random) -> float:
    """Seconds: doubling up to ten minutes, half of it by chance, so that a district's phones do not come at once."""
    wait = min(LONGEST, FIRST * 2.0 ** min(max(attempts, 0), 10))
    return wait * (0.5 + 0.5 * jitter())
