"""Google's words for each behaviour, made once and sent many times."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from itertools import count
from typing import Any

from notifications.fcm_simulator.messages import (
    GOOGLE_RPC,
    Response,
    bad_request,
    fcm_error,
    google_error,
    json_head,
    plain_response,
)

_Answer = Callable[[int | None], Response]


def _unregistered(_: int | None) -> Response:
    return google_error(404, "NOT_FOUND", "Requested entity was not found.", details=[fcm_error("UNREGISTERED")])


def _sender_mismatch(_: int | None) -> Response:
    return google_error(403, "PERMISSION_DENIED", "SenderId mismatch", details=[fcm_error("SENDER_ID_MISMATCH")])


def _quota(retry_after: int | None) -> Response:
    violations = [{"subject": "project", "description": "rate"}]
    quota: dict[str, Any] = {"@type": f"{GOOGLE_RPC}QuotaFailure", "violations": violations}
    text = "Quota exceeded for quota metric 'Sends' and limit 'Sends per minute' of service 'fcm'."
    details = [fcm_error("QUOTA_EXCEEDED"), quota]
    return google_error(429, "RESOURCE_EXHAUSTED", text, details=details, retry_after=retry_after)


def _unavailable(retry_after: int | None) -> Response:
    text = "The service is currently unavailable."
    return google_error(503, "UNAVAILABLE", text, details=[fcm_error("UNAVAILABLE")], retry_after=retry_after)


def _internal(_: int | None) -> Response:
    return google_error(500, "INTERNAL", "Internal error encountered.", details=[fcm_error("INTERNAL")])


def _third_party_auth(_: int | None) -> Response:
    text = "Auth error from APNS or Web Push"
    return google_error(401, "UNAUTHENTICATED", text, details=[fcm_error("THIRD_PARTY_AUTH_ERROR")])


def _invalid_token(_: int | None) -> Response:
    """The 400 for a bad token: FcmError alone, no field violations."""
    text = "The registration token is not a valid FCM registration token"
    return google_error(400, "INVALID_ARGUMENT", text, details=[fcm_error("INVALID_ARGUMENT")])


def _invalid_payload(_: int | None) -> Response:
    """The 400 for a bad message: field violations alone."""
    violation = [("message.android.notification", "Invalid value (simulated)")]
    return google_error(400, "INVALID_ARGUMENT", "Invalid value (simulated)", details=[bad_request(violation)])


def _garbage(_: int | None) -> Response:
    return plain_response(200, b"<html>502 from a proxy on the way</html>", "text/html")


_ANSWERS: dict[str, _Answer] = {
    "unregistered": _unregistered,
    "sender-mismatch": _sender_mismatch,
    "quota": _quota,
    "unavailable": _unavailable,
    "internal": _internal,
    "third-party-auth": _third_party_auth,
    "invalid-token": _invalid_token,
    "invalid-payload": _invalid_payload,
    "garbage": _garbage,
}


@lru_cache(maxsize=256)
def answer_for(behaviour: str, retry_after: int | None) -> Response | None:
    """The fixed answer of a behaviour; None where the message is accepted or nothing is answered at all."""
    make = _ANSWERS.get(behaviour)
    return make(retry_after) if make else None


class Acceptance:
    """The answers to accepted messages, each with a name of its own in the form of Google's."""

    def __init__(self, project_id: str) -> None:
        self._template = f'{{\n  "name": "projects/{project_id}/messages/0:%d%%%%31bd1c9631bd1c96"\n}}\n'.encode()
        # Microseconds, as in Google's names: a restarted simulator begins above all that it gave before.
        self._numbers = count(time.time_ns() // 1000)
        self._head = json_head(200)

    def next(self) -> Response:
        """The answer for one more message."""
        return Response(self._head, self._template % next(self._numbers))
