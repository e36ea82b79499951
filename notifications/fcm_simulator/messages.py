"""What a request and a response are to the simulator, whatever protocol carried them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

GOOGLE_RPC = "type.googleapis.com/google.rpc."
FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"


class ConnectionReset(Exception):
    """The behaviour asks for the connection to be cut with no answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, complete. Header names are lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """One answer, complete."""

    status: int
    body: bytes
    content_type: str = "application/json; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)


def json_response(status: int, payload: Any, **headers: str) -> Response:
    """The payload as a JSON answer; header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, json.dumps(payload, ensure_ascii=False).encode(), headers=named)


def google_error(
    status: int, code: str, message: str, *, details: list[dict[str, Any]] | None = None, retry_after: int | None = None
) -> Response:
    """An error in the shape that Google's APIs share (google.rpc.Status as JSON)."""
    error: dict[str, Any] = {"code": status, "message": message, "status": code}
    if details:
        error["details"] = details
    headers = {} if retry_after is None else {"Retry_After": str(retry_after)}
    return json_response(status, {"error": error}, **headers)


def fcm_error(error_code: str) -> dict[str, str]:
    """The detail that names FCM's own error code."""
    return {"@type": FCM_ERROR, "errorCode": error_code}


def bad_request(violations: list[tuple[str, str]]) -> dict[str, Any]:
    """The detail that says which fields of the message are wrong."""
    fields = [{"field": name, "description": text} for name, text in violations]
    return {"@type": f"{GOOGLE_RPC}BadRequest", "fieldViolations": fields}
