"""The fields of an FCM v1 message and the checks on their values, as the REST reference gives them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Violations = list[tuple[str, str]]
Check = Callable[[str, Any], Violations]

_DURATION = re.compile(r"\A\d+(\.\d{1,9})?s\Z")
_ANALYTICS_LABEL = re.compile(r"\A[a-zA-Z0-9-_.~%]{1,50}\Z")
_COLOR = re.compile(r"\A#[0-9a-fA-F]{6}\Z")
# Keys that FCM keeps for itself in `data`.
_RESERVED_KEYS = {"from", "notification", "message_type"}
_RESERVED_PREFIXES = ("google", "gcm")
MAX_TTL_SECONDS = 4 * 7 * 24 * 3600


def _typed(kind: type | tuple[type, ...], name: str) -> Check:
    def check(path: str, value: Any) -> Violations:
        wrong = not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)
        return [(path, f"Invalid value at '{path}' ({name}), {value!r}")] if wrong else []

    return check


string = _typed(str, "TYPE_STRING")
boolean = _typed(bool, "TYPE_BOOL")
integer = _typed(int, "TYPE_INT32")
number = _typed((int, float), "TYPE_FLOAT")


def matching(pattern: re.Pattern[str], name: str) -> Check:
    """A string of the given form."""

    def check(path: str, value: Any) -> Violations:
        good = isinstance(value, str) and pattern.match(value)
        return [] if good else [(path, f"Invalid value at '{path}' ({name}), {value!r}")]

    return check


def one_of(*names: str) -> Check:
    """One of an enum's names."""

    def check(path: str, value: Any) -> Violations:
        return [] if value in names else [(path, f"Invalid value at '{path}' (TYPE_ENUM), {value!r}")]

    return check


def list_of(inner: Check) -> Check:
    """A list whose items all pass."""

    def check(path: str, value: Any) -> Violations:
        if not isinstance(value, list):
            return [(path, f"Invalid value at '{path}' (repeated), {value!r}")]
        return [found for index, item in enumerate(value) for found in inner(f"{path}[{index}]", item)]

    return check


def string_map(path: str, value: Any) -> Violations:
    """A map of strings to strings."""
    if not isinstance(value, dict):
        return [(path, f"Invalid value at '{path}' (map), {value!r}")]
    return [found for key, item in value.items() for found in string(f"{path}[{key!r}].value", item)]


def data_map(path: str, value: Any) -> Violations:
    """A map of strings that keeps off FCM's own keys."""
    found = string_map(path, value)
    keys = value if isinstance(value, dict) else {}
    reserved = [key for key in keys if key in _RESERVED_KEYS or key.startswith(_RESERVED_PREFIXES)]
    return found + [(path, f"Invalid data payload key: {key}") for key in reserved]


def ttl(path: str, value: Any) -> Violations:
    """A duration of at most four weeks."""
    wrong = _duration(path, value)
    if not wrong and float(value[:-1]) > MAX_TTL_SECONDS:
        return [(path, f"TTL must be between 0 and {MAX_TTL_SECONDS} seconds, {value!r}")]
    return wrong


def anything(path: str, value: Any) -> Violations:
    """An object that FCM hands on unread (APNs payload, web push notification)."""
    return [] if isinstance(value, dict) else [(path, f"Invalid value at '{path}' (Struct), {value!r}")]


def message_of(fields: dict[str, Check]) -> Check:
    """An object with these fields and no others; JSON may name them in camelCase too."""
    known = fields | {_camel(name): check for name, check in fields.items()}

    def check(path: str, value: Any) -> Violations:
        if not isinstance(value, dict):
            return [(path, f"Invalid value at '{path}' (message), {value!r}")]
        found: Violations = []
        for name, item in value.items():
            inner = known.get(name)
            if inner is None:
                text = f"Invalid JSON payload received. Unknown name \"{name}\" at '{path}': Cannot find field."
                found.append((path, text))
            else:
                found += inner(f"{path}.{name}", item)
        return found

    return check


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


_duration = matching(_DURATION, "Duration")
_label = message_of({"analytics_label": matching(_ANALYTICS_LABEL, "analytics label")})
_light = message_of(
    {
        "color": message_of({"red": number, "green": number, "blue": number, "alpha": number}),
        "light_on_duration": _duration,
        "light_off_duration": _duration,
    }
)
_priorities = [f"PRIORITY_{name}" for name in ("UNSPECIFIED", "MIN", "LOW", "DEFAULT", "HIGH", "MAX")]

ANDROID_NOTIFICATION = message_of(
    dict.fromkeys(("title", "body", "icon", "sound", "tag", "click_action", "image", "ticker"), string)
    | dict.fromkeys(("body_loc_key", "title_loc_key", "channel_id", "event_time"), string)
    | {name: list_of(string) for name in ("body_loc_args", "title_loc_args")}
    | dict.fromkeys(("sticky", "local_only", "default_sound", "default_vibrate_timings"), boolean)
    | {
        "color": matching(_COLOR, "color #RRGGBB"),
        "default_light_settings": boolean,
        "vibrate_timings": list_of(_duration),
        "notification_priority": one_of(*_priorities),
        "visibility": one_of("VISIBILITY_UNSPECIFIED", "PRIVATE", "PUBLIC", "SECRET"),
        "notification_count": integer,
        "light_settings": _light,
        "bypass_proxy_notification": boolean,
        "proxy": one_of("PROXY_UNSPECIFIED", "ALLOW", "DENY", "IF_PRIORITY_LOWERED"),
    }
)
ANDROID = message_of(
    {
        "collapse_key": string,
        "priority": one_of("normal", "high", "NORMAL", "HIGH"),
        "ttl": ttl,
        "restricted_package_name": string,
        "data": data_map,
        "notification": ANDROID_NOTIFICATION,
        "fcm_options": _label,
        "direct_boot_ok": boolean,
        "bandwidth_constrained_ok": boolean,
        "restricted_satellite_ok": boolean,
    }
)
WEBPUSH = message_of(
    {
        "headers": string_map,
        "data": data_map,
        "notification": anything,
        "fcm_options": message_of({"link": string, "analytics_label": string}),
    }
)
APNS = message_of(
    {
        "headers": string_map,
        "payload": anything,
        "live_activity_token": string,
        "fcm_options": message_of({"analytics_label": string, "image": string}),
    }
)
MESSAGE = message_of(
    {
        "name": string,
        "data": data_map,
        "notification": message_of({"title": string, "body": string, "image": string}),
        "android": ANDROID,
        "webpush": WEBPUSH,
        "apns": APNS,
        "fcm_options": _label,
        "token": string,
        "fid": string,
        "topic": string,
        "condition": string,
    }
)
ENVELOPE = message_of({"message": MESSAGE, "validate_only": boolean})
