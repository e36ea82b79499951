"""A proxy between a client and our server that breaks what a weak network breaks."""

from __future__ import annotations

import contextlib
import http.client
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}


class FaultProxy:
    """Forwards to `upstream`; `drop_reply_to(path)` lets the server work and then cuts the client off.

    `weather(path)` is asked before each request and says what becomes of it: "" nothing, `lost` it never arrives,
    `cut` its answer never does, `half` half of it does, `portal` a login page answers in its place, `broken` a 503,
    and a number waits for so many seconds first.
    """

    def __init__(self, upstream: str) -> None:
        self.upstream = urlsplit(upstream).netloc
        self.dropped: list[str] = []
        self._to_drop: list[str] = []
        self.weather: Callable[[str], str] = lambda _path: ""
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def drop_reply_to(self, path: str) -> None:
        """The next request whose path ends with `path` reaches the server; its reply reaches nobody."""
        with self._lock:
            self._to_drop.append(path)

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _drops(self, path: str) -> bool:
        with self._lock:
            for wanted in self._to_drop:
                if path.endswith(wanted):
                    self._to_drop.remove(wanted)
                    self.dropped.append(path)
                    return True
        return False

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._pass_on()

            do_POST = do_PATCH = do_PUT = do_DELETE = do_GET  # noqa: N815 (the names that http.server calls)

            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                weather = proxy.weather(self.path)
                if weather.replace(".", "").isdigit():
                    time.sleep(float(weather))
                if weather == "lost":
                    self._cut()
                elif weather == "portal":
                    self._answer(200, [("Content-Type", "text/html")], b"<html>Log in to the Wi-Fi</html>")
                elif weather == "broken":
                    self._answer(503, [("Content-Type", "text/html")], b"<html>Bad gateway</html>")
                else:
                    self._forward(body, weather)

            def _forward(self, body: bytes, weather: str) -> None:
                upstream = http.client.HTTPConnection(proxy.upstream, timeout=30)
                headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
                upstream.request(self.command, self.path, body or None, headers)
                reply = upstream.getresponse()
                content = reply.read()
                upstream.close()
                if weather == "cut" or proxy._drops(self.path):
                    self._cut()
                else:
                    self._answer(reply.status, reply.getheaders(), content, half=weather == "half")

            def _answer(
                self, status: int, headers: list[tuple[str, str]], content: bytes, *, half: bool = False
            ) -> None:
                self.send_response(status)
                for name, value in headers:
                    if name.lower() not in HOP_BY_HOP:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with contextlib.suppress(OSError):  # the client may have gone, as clients do
                    self.wfile.write(content[: len(content) // 2] if half else content)
                if half:
                    self._cut()

            def _cut(self) -> None:
                self.close_connection = True
                self.connection.close()

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        return Handler
