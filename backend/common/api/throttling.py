"""Throttles counted atomically in Redis, several at once in one round trip; rates are settings.THROTTLES.

Django REST framework's own throttles read and then write a list: parallel requests slip through between the two.
"""

import hashlib
import re
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.throttling import BaseThrottle

from backend.common.errors import TooManyRequests
from backend.common.logging import get_logger
from backend.common.redis import prefixed, redis_client

log = get_logger(__name__)

RATE = re.compile(r"^(\d+)/(\d*)([smhd])$")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@lru_cache(maxsize=256)
def parse_rate(rate: str) -> tuple[int, int]:
    """`"10/5m"` is (10, 300): that many in that many seconds."""
    found = RATE.match(rate)
    if not found:
        raise ValueError(f"not a rate: {rate!r}")
    return int(found[1]), int(found[2] or 1) * SECONDS[found[3]]


def _key(scope: str, who: str, value: str, period: int, now: float) -> str:
    digest = hashlib.blake2b(value.encode(), digest_size=12).hexdigest()  # no phone number in Redis
    return prefixed(f"throttle:{scope}:{who}:{digest}:{int(now // period)}")


def throttle_wait(scope: str, values: Mapping[str, str]) -> int:
    """Count one use of `scope`; 0 if it is allowed, else the seconds to wait.

    `values` says who: {"address": …, "user": …, "phone": …}; a rate whose key is missing is not counted. If Redis is
    down the use is allowed, and that is logged: in a storm, citizens matter more than the limit.
    """
    if not settings.THROTTLING_ENABLED:
        return 0
    now = time.time()
    rates = []
    for rate, who in settings.THROTTLES[scope]:
        parts = [values.get(part) for part in who.split("+")]
        if all(parts):
            limit, period = parse_rate(rate)
            rates.append((limit, period, _key(scope, who, "|".join(str(part) for part in parts), period, now)))
    if not rates:
        return 0
    pipe = redis_client().pipeline(transaction=False)
    for _limit, period, key in rates:
        pipe.incr(key)
        pipe.expire(key, period + 1)
    try:
        counts = pipe.execute()[::2]
    except redis.RedisError as error:  # no traceback: in an outage this is a line for each request
        log.error("throttle_unavailable", scope=scope, error=type(error).__name__)
        return 0
    waits = [int(period - now % period) + 1 for (limit, period, _k), n in zip(rates, counts, strict=True) if n > limit]
    return max(waits, default=0)


def throttle_check(scope: str, values: Mapping[str, str]) -> None:
    """Count one use, or raise 429 `throttled` with Retry-After."""
    wait = throttle_wait(scope, values)
    if wait:
        message = _("Too many attempts. Please wait %(seconds)s seconds.") % {"seconds": wait}
        raise TooManyRequests("throttled", message, retry_after=wait)


class Throttle(BaseThrottle):
    """Throttle of a view: `throttle_classes = [throttled("report_create")]`. Counts unsafe methods, or all if asked."""

    scope = "write"
    counts_safe_methods = False

    def allow_request(self, request: Any, view: Any) -> bool:
        if request.method in ("GET", "HEAD", "OPTIONS") and not self.counts_safe_methods:
            return True
        address = self.get_ident(request) or ""
        user = str(request.user.pk) if request.user and request.user.is_authenticated else f"guest:{address}"
        # Raises by itself: REST framework's own words for it cannot be translated (it formats them first).
        throttle_check(self.scope, {"address": address, "user": user})
        return True


def throttled(scope: str, *, safe_methods: bool = False) -> type[Throttle]:
    """A throttle class for one scope of settings.THROTTLES."""
    return type(f"Throttle_{scope}", (Throttle,), {"scope": scope, "counts_safe_methods": safe_methods})
