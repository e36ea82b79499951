"""The one Redis (or Valkey) client of a process, for counters and stamps; its pool connects when first used."""

from functools import lru_cache

import redis
from django.conf import settings


@lru_cache(maxsize=1)
def redis_client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=3)


def prefixed(key: str) -> str:
    """`key` in this installation's own part of a shared server."""
    return f"{settings.CACHE_PREFIX}:{key}"
