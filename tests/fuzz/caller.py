"""Somebody who speaks JSON to the API, before and after the fuzzing: reads what is there, makes what is missing."""

from __future__ import annotations

import uuid
from typing import Any

import httpx

Json = Any


class Caller:
    """`token` is an access token or a machine's key; without one, a guest."""

    def __init__(self, api: str, token: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = httpx.Client(base_url=api, headers=headers, timeout=30)

    def get(self, path: str, **query: Any) -> Json:
        return self._body(self.client.get(path, params=query))

    def post(self, path: str, body: Any = None, *, headers: dict[str, str] | None = None, **options: Any) -> Json:
        sent = {"Idempotency-Key": str(uuid.uuid4()), **(headers or {})}
        return self._body(self.client.post(path, json=body, headers=sent, **options))

    def page(self, path: str, **query: Any) -> list[Json]:
        """The first hundred; nothing where this role has no such list."""
        reply = self.client.get(path, params={"page_size": 100, **query})
        if reply.status_code in (401, 403):
            return []
        body = self._body(reply)
        found: list[Json] = body["results"] if isinstance(body, dict) else body
        return found

    @staticmethod
    def _body(reply: httpx.Response) -> Json:
        if reply.is_error:
            raise RuntimeError(f"{reply.request.method} {reply.request.url}: {reply.status_code} {reply.text[:500]}")
        return reply.json() if reply.content else None


def sign_in(api: str, identifier: str, password: str) -> Json:
    """`access` and `refresh` of a new session."""
    body = {"identifier": identifier, "password": password, "device_name": "fuzz"}
    return Caller(api).post("auth/login/", body)
