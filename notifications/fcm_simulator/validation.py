"""Is this a message that FCM would take? The two kinds of 400 stay apart here, as they do at Google."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from notifications.fcm_simulator.messages import Response, bad_request, google_error
from notifications.fcm_simulator.schema import ENVELOPE

# "4096 bytes for most messages, 2048 in the case of messages to topics" (REST reference, ErrorCode.INVALID_ARGUMENT).
MAX_PAYLOAD = 4096
MAX_TOPIC_PAYLOAD = 2048
# Protobuf's JSON parser goes no deeper, and neither does what reads the message afterwards.
MAX_DEPTH = 100
TARGETS = ("token", "fid", "topic", "condition")
TOKEN_LETTERS = r"[A-Za-z0-9_:.\-]{1,4096}"
_TOKEN = re.compile(rf"\A{TOKEN_LETTERS}\Z")
_TOPIC = re.compile(r"\A(/topics/)?[a-zA-Z0-9-_.~%]+\Z")


@dataclass(slots=True, eq=False)
class Content:
    """A good message without the name of its target; one object serves all who are sent the same."""

    message: dict[str, Any]
    target_kind: str
    validate_only: bool
    # What a phone would show once, however often it came.
    tag: str

    def sent_to(self, target: str) -> dict[str, Any]:
        """The message as it came in."""
        return {**self.message, self.target_kind: target}


@dataclass(slots=True, eq=False)
class Refused(Exception):
    """A bad message: what Google answers, and as much of it as could be read."""

    answer: Response
    message: dict[str, Any]


def parse(body: bytes) -> tuple[Content, str]:
    """The content and its target; raises Refused with the 400 that says what is wrong."""
    envelope = _load(body)
    # The reference speaks of 'message.android', not of the envelope around it.
    violations = [(_below("request", path), text) for path, text in ENVELOPE("request", envelope)]
    if not violations:
        violations = _target_violations(envelope.get("message"))
    if not violations:
        violations = _size_violations(envelope["message"])
    if violations:
        raise Refused(_payload_refused(violations), envelope if isinstance(envelope, dict) else {})
    message = envelope["message"]
    kind = next(name for name in TARGETS if message.get(name))
    return Content(message, kind, bool(envelope.get("validate_only")), _tag(message)), message[kind]


def _tag(message: dict[str, Any]) -> str:
    android = message.get("android") or {}
    return str((android.get("notification") or {}).get("tag") or android.get("collapse_key") or "")


def _load(body: bytes) -> Any:
    try:
        found = json.loads(body, parse_constant=_no_constant)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
        if _depth(found) > MAX_DEPTH:
            raise ValueError("too deep")
    except (ValueError, RecursionError):
        text = "Invalid JSON payload received. Unexpected token."
        raise Refused(google_error(400, "INVALID_ARGUMENT", text), {}) from None
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level := [item for item in level if isinstance(item, (dict, list))]:
        depth += 1
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
    return depth


def _below(root: str, path: str) -> str:
    return path.removeprefix(f"{root}.").removeprefix(root)


def token_is_wellformed(token: str) -> bool:
    """Does it look like a registration token at all?"""
    return bool(_TOKEN.match(token))


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
    limit = MAX_TOPIC_PAYLOAD if message.get("topic") or message.get("condition") else MAX_PAYLOAD
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
