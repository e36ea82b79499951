"""A little server with a fault behind each of its doors, and its document: does the fuzzer find them?"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]
KEY = "the-right-key"
PROBLEM: Json = {"type": "object", "required": ["code"], "properties": {"code": {"type": "string"}}}
GOOD: Json = {"type": "object", "required": ["count"], "properties": {"count": {"type": "integer"}}}
# Door → the checks of Schemathesis that fail there, all of them; nothing where nothing is wrong.
FAULTS: dict[str, set[str]] = {
    "GET /fine/": set(),
    "GET /guarded/": set(),
    "GET /breaks/": {"not_a_server_error", "status_code_conformance", "positive_data_acceptance"},
    "GET /teapot/": {"status_code_conformance", "positive_data_acceptance"},
    "GET /wrong-body/": {"response_schema_conformance"},
    "GET /wrong-type/": {"content_type_conformance"},
    "GET /no-header/": {"response_headers_conformance"},
    "GET /open-secret/": {"ignored_auth", "missing_required_header", "negative_data_rejection"},
    "GET /takes-anything/": {"negative_data_rejection"},
    "GET /refuses-all/": {"positive_data_acceptance"},
}


def document() -> Json:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Faults", "version": "1"},
        "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        "paths": {door.split()[1]: {"get": _operation(door.split()[1])} for door in FAULTS},
    }


def _operation(path: str) -> Json:
    is_guarded = path in ("/guarded/", "/open-secret/")
    count = {"name": "count", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 1}}
    good: Json = {"description": "As asked.", "content": {"application/json": {"schema": GOOD}}}
    if path == "/no-header/":
        good["headers"] = {"X-Request-ID": {"required": True, "schema": {"type": "string"}}}
    refused = {"description": "Refused.", "content": {"application/problem+json": {"schema": PROBLEM}}}
    return {
        "operationId": path.strip("/").replace("-", "_"),
        "parameters": [count],
        "security": [{"key": []}] if is_guarded else [],
        "responses": {"200": good, "400": refused, **({"401": refused} if is_guarded else {})},
    }


class Faulty(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        address = urlsplit(self.path)
        is_valid = _is_count(parse_qs(address.query).get("count", []))
        if address.path == "/guarded/" and self.headers.get("Authorization") != f"Bearer {KEY}":
            return self._problem(401, "not_authenticated")
        if not is_valid and address.path != "/takes-anything/":
            return self._problem(400, "count_invalid")
        return self._fault(address.path)

    def _fault(self, path: str) -> None:
        good = b'{"count": 1}'
        match path:
            case "/breaks/":
                self._answer(500, "application/json", good)
            case "/teapot/":
                self._answer(418, "application/json", good)
            case "/wrong-body/":
                self._answer(200, "application/json", b'{"count": "many"}')
            case "/wrong-type/":
                self._answer(200, "text/html", b"<p>1</p>")
            case "/refuses-all/":
                self._problem(400, "validation_error")
            case _:
                self._answer(200, "application/json", good)

    def __getattr__(self, name: str) -> Any:
        """Any other method: 405, so that only what is planted is wrong."""
        if name.startswith("do_"):
            return lambda: self._answer(405, "application/problem+json", b'{"code": "method_not_allowed"}')
        raise AttributeError(name)

    def _problem(self, status: int, code: str) -> None:
        body = {"code": code, "errors": [{"field": "count", "code": "required"}]}
        self._answer(status, "application/problem+json", json.dumps(body).encode())

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 401:
            self.send_header("WWW-Authenticate", "Bearer")
        if status == 405:
            self.send_header("Allow", "GET")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_told: Any) -> None:
        """Quiet."""


def _is_count(values: list[str]) -> bool:
    return len(values) == 1 and values[0].isascii() and values[0].isdigit() and int(values[0]) >= 1


@contextmanager
def serve() -> Iterator[str]:
    """Its address, while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Faulty)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
