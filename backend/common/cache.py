"""Django's cache over Redis that outlives Redis: while it is gone a read misses and a write is dropped."""

from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from backend.common.logging import get_logger
from backend.common.redis import patience

log = get_logger(__name__)


class _Client(RedisCacheClient):
    """Counters (`incr`) are not covered: who counts must know that nothing was counted."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **{**patience(), **options})

    def get(self, key: Any, default: Any) -> Any:
        return _or(default, super().get, key, default)

    def get_many(self, keys: Any) -> Any:
        return _or({}, super().get_many, keys)

    def has_key(self, key: Any) -> bool:
        return bool(_or(False, super().has_key, key))

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return bool(_or(False, super().add, key, value, timeout))

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        _or(None, super().set, key, value, timeout)

    def set_many(self, data: Any, timeout: Any) -> None:
        _or(None, super().set_many, data, timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        return bool(_or(False, super().touch, key, timeout))

    def delete(self, key: Any) -> bool:
        return bool(_or(False, super().delete, key))

    def delete_many(self, keys: Any) -> None:
        _or(None, super().delete_many, keys)


def _or(otherwise: Any, work: Callable[..., Any], *args: Any) -> Any:
    try:
        return work(*args)
    except redis.RedisError as error:
        log.warning("cache_unavailable", error=type(error).__name__)
        return otherwise


class TolerantRedisCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _Client
