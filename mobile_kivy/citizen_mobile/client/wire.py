"""Bytes to the server and back: connections for all, a deadline for the whole, a bound on size, faults by name."""

from __future__ import annotations

import importlib.util
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, ReadTimeoutError

from citizen_mobile.client.answers import Reply
from citizen_mobile.client.errors import (
    ClientError,
    NameNotFound,
    NetworkError,
    NotSent,
    TooLarge,
    TooSlow,
    UnsafeConnection,
)

CHUNK = 65_536
CLOCK_WORDS = ("certificate has expired", "certificate is not yet valid")
HAS_BROTLI = any(importlib.util.find_spec(name) for name in ("brotli", "brotlicffi"))
ENCODINGS = "gzip, br" if HAS_BROTLI else "gzip"


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds: for a connection, for a sign of life, for the whole; and for how many bytes."""

    connect: float = 6.0
    silence: float = 20.0
    whole: float = 45.0
    most: int = 8_000_000


class Wire:
    """Connections that all threads share, so that one handshake serves many requests."""

    def __init__(self, connections: int = 8) -> None:
        self._adapter = HTTPAdapter(pool_connections=4, pool_maxsize=connections)
        self._local = threading.local()

    def session(self) -> requests.Session:
        """This thread's: only the connections below are shared."""
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            # No .netrc and no proxies from the environment: a phone has none, and looking costs at each request.
            session.trust_env = False
            session.headers.clear()
            session.mount("https://", self._adapter)
            session.mount("http://", self._adapter)
        return session

    def forget_connections(self) -> None:
        """After sleep or a change of network the kept ones are dead, and waiting for them would take the silence."""
        self._adapter.close()


def exchange(
    session: requests.Session, method: str, url: str, headers: Mapping[str, str], patience: Patience, **more: Any
) -> Reply:
    """One request, never followed elsewhere; the reply has arrived whole. Raises NetworkError or TooLarge."""
    ends = time.monotonic() + patience.whole
    try:
        reply = session.request(
            method,
            url,
            headers={"Accept-Encoding": ENCODINGS, **headers},
            timeout=(patience.connect, patience.silence),
            allow_redirects=False,
            stream=True,
            **more,
        )
        with reply:
            return Reply(reply.status_code, reply.headers, _body(reply, ends, patience.most))
    except (requests.RequestException, HTTPError, OSError) as error:
        raise fault(error) from error


def _body(reply: requests.Response, ends: float, most: int) -> bytes:
    if not isinstance(reply.raw, urllib3.response.BaseHTTPResponse):  # a test's adapter, which has it all at once
        return reply.content
    parts, size = [], 0
    # read1 comes back with what there is, so that a trickle does not outlive the deadline.
    while part := reply.raw.read1(CHUNK, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > most:
            raise TooLarge(f"more than {most} bytes")
        if time.monotonic() > ends:
            raise TooSlow("the answer did not end in time")
    _whole(reply)
    return b"".join(parts)


def _whole(reply: requests.Response) -> None:
    """`read1` ends quietly where a connection was cut; the announced length tells."""
    left = getattr(reply.raw, "length_remaining", None)
    if left and reply.request.method != "HEAD":
        raise NetworkError(f"{left} bytes are missing")


def fault(error: Exception) -> ClientError:
    """The error of the layers below, by its name."""
    causes = list(_causes(error))
    if isinstance(error, requests.exceptions.SSLError) or any(_is_tls(cause) for cause in causes):
        return UnsafeConnection(str(error), clock=any(word in str(error) for word in CLOCK_WORDS))
    if any(isinstance(cause, NameResolutionError) for cause in causes):
        return NameNotFound(str(error))
    if isinstance(error, requests.exceptions.ConnectTimeout) or any(
        isinstance(cause, NewConnectionError) for cause in causes
    ):
        return NotSent(str(error))
    if isinstance(error, (requests.exceptions.ReadTimeout, ReadTimeoutError, TimeoutError)):
        return TooSlow(str(error))
    return NetworkError(str(error))


def _is_tls(cause: BaseException) -> bool:
    return isinstance(cause, urllib3.exceptions.SSLError)


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what it wraps: requests puts urllib3's into `args`, urllib3 its own into `reason`."""
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting:
        cause = waiting.pop()
        if isinstance(cause, BaseException) and cause not in found:
            found.append(cause)
            waiting += [*cause.args, getattr(cause, "reason", None), cause.__cause__]
    return found
