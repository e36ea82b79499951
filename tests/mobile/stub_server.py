"""A small server on loopback that speaks the API contract, for the app's own tests. It can be told to misbehave."""

from __future__ import annotations

import copy
import functools
import hashlib
import io
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from PIL import Image

from tests.local_server import LocalServer
from tests.mobile.content.account import CONSENTS, SESSIONS, USER
from tests.mobile.stubs import account, directory, news, notices, reports, services, tiles
from tests.mobile.stubs.replies import Reply, Route, problem

ROUTES: list[Route] = [
    *(route for subject in (account, directory, news, notices, reports, services) for route in subject.ROUTES)
]

# What looks at its Idempotency-Key itself: its replies are tokens, and are not stored.
KEYED_BY_THEMSELVES = {"auth/refresh/"}
IMAGES = Path(__file__).resolve().parents[2] / "backend" / "demo" / "images"


class Stub:
    """The state behind the stub, and its address. `misbehave` makes the next answers wrong in a chosen way."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.asked: Counter[str] = Counter()
        self.bodies: list[tuple[str, Any]] = []
        self.reports: list[dict[str, Any]] = []
        self.kept: dict[str, Reply] = {}  # replies by Idempotency-Key
        self.photos: list[str] = []
        self.refresh_generation = 0
        self.access = "access-0"
        self.rotation: tuple[str, str | None] = ("", None)  # the last refresh: its token and its Idempotency-Key
        self.rotated_at = 0.0
        self.now: Callable[[], float] = time.monotonic
        self.session = 0  # the last one that was opened
        self.session_of: dict[str, int] = {}  # by refresh token
        self.logged_out: list[tuple[int, str | None]] = []  # session and the device that it was said of
        self.ended = ""  # the code with which refreshing is refused
        self.read: set[str] = set()
        self.trouble: list[str] = []  # one for each of the next requests to `trouble_on`
        self.trouble_on = ""
        self.followed: set[str] = set()
        self.account = copy.deepcopy(USER)
        self.sessions = copy.deepcopy(SESSIONS)
        self.consents = copy.deepcopy(CONSENTS)
        handler = type("Handler", (_Handler,), {"stub": self})
        self.server = LocalServer(handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/api/v1/"

    def misbehave(self, path: str, *ways: str) -> None:
        """The next requests whose path contains `path` go wrong.

        After the work is done: `drop` loses the answer, `half` cuts it, `500` and `html` replace it.
        `down` does no work.
        """
        self.trouble_on, self.trouble = path, list(ways)

    def close(self) -> None:
        """Gone from the network; closing twice is no mistake."""
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    stub: Stub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        self._answer()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - names that http.server looks for

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        parts = urlsplit(self.path)
        path = unquote(parts.path).removeprefix("/api/v1/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if path.startswith("/media/"):
            picture = _picture(Path(path).name, int(query.get("edge", 0)))
            self._file(200 if picture else 404, "image/jpeg", picture)
            return
        if path.startswith("/tiles/"):
            self.stub.asked["GET tiles"] += 1
            self._file(200, "image/png", tiles.tile(path))
            return
        body = json.loads(raw) if raw and "json" in (self.headers.get("Content-Type") or "") else raw
        with self.stub.lock:
            self.stub.asked[f"{self.command} {path}"] += 1
            self.stub.bodies.append((path, body))
            trouble = self._trouble(path)
            status, data = (200, None) if trouble == "down" else self._idempotent(path, query, body)
        self._send(status, data, trouble)

    def _trouble(self, path: str) -> str:
        if self.stub.trouble and self.stub.trouble_on in path:
            return self.stub.trouble.pop(0)
        return ""

    def _idempotent(self, path: str, query: dict[str, str], body: Any) -> Reply:
        key = self.headers.get("Idempotency-Key") if path not in KEYED_BY_THEMSELVES else None
        if key and key in self.stub.kept:
            return self.stub.kept[key]
        reply = self._route(path, query, body)
        if key and reply[0] < 500:
            self.stub.kept[key] = reply
        return reply

    def _route(self, path: str, query: dict[str, str], body: Any) -> Reply:
        for pattern, method, action in ROUTES:
            match = re.fullmatch(pattern, path)
            if match and method == self.command:
                return action(self, match, query, body)
        return problem(404, "not_found", "Không tìm thấy.")

    def authorised(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {self.stub.access}"

    def _send(self, status: int, data: Any, trouble: str) -> None:
        if trouble == "drop":
            self.close_connection = True
            self.connection.close()
            return
        kind = "application/problem+json" if status >= 400 else "application/json"
        raw = b"" if status == 204 else json.dumps(data, ensure_ascii=False).encode()
        if trouble == "html":
            status, kind, raw = 200, "text/html", b"<html>Log in to the Wi-Fi</html>"
        if trouble in ("500", "down"):
            status, kind, raw = 503, "application/problem+json", b'{"code":"unavailable","detail":"bao tri"}'
        etag = f'"{hashlib.sha256(raw).hexdigest()[:12]}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, raw = 304, b""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        if trouble == "half":
            raw = raw[: len(raw) // 2]
            self.close_connection = True
        self.wfile.write(raw)
        if trouble == "half":
            self.connection.close()

    def _file(self, status: int, kind: str, raw: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


@functools.lru_cache
def _picture(name: str, edge: int) -> bytes:
    """A demo picture, made as small as the server makes its thumbnails."""
    file = IMAGES / name
    if not file.is_file() or not edge:
        return file.read_bytes() if file.is_file() else b""
    small, made = Image.open(file), io.BytesIO()
    small.thumbnail((edge, edge))
    small.save(made, "JPEG", quality=82)
    return made.getvalue()
