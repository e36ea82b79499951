"""Which answer of Firebase means what. It is decided here, and only here."""

from __future__ import annotations

import email.utils
import json
import time
from typing import Any

from backend.common.logging import get_logger
from notifications.senders.base import ACCEPTED, Outcome, Result

log = get_logger(__name__)

BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
TOKEN_FIELDS = {"message.token", "token", "message.fid", "fid"}
DETAIL_CHARS = 300
# FCM's own codes of what lasts. Two names for one trouble: APNS_AUTH_ERROR is the older one.
LASTING = {
    "UNREGISTERED": (Outcome.GONE, "unregistered"),
    "SENDER_ID_MISMATCH": (Outcome.GONE, "sender_id_mismatch"),
    "THIRD_PARTY_AUTH_ERROR": (Outcome.FAILED, "third_party_auth"),
    "APNS_AUTH_ERROR": (Outcome.FAILED, "third_party_auth"),
}


def classify(status: int, body: bytes, retry_after: str = "") -> Result:
    """What one answer means. What is not named here is tried again until the notice's time is up."""
    if status == 200:
        # Anything else with a 200 is not Firebase: a proxy or a portal on the way.
        return ACCEPTED if b'"name"' in body else unreachable(_text(body))
    error = _error_of(body)
    detail = str(error.get("message") or _text(body))[:DETAIL_CHARS]
    code = _fcm_code(error)
    if code in LASTING:
        return _lasting(code, detail)
    if status == 400:
        return _invalid_argument(error, code, detail)
    wait = seconds_of(retry_after)
    if status == 429:
        return Result(Outcome.QUOTA, "quota_exceeded", detail, retry_after=wait)
    if status in (401, 403):
        log.error("fcm_refuses_us", status=status, error=detail)
    return Result(Outcome.RETRY, _reason(status, error), detail, retry_after=wait)


def broken_off(status: int, media_type: str, detail: str) -> Result:
    """The connection broke under an answer. Firebase's yes counts though its end is lost; a proxy's 200 is not its."""
    said_yes = status == 200 and media_type.partition(";")[0].strip().lower() == "application/json"
    return ACCEPTED if said_yes else unreachable(detail)


def unreachable(detail: str) -> Result:
    """There was no answer: a timeout, a reset, no way there."""
    return Result(Outcome.RETRY, "unreachable", detail[:DETAIL_CHARS])


def needs_new_credential(status: int, body: bytes) -> bool:
    """A 401 about us, and not about a third party's certificate."""
    return status == 401 and _fcm_code(_error_of(body)) not in LASTING


def seconds_of(retry_after: str) -> float | None:
    """Retry-After, which is seconds or a date (RFC 9110, 10.2.3); None where it is absent or neither."""
    text = retry_after.strip()
    if text.isdigit():
        return float(text)
    when = email.utils.parsedate_tz(text)
    return max(0.0, email.utils.mktime_tz(when) - time.time()) if when else None


def _lasting(code: str, detail: str) -> Result:
    outcome, reason = LASTING[code]
    if reason == "third_party_auth":
        log.error("fcm_third_party_auth", error=detail)
    return Result(outcome, reason, detail)


def _invalid_argument(error: dict[str, Any], code: str, detail: str) -> Result:
    """The 400 with two causes: field violations mean the message, FCM's own code alone means the token."""
    violations = [v for item in _details(error, BAD_REQUEST) for v in item.get("fieldViolations", [])]
    if violations and all(isinstance(v, dict) and v.get("field") in TOKEN_FIELDS for v in violations):
        return Result(Outcome.SUSPECT, "invalid_token", detail)
    # "Android message is too big" comes with FCM's own code too, and is no fault of the token.
    if violations or "too big" in detail:
        return Result(Outcome.BAD_MESSAGE, "invalid_payload", detail)
    if code:
        return Result(Outcome.SUSPECT, "invalid_token", detail)
    return Result(Outcome.FAILED, "invalid_argument", detail)


def _reason(status: int, error: dict[str, Any]) -> str:
    return str(error.get("status") or f"http_{status}").lower()[:40]


def _error_of(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _details(error: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    details = error.get("details")
    items = details if isinstance(details, list) else []
    return [item for item in items if isinstance(item, dict) and item.get("@type") == kind]


def _fcm_code(error: dict[str, Any]) -> str:
    return next((str(item.get("errorCode", "")) for item in _details(error, FCM_ERROR)), "")


def _text(body: bytes) -> str:
    return body[:DETAIL_CHARS].decode(errors="replace")
