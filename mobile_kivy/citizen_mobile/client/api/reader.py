"""GETs with memory, and how an answer becomes a model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlencode

from citizen_mobile.client.cache import Cache
from citizen_mobile.client.decode import decode, decode_list
from citizen_mobile.client.errors import ApiError, ClientError, NetworkError
from citizen_mobile.client.http import Auth, Http
from citizen_mobile.client.models import Loaded, Page

T = TypeVar("T")
Shape = Callable[[Any], T]

# Kept for logging out: answers to a logged-in person are dropped with the session.
PRIVATE = "me"


class NotRemembered(ClientError):
    """Asked for the copy alone, and there is none."""


class Reader:
    """GETs with memory: fresh when the network allows, else the last good copy with its age."""

    def __init__(self, http: Http, cache: Cache) -> None:
        self.http = http
        self.cache = cache
        self._thread = threading.local()

    @contextmanager
    def memory_only(self) -> Iterator[None]:
        """Inside, this thread's reads give the copy at once and never touch the network (NotRemembered without one)."""
        self._thread.memory_only = True
        try:
            yield
        finally:
            self._thread.memory_only = False

    @property
    def from_memory(self) -> bool:
        """Whether this thread is inside `memory_only`."""
        return getattr(self._thread, "memory_only", False)

    def read(self, path: str, shape: Shape[T], *, auth: Auth = "none", **params: Any) -> Loaded[T]:
        """Ask the server, with the ETag of the copy; a server that is away or broken leaves us the copy."""
        asked = {name: _plain(value) for name, value in params.items() if value not in (None, "", [])}
        key = self._key(path, asked)
        copy = self.cache.get(key)
        if self.from_memory:
            if copy is None:
                raise NotRemembered(key)
            return Loaded(shape(copy.body), copy.stored_at, stale=True)
        try:
            answer = self.http.get(path, params=asked, auth=auth, etag=copy.etag if copy else "")
        except (NetworkError, ApiError) as error:
            if copy is None or (isinstance(error, ApiError) and error.status < 500):
                raise
            return Loaded(shape(copy.body), copy.stored_at, stale=True)
        if answer.status == 304 and copy is not None:
            self.cache.touch(key)
            return Loaded(shape(copy.body), copy.stored_at)
        kept = self.cache.put(key, answer.data, etag=answer.etag, owner="" if auth == "none" else PRIVATE)
        return Loaded(shape(answer.data), kept.stored_at)

    def _key(self, path: str, params: dict[str, str]) -> str:
        return f"{self.http.language()} {path}?{urlencode(sorted(params.items()))}"


def one_of(cls: type[T]) -> Shape[T]:
    return lambda data: decode(cls, data)


def list_of(cls: type[T]) -> Shape[list[T]]:
    return lambda data: decode_list(cls, data)


def page_of(cls: type[T]) -> Shape[Page[T]]:
    def shape(data: Any) -> Page[T]:
        following = data.get("next") if isinstance(data, dict) else None
        return Page(decode_list(cls, data), following)

    return shape


def _plain(value: Any) -> str:
    return str(value)
