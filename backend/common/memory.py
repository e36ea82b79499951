"""Small reference data that every request asks for: read once, then kept in the process for some seconds."""

import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.conf import settings

T = TypeVar("T")


def kept_briefly(read: Callable[[], T]) -> Callable[[], T]:
    """The answer of `read`, at most settings.REFERENCE_SECONDS old. Callers share it: nobody may change it.

    Redis would be no faster than the database here (a round trip and a client object for each question), and a stamp
    to compare is a query again. What is kept must be harmless when seconds old; 0 turns it off, as tests need it.
    """
    kept: tuple[float, T] | None = None

    @wraps(read)
    def answer() -> T:
        nonlocal kept
        now, last = time.monotonic(), kept
        if last is not None and now < last[0] and settings.REFERENCE_SECONDS:
            return last[1]
        found = read()
        kept = (now + settings.REFERENCE_SECONDS, found)
        return found

    return answer
