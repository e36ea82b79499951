"""A province small enough for a test: documents by address, with ETags and pages, on loopback. Counts what is asked."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.local_server import LocalServer

PAGE = 2  # entries a page, so that a handful of them makes several


class Shelves:
    """Lists and documents by path; `gone_after` cuts every answer after so many."""

    def __init__(self, lists: dict[str, list[Any]], documents: dict[str, Any]) -> None:
        self.lists, self.documents = lists, documents
        self.pictures: dict[str, bytes] = {}
        self.asked: Counter[str] = Counter()
        self.unchanged: Counter[str] = Counter()
        self.gone_after: int | None = None
        handler = type("Handler", (_Handler,), {"shelves": self})
        self._server = LocalServer(handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/api/v1/"

    def close(self) -> None:
        """Gone from the network; connections that are open get no answer either."""
        self.gone_after = 0
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, query: dict[str, str]) -> Any:
        """The document, or one page of the list; None for what is not there."""
        if path in self.documents:
            return self.documents[path]
        if path not in self.lists:
            return None
        rows, start = self.lists[path], int(query.get("cursor", 0))
        if "life_event" in query:
            rows = [row for row in rows if query["life_event"] in row["events"]]
        following = f"{self.url}{path}?cursor={start + PAGE}" if start + PAGE < len(rows) else None
        if following and "life_event" in query:
            following += f"&life_event={query['life_event']}"
        return {"next": following, "previous": None, "results": rows[start : start + PAGE]}


class _Handler(BaseHTTPRequestHandler):
    shelves: Shelves
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes

    def log_message(self, *_: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path).removeprefix("/api/v1/")
        here = self.shelves
        here.asked[path] += 1
        if here.gone_after is not None and here.asked.total() > here.gone_after:
            self.close_connection = True
            self.connection.close()
            return
        if path in here.pictures:
            self._send(200, "image/jpeg", here.pictures[path])
            return
        data = here.answer(path, {name: values[0] for name, values in parse_qs(parts.query).items()})
        raw = json.dumps(data if data is not None else {"code": "not_found"}, ensure_ascii=False).encode()
        etag = f'"{hashlib.sha256(raw).hexdigest()[:12]}"'
        if data is not None and self.headers.get("If-None-Match") == etag:
            here.unchanged[path] += 1
            self._send(304, "application/json", b"", etag)
            return
        self._send(200 if data is not None else 404, "application/json", raw, etag)

    def _send(self, status: int, kind: str, raw: bytes, etag: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if etag:
            self.send_header("ETag", etag)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)
