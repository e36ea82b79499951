"""A small server on loopback that speaks the API contract, for the app's own tests. It can be told to misbehave."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import uuid
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.mobile import provincial_content as content

IMAGES = Path(__file__).resolve().parents[2] / "backend" / "demo" / "images"

Reply = tuple[int, Any]
CODE, PASSWORD = "123456", "mat-khau-tot"


def problem(status: int, code: str, detail: str, *errors: dict[str, str]) -> Reply:
    return status, {
        "type": f"urn:problem:{code}",
        "title": code,
        "status": status,
        "detail": detail,
        "code": code,
        "trace_id": "t",
        "errors": list(errors),
    }


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
        self.ended = ""  # the code with which refreshing is refused
        self.read: set[str] = set()
        self.trouble: list[str] = []  # one for each of the next requests to `trouble_on`
        self.trouble_on = ""
        self.followed: set[str] = set()
        handler = type("Handler", (_Handler,), {"stub": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
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

    do_POST = do_PATCH = do_DELETE = do_GET  # noqa: N815 - names that http.server looks for

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        parts = urlsplit(self.path)
        path = unquote(parts.path).removeprefix("/api/v1/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if path.startswith("/media/"):
            self._media(path)
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
        key = self.headers.get("Idempotency-Key")
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

    def _media(self, path: str) -> None:
        file = IMAGES / Path(path).name
        raw = file.read_bytes() if file.is_file() else b""
        self.send_response(200 if raw else 404)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)


def page(rows: list[Any]) -> Reply:
    return 200, {"next": None, "previous": None, "results": rows}


def _articles(_h: _Handler, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    rows = content.ARTICLES
    if query.get("category"):
        rows = [row for row in rows if row["category"]["slug"] == query["category"]]
    if query.get("q"):
        rows = [{**rows[0], "snippet": "… thu hoạch <mark>cà phê</mark> chín …"}] if rows else []
    return page(rows)


def _found(data: Any) -> Reply:
    return (200, data) if data is not None else problem(404, "not_found", "Không tìm thấy.")


def _procedures(_h: _Handler, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    rows = [{**row, "snippet": ""} for row in content.PROCEDURES]
    if query.get("q"):
        rows = [{**rows[0], "snippet": "Đăng ký <mark>khai</mark> <mark>sinh</mark>"}, *rows[1:2]]
    if query.get("level"):
        rows = [row for row in rows if row["level"] == query["level"]]
    return page(rows)


def _lookup(_h: _Handler, _m: Any, _q: Any, body: Any) -> Reply:
    if (body["code"], body["factor"]) == (content.DOSSIER_CODE, content.DOSSIER_FACTOR):
        return 200, content.DOSSIER
    return problem(404, "dossier_not_found", "Không tìm thấy hồ sơ.")


def _login(handler: _Handler, _m: Any, _q: Any, body: Any) -> Reply:
    if body["password"] != PASSWORD:
        return problem(401, "invalid_credentials", "Số điện thoại hoặc mật khẩu không đúng.")
    return 200, {**_pair(handler.stub), "user": content.USER}


def _register(handler: _Handler, _m: Any, _q: Any, body: Any) -> Reply:
    if body["code"] != CODE:
        wrong = {"field": "code", "code": "invalid", "detail": "Mã không đúng."}
        return problem(400, "validation_error", "Có trường chưa đúng.", wrong)
    return 201, {**_pair(handler.stub), "user": {**content.USER, "full_name": body["full_name"]}}


def _pair(stub: Stub) -> dict[str, str]:
    stub.refresh_generation += 1
    stub.access = f"access-{stub.refresh_generation}"
    return {"access": stub.access, "refresh": f"refresh-{stub.refresh_generation}"}


def _refresh(handler: _Handler, _m: Any, _q: Any, body: Any) -> Reply:
    stub = handler.stub
    if stub.ended:
        return problem(401, stub.ended, "Phiên đã kết thúc.")
    if body["refresh"] != f"refresh-{stub.refresh_generation}":
        stub.ended = "token_reused"
        return problem(401, "token_reused", "Mã đã được dùng.")
    return 200, _pair(stub)


def _report(handler: _Handler, _m: Any, _q: Any, body: Any) -> Reply:
    if body.get("text") == "REFUSE ME PLEASE":
        wrong = {"field": "text", "code": "invalid", "detail": "Nội dung không phù hợp."}
        return problem(400, "validation_error", "Có trường chưa đúng.", wrong)
    stub = handler.stub
    made = {
        **content.REPORT,
        "id": str(uuid.UUID(int=len(stub.reports) + 1)),
        "code": f"PA-261123-{4821 + len(stub.reports)}Q",
        "text": body["text"],
        "status": {"code": "new", "name": "Mới"},
        "secret": None if handler.authorised() else "s3cret",
        "created_at": content.NOW,
        "due_at": "2026-11-30T17:00:00+07:00",
        "events": content.REPORT["events"][:1],
        "allowed_actions": ["comment"],
        "photos": [],
    }
    stub.reports.append(made)
    return 201, made


def _photo(handler: _Handler, _m: Any, _q: Any, body: Any) -> Reply:
    made = f"photo-{len(handler.stub.photos) + 1}"
    handler.stub.photos.append(made)
    return 201, {"id": made, "thumb_url": None, "width": 10, "height": 10}


def _mine(handler: _Handler, _m: Any, _q: Any, _b: Any) -> Reply:
    if not handler.authorised():
        return problem(401, "token_expired", "Hết hạn.")
    return page([*reversed(handler.stub.reports), content.REPORT, content.REPORT_WAITING])


def _my_report(handler: _Handler, match: Any, _q: Any, _b: Any) -> Reply:
    if not handler.authorised():
        return problem(401, "token_expired", "Hết hạn.")
    rows = [*handler.stub.reports, content.REPORT, content.REPORT_WAITING]
    return _found(next((row for row in rows if row["code"] == match[1]), None))


def _track(handler: _Handler, _m: Any, _q: Any, body: Any) -> Reply:
    return _found(next((row for row in handler.stub.reports if row["code"] == body["code"]), None))


def _me(handler: _Handler, _m: Any, _q: Any, _b: Any) -> Reply:
    return (200, content.USER) if handler.authorised() else problem(401, "token_expired", "Hết hạn.")


def _inbox(handler: _Handler, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    rows = [{**row, "is_read": row["is_read"] or row["id"] in handler.stub.read} for row in content.INBOX]
    return page([row for row in rows if not query.get("kind") or row["kind"] == query["kind"]])


def _unread(handler: _Handler, _m: Any, _q: Any, _b: Any) -> Reply:
    rows = [row for row in content.INBOX if not row["is_read"] and row["id"] not in handler.stub.read]
    return 200, {"unread": len(rows)}


def _mark(handler: _Handler, match: Any, _q: Any, _b: Any) -> Reply:
    handler.stub.read.add(match[1])
    return 204, None


def _mark_all(handler: _Handler, _m: Any, _q: Any, _b: Any) -> Reply:
    handler.stub.read |= {row["id"] for row in content.INBOX}
    return 204, None


def _follow(handler: _Handler, _m: Any, _q: Any, body: Any) -> Reply:
    handler.stub.followed.add(body["code"])
    return 201, content.DOSSIER


def _my_dossiers(handler: _Handler, _m: Any, _q: Any, _b: Any) -> Reply:
    return page([content.DOSSIER] if handler.stub.followed else [])


def _device(_h: _Handler, _m: Any, _q: Any, body: Any) -> Reply:
    return 201, {"id": "d1", "secret": "device-secret", "topics": body["topics"]}


def _always(status: int, data: Any) -> Callable[..., Reply]:
    return lambda _h, _m, _q, _b: (status, data)


Route = tuple[str, str, Callable[[_Handler, Any, dict[str, str], Any], Reply]]

ROUTES: list[Route] = [
    (r"news/articles/", "GET", _articles),
    (r"news/articles/([^/]+)/", "GET", lambda _h, m, _q, _b: _found(content.article_detail(m[1]))),
    (r"news/categories/", "GET", _always(200, content.NEWS_CATEGORIES)),
    (r"procedures/", "GET", _procedures),
    (r"procedures/([^/]+)/", "GET", lambda _h, m, _q, _b: _found(content.procedure_detail(m[1]))),
    (r"procedure-fields/", "GET", _always(200, content.FIELDS)),
    (r"life-events/", "GET", _always(200, content.LIFE_EVENTS)),
    (r"dossiers/lookup/", "POST", _lookup),
    (r"dossiers/follow/", "POST", _follow),
    (r"me/dossiers/", "GET", _my_dossiers),
    (r"report-categories/", "GET", _always(200, content.REPORT_CATEGORIES)),
    (r"report-photos/", "POST", _photo),
    (r"reports/", "POST", _report),
    (r"reports/track/", "POST", _track),
    (r"me/reports/", "GET", _mine),
    (r"me/reports/([^/]+)/", "GET", _my_report),
    (r"me/reports/([^/]+)/(comments|rating|reopen)/", "POST", _always(201, {})),
    (r"areas/", "GET", lambda _h, _m, _q, _b: page(content.AREAS)),
    (r"emergency-numbers/", "GET", _always(200, content.EMERGENCY)),
    (r"places/", "GET", lambda _h, _m, _q, _b: page(content.PLACES)),
    (r"places/([^/]+)/", "GET", lambda _h, m, _q, _b: (200, {**content.PLACES[0], **content.PLACE_DETAIL})),
    (r"inbox/", "GET", _inbox),
    (r"inbox/unread-count/", "GET", _unread),
    (r"inbox/read-all/", "POST", _mark_all),
    (r"inbox/([^/]+)/read/", "POST", _mark),
    (r"topics/", "GET", _always(200, [])),
    (r"devices/", "POST", _device),
    (r"devices/([^/]+)/", "PATCH", _always(200, {})),
    (r"auth/otp/", "POST", _always(202, {"expires_in": 300, "resend_after": 60})),
    (r"auth/register/", "POST", _register),
    (r"auth/login/", "POST", _login),
    (r"auth/refresh/", "POST", _refresh),
    (r"auth/logout/", "POST", _always(204, None)),
    (r"me/", "GET", _me),
]
