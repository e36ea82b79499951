"""What a request, an answer and a place to answer are to the simulator, whatever protocol carries them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import parse_qsl

GOOGLE_RPC = "type.googleapis.com/google.rpc."
FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
JSON = "application/json; charset=UTF-8"
# What Google's front end adds to every answer of an API: a client pays for reading these too.
_FRONT_END = (
    ("vary", "Origin"),
    ("vary", "X-Origin"),
    ("vary", "Referer"),
    ("server", "scaffolding on HTTPServer2"),
    ("x-xss-protection", "0"),
    ("x-frame-options", "SAMEORIGIN"),
    ("x-content-type-options", "nosniff"),
)
Headers = tuple[tuple[str, str], ...]


@dataclass(slots=True, eq=False)
class RequestHead:
    """The beginning of a request; one object may serve many requests. Header names are lower case."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, method: str, target: str, headers: dict[str, str]) -> RequestHead:
        """The head for a request target as it stood on the wire."""
        path, _, query = target.partition("?")
        return cls(method, path, dict(parse_qsl(query)), headers)


@dataclass(slots=True, eq=False)
class ResponseHead:
    """The beginning of an answer, told apart by identity: protocols keep its encoded form."""

    status: int
    headers: Headers


@dataclass(slots=True, eq=False)
class Response:
    """One answer, complete."""

    head: ResponseHead
    body: bytes


class Reply(Protocol):
    """Where the answer to one request goes: at once or later, and for nothing if the peer has left meanwhile."""

    def answer(self, response: Response) -> None:
        """Send it."""

    def answer_and_leave(self, response: Response) -> None:
        """Send it, take no further requests on this connection and close it once all it has are answered."""

    def reset_stream(self) -> None:
        """Give up this request alone, where the protocol can; else the connection."""

    def reset_connection(self) -> None:
        """Cut the connection, as a crash or a box on the way would."""


@lru_cache(maxsize=256)
def json_head(status: int, retry_after: int | None = None) -> ResponseHead:
    """The head of a JSON answer as Google's front end writes it."""
    waiting = () if retry_after is None else (("retry-after", str(retry_after)),)
    return ResponseHead(status, (("content-type", JSON), *_FRONT_END, ("cache-control", "private"), *waiting))


def json_response(status: int, payload: Any, *, retry_after: int | None = None) -> Response:
    """The payload as a JSON answer."""
    # A payload refused for half a surrogate pair is shown in the log all the same.
    body = json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace")
    return Response(json_head(status, retry_after), body)


def plain_response(status: int, body: bytes, content_type: str, *headers: tuple[str, str]) -> Response:
    """An answer that is not one of Google's."""
    return Response(ResponseHead(status, (("content-type", content_type), *headers)), body)


def google_error(
    status: int, code: str, message: str, *, details: list[dict[str, Any]] | None = None, retry_after: int | None = None
) -> Response:
    """An error in the shape that Google's APIs share (google.rpc.Status as JSON)."""
    error: dict[str, Any] = {"code": status, "message": message, "status": code}
    if details:
        error["details"] = details
    return json_response(status, {"error": error}, retry_after=retry_after)


def fcm_error(error_code: str) -> dict[str, str]:
    """The detail that names FCM's own error code."""
    return {"@type": FCM_ERROR, "errorCode": error_code}


def bad_request(violations: list[tuple[str, str]]) -> dict[str, Any]:
    """The detail that says which fields of the message are wrong."""
    fields = [{"field": name, "description": text} for name, text in violations]
    return {"@type": f"{GOOGLE_RPC}BadRequest", "fieldViolations": fields}
