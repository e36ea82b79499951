"""The one Redis (or Valkey) client of a process, for counters and stamps; its pool connects when first used."""

from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry


def patience() -> dict[str, Any]:
    """How long a citizen's request waits for Redis: one more try for a connection that went stale, then without it.

    redis-py itself would try ten times with pauses, in a web thread that has others waiting.
    """
    return {"socket_timeout": 2, "socket_connect_timeout": 2, "retry": Retry(NoBackoff(), 1)}


@lru_cache(maxsize=1)
def redis_client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, **patience())


def prefixed(key: str) -> str:
    """`key` in this installation's own part of a shared server."""
    return f"{settings.CACHE_PREFIX}:{key}"
