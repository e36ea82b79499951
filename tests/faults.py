"""A proxy between a client and our server that breaks what a weak network breaks.

Each fault is one function, named in `FAULTS`: what becomes of one reply. `LOST_BEFORE` are those by which the server
never hears of the request.
"""

from __future__ import annotations

import gzip
import http.client
import random
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from tests.local_server import LocalServer

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}
LOGIN_PAGE = b"<html><form action='http://wifi.example/login'>Wi-Fi</form></html>"


@dataclass
class Reply:
    """What the server answered."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes


def _whole(handler: Any, reply: Reply, length: int | None = None) -> None:
    """Status and headers, then the content; `length` is what is announced."""
    _head(handler, reply, ("Content-Length", str(len(reply.content) if length is None else length)))
    handler.wfile.write(reply.content)


def _head(handler: Any, reply: Reply, *more: tuple[str, str]) -> None:
    handler.send_response(reply.status)
    for name, value in reply.headers:
        if name.lower() not in HOP_BY_HOP:
            handler.send_header(name, value)
    for name, value in more:
        handler.send_header(name, value)
    handler.end_headers()


def _cut(handler: Any, _reply: Reply | None = None) -> None:
    handler.close_connection = True
    try:
        handler.connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _half(handler: Any, reply: Reply) -> None:
    """Less than was announced, then nothing more."""
    half = Reply(reply.status, reply.headers, reply.content[: len(reply.content) // 2])
    _whole(handler, half, len(reply.content))
    _cut(handler)


def _broken_chunks(handler: Any, reply: Reply) -> None:
    """Chunks of which the last never comes."""
    _head(handler, reply, ("Transfer-Encoding", "chunked"))
    half = reply.content[: len(reply.content) // 2]
    handler.wfile.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
    _cut(handler)


def _cut_gzip(handler: Any, reply: Reply) -> None:
    """A packed answer that ends in the middle of what was announced."""
    packed = gzip.compress(reply.content)
    _head(handler, reply, ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed))))
    handler.wfile.write(packed[: len(packed) // 2])
    _cut(handler)


def _short_gzip(handler: Any, reply: Reply) -> None:
    """The same, by a middlebox that has counted anew: only the packing tells that the end is missing."""
    packed = gzip.compress(reply.content)
    _whole(handler, Reply(reply.status, [*reply.headers, ("Content-Encoding", "gzip")], packed[: len(packed) // 2]))


def _trickle(handler: Any, reply: Reply) -> None:
    """A byte now and then: alive, and useless."""
    _head(handler, reply, ("Content-Length", str(len(reply.content))))
    for byte in reply.content:
        handler.wfile.write(bytes([byte]))
        time.sleep(handler.proxy.pause)


def _huge(handler: Any, reply: Reply) -> None:
    """An answer without end."""
    _head(handler, reply, ("Content-Length", str(1 << 40)))
    while True:
        handler.wfile.write(b'"aaaaaaaaaaaaaaaa", ' * 4096)


def _portal(handler: Any, _reply: Reply | None) -> None:
    _whole(handler, Reply(200, [("Content-Type", "text/html; charset=utf-8")], LOGIN_PAGE))


def _redirect(handler: Any, _reply: Reply | None) -> None:
    _whole(handler, Reply(302, [("Location", "http://wifi.example/login")], b""))


def _asks_for_login(handler: Any, _reply: Reply | None) -> None:
    _whole(handler, Reply(511, [("Content-Type", "text/html")], LOGIN_PAGE))


def _bad_gateway(handler: Any, _reply: Reply | None) -> None:
    _whole(handler, Reply(502, [("Content-Type", "text/html")], b"<h1>502 Bad Gateway</h1>"))


def _wrong_type(handler: Any, reply: Reply) -> None:
    _whole(handler, Reply(reply.status, [("Content-Type", "text/plain")], reply.content))


def _late(handler: Any, reply: Reply) -> None:
    time.sleep(handler.proxy.pause)
    _whole(handler, reply)


Fault = Callable[[Any, Any], None]
FAULTS: dict[str, Fault] = {
    "cut": _cut,
    "half": _half,
    "broken_chunks": _broken_chunks,
    "cut_gzip": _cut_gzip,
    "short_gzip": _short_gzip,
    "trickle": _trickle,
    "huge": _huge,
    "wrong_type": _wrong_type,
    "late": _late,
    "lost": _cut,
    "portal": _portal,
    "redirect": _redirect,
    "asks_for_login": _asks_for_login,
    "broken": _bad_gateway,
}
LOST_BEFORE = {"lost", "portal", "redirect", "asks_for_login", "broken"}


def _fair(_path: str) -> str:
    return ""


class FaultProxy:
    """Forwards to `upstream`. `break_next` orders faults, `down` takes all; else `weather` is asked.

    It is told the path and says what becomes of the request: "" nothing, a name of FAULTS, or a number: it waits for
    so many seconds, and goes on.
    """

    def __init__(self, upstream: str) -> None:
        self.upstream = urlsplit(upstream).netloc
        self.broken: list[tuple[str, str]] = []  # path and fault
        self.passed: list[str] = []  # "GET /path" of what was answered whole
        self.bytes_sent = 0
        self.pause = 0.05  # of `late`, and between the bytes of `trickle`
        self.down = False
        self._ordered: list[tuple[str, str]] = []
        self.weather: Callable[[str], str] = _fair
        self._lock = threading.Lock()
        self._server = LocalServer(self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def dropped(self) -> list[str]:
        """Paths whose reply reached nobody."""
        return [path for path, fault in self.broken if fault == "cut"]

    def drop_reply_to(self, path: str) -> None:
        """The next request whose path ends with `path` reaches the server; its reply reaches nobody."""
        self.break_next(path, "cut")

    def break_next(self, path: str, *faults: str) -> None:
        """So go the next requests whose path (without its query) ends with `path`."""
        with self._lock:
            self._ordered += [(path, fault) for fault in faults]

    def storm(self, seed: int, chance: float, faults: list[str]) -> None:
        """From now on each request is broken with this chance, in one of these ways."""
        dice = random.Random(seed)
        self.weather = lambda _path: dice.choice(faults) if dice.random() < chance else ""

    def mend(self) -> None:
        """From now on nothing breaks."""
        with self._lock:
            self._ordered, self.weather, self.down = [], _fair, False

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _fault_for(self, path: str) -> str:
        """What becomes of this request; "" if nothing does."""
        with self._lock:
            fault = "lost" if self.down else self._ordered_for(urlsplit(path).path) or self.weather(path)
            if fault in FAULTS:
                self.broken.append((urlsplit(path).path, fault))
        if fault and fault not in FAULTS:
            time.sleep(float(fault))
            return ""
        return fault

    def _ordered_for(self, path: str) -> str:
        for wanted, fault in self._ordered:
            if path.endswith(wanted):
                self._ordered.remove((wanted, fault))
                return fault
        return ""

    def _forward(self, handler: Any, body: bytes) -> Reply:
        upstream = http.client.HTTPConnection(self.upstream, timeout=30)
        headers = {name: value for name, value in handler.headers.items() if name.lower() not in HOP_BY_HOP}
        upstream.request(handler.command, handler.path, body or None, headers)
        reply = upstream.getresponse()
        content = reply.read()
        upstream.close()
        return Reply(reply.status, reply.getheaders(), content)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(_Handler):
            pass

        Handler.proxy = proxy
        return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes
    proxy: FaultProxy

    def do_GET(self) -> None:
        try:
            self._pass_on()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client has gone away first

    do_POST = do_PATCH = do_PUT = do_DELETE = do_GET  # noqa: N815 (the names that http.server calls)

    def _pass_on(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True  # who was sending died
            return
        fault = self.proxy._fault_for(self.path)
        if fault in LOST_BEFORE:
            FAULTS[fault](self, None)
            return
        reply = self.proxy._forward(self, body)
        if fault:
            FAULTS[fault](self, reply)
            return
        with self.proxy._lock:
            self.proxy.passed.append(f"{self.command} {self.path}")
            self.proxy.bytes_sent += len(reply.content)
        if reply.status in (204, 304):
            _head(self, reply)
        else:
            _whole(self, reply)

    def log_message(self, *args: object) -> None:
        """Say nothing."""
