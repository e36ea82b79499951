"""libcurl's sockets on epoll: only those that have something to say are looked at."""

from __future__ import annotations

import select
import time
from typing import Any

import pycurl

_WANTED = {
    pycurl.POLL_IN: select.EPOLLIN,
    pycurl.POLL_OUT: select.EPOLLOUT,
    pycurl.POLL_INOUT: select.EPOLLIN | select.EPOLLOUT,
}
_HAPPENED_IN = select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR


class Sockets:
    """Drives a CurlMulti: tells it which sockets are ready and when its time has come."""

    def __init__(self, multi: pycurl.CurlMulti) -> None:
        self._multi = multi
        self._epoll = select.epoll()
        self._known: set[int] = set()
        self._due: float | None = None
        multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        multi.setopt(pycurl.M_TIMERFUNCTION, self._wake_in)

    def work(self, seconds: float) -> None:
        """Wait for up to so long, and let libcurl do what there is to do."""
        if self._due is not None:
            seconds = max(0.0, min(seconds, self._due - time.monotonic()))
        for fd, happened in self._epoll.poll(seconds):
            action = pycurl.CSELECT_IN if happened & _HAPPENED_IN else 0
            self._multi.socket_action(fd, action | (pycurl.CSELECT_OUT if happened & select.EPOLLOUT else 0))
        if self._due is not None and time.monotonic() >= self._due:
            self._due = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)

    def close(self) -> None:
        self._epoll.close()

    def _watch(self, wanted: int, fd: int, _multi: Any, _data: Any) -> None:
        if wanted == pycurl.POLL_REMOVE:
            if fd in self._known:
                self._known.discard(fd)
                self._epoll.unregister(fd)
        elif fd in self._known:
            self._epoll.modify(fd, _WANTED[wanted])
        else:
            self._known.add(fd)
            self._epoll.register(fd, _WANTED[wanted])

    def _wake_in(self, milliseconds: int) -> None:
        self._due = None if milliseconds < 0 else time.monotonic() + milliseconds / 1000
