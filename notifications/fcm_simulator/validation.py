"""Is this a message that FCM would take? The two kinds of 400 stay apart here, as they do at Google."""

from __future__ import annotations

import json
import re
from typing import Any

from notifications.fcm_simulator.messages import Request, Response, bad_request, fcm_error, google_error
from notifications.fcm_simulator.schema import ENVELOPE

# "4096 bytes for most messages, 2048 in the case of messages to topics" (REST reference, ErrorCode.INVALID_ARGUMENT).
MAX_PAYLOAD = 4096
MAX_TOPIC_PAYLOAD = 2048
TARGETS = ("token", "fid", "topic", "condition")
_TOKEN = re.compile(r"\A[A-Za-z0-9_:.\-]{1,4096}\Z")
_TOPIC = re.compile(r"\A(/topics/)?[a-zA-Z0-9-_.~%]+\Z")


def parse(request: Request) -> tuple[dict[str, Any], Response | None]:
    """The body and no answer, or nothing and the 400 that says what is wrong with it."""
    try:
        body = json.loads(request.body)
    except ValueError:
        return {}, google_error(400, "INVALID_ARGUMENT", "Invalid JSON payload received. Unexpected token.")
    violations = ENVELOPE("request", body)
    # The reference speaks of 'message.android', not of the envelope around it.
    violations = [(path.removeprefix("request.").replace("request", "", 1), text) for path, text in violations]
    if not violations:
        violations = _target_violations(body.get("message"))
    if not violations:
        violations = _size_violations(body["message"])
    return (body, None) if not violations else ({}, _payload_refused(violations))


def target(message: dict[str, Any]) -> str:
    """Where the message goes, as the log names it."""
    return next(str(message[name]) for name in TARGETS if name in message)


def token_is_wellformed(token: str) -> bool:
    """Does it look like a registration token at all?"""
    return bool(_TOKEN.match(token))


def invalid_token() -> Response:
    """The 400 for a bad token: FcmError alone, no field violations."""
    return google_error(
        400,
        "INVALID_ARGUMENT",
        "The registration token is not a valid FCM registration token",
        details=[fcm_error("INVALID_ARGUMENT")],
    )


def _payload_refused(violations: list[tuple[str, str]]) -> Response:
    text = "\n".join(description for _, description in violations)
    return google_error(400, "INVALID_ARGUMENT", text, details=[bad_request(violations)])


def _target_violations(message: dict[str, Any] | None) -> list[tuple[str, str]]:
    if message is None:
        return [("message", "Message is required.")]
    given = [name for name in TARGETS if message.get(name)]
    if len(given) != 1:
        return [("message", "Exactly one of token, fid, topic or condition must be given.")]
    if given == ["topic"] and not _TOPIC.match(message["topic"]):
        return [("message.topic", "Invalid topic name.")]
    return []


def _size_violations(message: dict[str, Any]) -> list[tuple[str, str]]:
    limit = MAX_TOPIC_PAYLOAD if "topic" in message or "condition" in message else MAX_PAYLOAD
    size = payload_size(message)
    return [("message", f"Android message is too big: {size} of {limit} bytes.")] if size > limit else []


def payload_size(message: dict[str, Any]) -> int:
    """Bytes that travel to the phone: data and notification, keys and values; neither target nor delivery options."""
    android = message.get("android") or {}
    parts = (message.get("data"), message.get("notification"), android.get("data"), android.get("notification"))
    return sum(_size(part) for part in parts if part)


def _size(value: Any) -> int:
    if isinstance(value, dict):
        return sum(len(key.encode()) + _size(item) for key, item in value.items())
    if isinstance(value, list):
        return sum(_size(item) for item in value)
    return len(str(value).encode())
