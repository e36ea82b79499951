"""Bare loops over libcurl: what sending costs with the library that we use, and the limit with nothing to vary."""

from __future__ import annotations

import json
import select
import time
from typing import Any

import pycurl

from tests.bench.push.meter import Meter, Used
from tests.bench.push.peers.credential import bearer
from tests.bench.push.peers.order import Order
from tests.bench.push.tokens import token_of

CONNECTIONS, STREAMS = 20, 100
_HERE = "@token@"
READ, WRITE = select.EPOLLIN, select.EPOLLOUT


def bare(order: Order) -> Used:
    """Each message with its own token, and a look at each status."""
    before, after = json.dumps({"message": order.message | {"token": _HERE}}).encode().split(_HERE.encode())
    return _measure(order, lambda number: before + token_of(number).encode() + after)


def constant(order: Order) -> Used:
    """The same bytes again and again."""
    body = json.dumps({"message": order.message | {"token": token_of(0)}}).encode()
    return _measure(order, lambda _number: body)


def _measure(order: Order, body: Any) -> Used:
    loop = _Loop(order)
    with Meter() as meter:
        accepted = loop.run(order.messages, body)
    return meter.used(accepted)


class _Loop:
    """The loop of decisions/push-transport.md, without anything around it."""

    def __init__(self, order: Order) -> None:
        self._order, self._headers = order, _headers(order)
        self._epoll, self._masks = select.epoll(), dict[int, int]()
        self._due: float | None = None
        self._free: list[Any] = []
        self._multi: Any = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)
        self._multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, CONNECTIONS)
        self._multi.setopt(pycurl.M_MAX_CONCURRENT_STREAMS, STREAMS)
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._wake_in)

    def run(self, count: int, body: Any) -> int:
        started = done = accepted = 0
        while done < count:
            while started < count and started - done < CONNECTIONS * STREAMS:
                curl = self._free.pop() if self._free else self._new()
                curl.setopt(pycurl.POSTFIELDS, body(started))
                self._multi.add_handle(curl)
                started += 1
            self._step()
            answered, well = self._collect()
            done, accepted = done + answered, accepted + well
        return accepted

    def _step(self) -> None:
        now = time.monotonic()
        if self._due is not None and self._due <= now:
            self._due = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        wait = 1.0 if self._due is None else max(0.0, self._due - now)
        for fd, event in self._epoll.poll(wait):
            ready = (pycurl.CSELECT_IN if event & ~WRITE else 0) | (pycurl.CSELECT_OUT if event & WRITE else 0)
            self._multi.socket_action(fd, ready)

    def _collect(self) -> tuple[int, int]:
        answered, well, more = 0, 0, 1
        while more:
            more, good, bad = self._multi.info_read(1000)
            for curl in [*good, *(row[0] for row in bad)]:
                well += curl.getinfo(pycurl.RESPONSE_CODE) == 200
                self._multi.remove_handle(curl)
                curl.got.clear()
                self._free.append(curl)
            answered += len(good) + len(bad)
        return answered, well

    def _new(self) -> Any:
        curl: Any = pycurl.Curl()
        curl.got = []
        options = (
            (pycurl.URL, self._order.send_url), (pycurl.CAINFO, self._order.ca), (pycurl.POST, 1), (pycurl.PIPEWAIT, 1),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS), (pycurl.HTTPHEADER, self._headers),
            (pycurl.UPLOAD_BUFFERSIZE, 16_384), (pycurl.NOSIGNAL, 1), (pycurl.TIMEOUT, 30), (pycurl.PROXY, ""),
            (pycurl.WRITEFUNCTION, curl.got.append),
        )  # fmt: skip
        for option, value in options:
            curl.setopt(option, value)
        return curl

    def _watch(self, wanted: int, fd: int, _multi: Any, _data: Any) -> None:
        if wanted == pycurl.POLL_REMOVE:
            if self._masks.pop(fd, None) is not None:
                self._epoll.unregister(fd)
            return
        mask = (READ if wanted & pycurl.POLL_IN else 0) | (WRITE if wanted & pycurl.POLL_OUT else 0)
        (self._epoll.modify if fd in self._masks else self._epoll.register)(fd, mask)
        self._masks[fd] = mask

    def _wake_in(self, milliseconds: int) -> None:
        self._due = None if milliseconds < 0 else time.monotonic() + milliseconds / 1000


def _headers(order: Order) -> list[str]:
    """Those that firebase-admin sends."""
    headers = {"Authorization": f"Bearer {bearer(order.account)}", "Content-Type": "application/json"}
    headers |= {"X-GOOG-API-FORMAT-VERSION": "2", "X-FIREBASE-CLIENT": "fire-admin-python/7.7.0"}
    return [*(f"{name}: {value}" for name, value in headers.items()), "Accept:", "Expect:"]
