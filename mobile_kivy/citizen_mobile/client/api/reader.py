"""GETs with memory, and how an answer becomes a model."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from citizen_mobile.client.answers import Answer
from citizen_mobile.client.cache import Cache, CachedReply
from citizen_mobile.client.decode import decode, decode_list
from citizen_mobile.client.errors import ApiError, ClientError, NetworkError, StorageError
from citizen_mobile.client.http import Auth, Http
from citizen_mobile.client.models import Loaded, Page

T = TypeVar("T")
Shape = Callable[[Any], T]
log = logging.getLogger(__name__)

# Kept for logging out: answers to a logged-in person are dropped with the session.
PRIVATE = "me"


class NotRemembered(ClientError):
    """Asked for the copy alone, and there is none."""


class KeptCopies(Protocol):
    """What is kept on purpose (`client.kept`), asked where there is no ordinary copy."""

    def reply(self, path: str, params: Mapping[str, str]) -> CachedReply | None: ...


class Reader:
    """GETs with memory: fresh when the network allows, else the last good copy with its age."""

    def __init__(self, http: Http, cache: Cache, kept: KeptCopies | None = None) -> None:
        self.http = http
        self.cache = cache
        self._kept = kept
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
        if self.from_memory:
            return self._copy(path, asked, shape)
        copy = self.cache.get(key)
        try:
            answer = self.http.get(path, params=asked, auth=auth, etag=copy.etag if copy else "")
        except (NetworkError, ApiError) as error:
            if isinstance(error, ApiError) and error.status < 500:
                raise
            try:
                return self._copy(path, asked, shape)
            except NotRemembered:
                raise error from None
        if answer.status == 304 and copy is not None:
            self.cache.touch(key)
            return Loaded(shape(copy.body), copy.stored_at)
        return Loaded(shape(answer.data), self._remember(key, answer, "" if auth == "none" else PRIVATE))

    def _copy(self, path: str, asked: dict[str, str], shape: Shape[T]) -> Loaded[T]:
        """The younger of the ordinary copy and the kept one."""
        copy = self.cache.get(self._key(path, asked))
        kept = self._kept.reply(path, asked) if self._kept else None
        found = max((row for row in (copy, kept) if row), key=lambda row: row.stored_at, default=None)
        if found is None:
            raise NotRemembered(path)
        return Loaded(shape(found.body), found.stored_at, stale=True)

    def _remember(self, key: str, answer: Answer, owner: str) -> float:
        """Keep a copy; a full disk is no reason to withhold the answer. Returns its age."""
        try:
            return self.cache.put(key, answer.data, etag=answer.etag, owner=owner).stored_at
        except StorageError as error:
            log.warning("not remembered: %s", error)
            return time.time()

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
