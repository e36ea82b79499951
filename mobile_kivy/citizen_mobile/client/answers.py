"""What came back, told apart: the server's answer, its refusal, or something in between that speaks in its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from citizen_mobile.client.errors import ApiError, CaptivePortal, FieldError, NetworkError

LOGIN_TO_THE_NETWORK = 511  # RFC 6585: what an honest captive portal says


@dataclass(frozen=True)
class Reply:
    """An HTTP reply that has arrived whole; `headers` is looked into without regard to case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def kind(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()


@dataclass(frozen=True)
class Answer:
    """A reply as the rest of the client sees it; `data` is None for 204 and 304."""

    status: int
    data: Any
    etag: str = ""


def answer_from(reply: Reply) -> Answer:
    """Raises ApiError for a refusal, CaptivePortal when it is not our server that speaks."""
    if reply.status in (204, 304):
        return Answer(reply.status, None, reply.headers.get("ETag", ""))
    refuse_portal(reply)
    data = _json(reply)
    if reply.status >= 400:
        raise problem(reply, data)
    return Answer(reply.status, data, reply.headers.get("ETag", ""))


def refuse_portal(reply: Reply) -> None:
    """Our server never redirects: a redirect is a Wi-Fi login page's."""
    if reply.status == LOGIN_TO_THE_NETWORK:
        raise CaptivePortal("the network asks for a login (511)")
    if 300 <= reply.status < 400:
        raise CaptivePortal(f"redirected to {reply.headers.get('Location', '')}")


def problem(reply: Reply, data: Any) -> ApiError:
    """RFC 9457 problem+json as an error; of a proxy's own page there is only the status."""
    body = data if isinstance(data, dict) else {}
    fields = [
        FieldError(str(row.get("field") or row.get("attr") or ""), str(row.get("code", "")), str(row.get("detail", "")))
        for row in body.get("errors") or []
        if isinstance(row, dict)
    ]
    return ApiError(
        status=reply.status,
        code=str(body.get("code") or f"http_{reply.status}"),
        detail=str(body.get("detail") or body.get("title") or ""),
        fields=fields,
        retry_after=_seconds(reply.headers.get("Retry-After")),
        trace_id=str(body.get("trace_id") or ""),
    )


def _json(reply: Reply) -> Any:
    if not reply.kind.endswith("json"):
        if reply.status >= 500:  # a proxy in front of our server, which is down
            raise problem(reply, None)
        raise CaptivePortal(f"{reply.status} with {reply.kind or 'no content type'}")
    try:
        return json.loads(reply.content)
    except ValueError as error:
        raise NetworkError("the answer is not whole") from error


def _seconds(value: str | None) -> float | None:
    return float(value) if value and value.isdigit() else None
