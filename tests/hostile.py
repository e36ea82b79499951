"""A client for requests that nobody should send: its answers are not held to the document, which does not know them."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.test.client import ClientHandler, RequestFactory

from backend.accounts.models import User
from tests.factories.accounts import tokens_of


class _Environ(RequestFactory):
    """Makes what a server would hand over, and no request of it yet."""

    def request(self, **request: Any) -> Any:
        return self._base_environ(**request)  # type: ignore[attr-defined]


class HostileClient:
    """Sends bytes through all of the middleware. A fault of ours is an answer of 500 and no exception."""

    def __init__(self, user: User | None = None) -> None:
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {tokens_of(user).access}"} if user else {}

    def ask(self, method: str, address: str, body: bytes = b"", kind: str = "application/json", **headers: str) -> Any:
        environ = {"HTTP_IDEMPOTENCY_KEY": str(uuid.uuid4()), **self.headers, **headers}
        return self.handler(_Environ().generic(method.upper(), address, body, content_type=kind, **environ))  # type: ignore[arg-type]


def must_be_tame(response: Any, what: str) -> None:
    """No fault of ours, and whatever is refused is refused as a problem with a code and the id of the request."""
    content = b"" if response.streaming else response.content
    assert response.status_code < 500, (what, response.status_code, content[:300])
    if response.status_code < 400:
        return
    assert response.headers["Content-Type"] == "application/problem+json", (what, response.headers)
    assert "public" not in response.headers.get("Cache-Control", ""), what
    if response.wsgi_request.method == "HEAD":
        return
    body = json.loads(content)
    assert body["code"], what
    assert body["trace_id"] == response.headers["X-Request-ID"], what
    assert body["status"] == response.status_code, what
