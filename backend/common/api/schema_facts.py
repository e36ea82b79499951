"""The last lines of every description: who may call, how often, how much. Read off the view, so that they stay true.

A permission class of ours says in `who` whom it lets in. A view that counts uses itself, by `throttle_check`, names the
scope in `checked_throttles`; a test listens to what it really counts.
"""

from typing import Any

from django.conf import settings
from rest_framework.permissions import AllowAny, IsAuthenticated

from backend.common.api.throttling import parse_rate
from backend.common.tasks import IDEMPOTENCY_KEPT

PEOPLE, DEVICE_SECRET, MACHINE = "jwt", "deviceSecret", "machineKey"
# Permission classes that are not ours.
WHO = {AllowAny: "people who are signed in", IsAuthenticated: "people who are signed in"}
COUNTED = {
    "address": "an address",
    "machine": "a machine account, all its requests together",
    "phone": "a phone number",
    "code": "a code",
    "identifier+address": "an identifier from one address",
    "identifier+stranger": "an identifier from addresses that it never signed in from",
}
PERIODS = {60: "a minute", 3600: "an hour", 86400: "a day"}
MEGABYTE = 1024 * 1024


def facts(operation: Any, security: list[dict[str, list[str]]]) -> str:
    """A list in Markdown, of what the view of this operation (a ContractAutoSchema) implies."""
    lines = {
        "Who may call": who_may_call(operation, security),
        "Rate limit": rate_limit(operation, security),
        "Size": _size(operation),
        "Pages": _pages(operation),
        "Repeating": _repeating(operation),
        "Kept": _kept(operation),
    }
    return "\n".join(f"- **{name}:** {text}" for name, text in lines.items() if text)


def who_may_call(operation: Any, security: list[dict[str, list[str]]]) -> str:
    if {} in security:
        taken = {PEOPLE: "an access token", DEVICE_SECRET: "a device's secret", MACHINE: "a machine account's key"}
        named = [text for name, text in taken.items() if any(name in way for way in security)]
        return f"everybody, with or without {' or '.join(named)}." if named else "everybody, without an account."
    guests = "guests, by their device's secret" if any(DEVICE_SECRET in way for way in security) else ""
    return "; ".join(text for text in (_people(operation, security), guests, _machines(security)) if text) + "."


def _people(operation: Any, security: list[dict[str, list[str]]]) -> str:
    if not any(PEOPLE in way for way in security):
        return ""
    kinds = operation.view.permission_classes
    own = [kind.who for kind in kinds if hasattr(kind, "who")]
    return str(own[-1] if own else WHO[kinds[-1]])


def _machines(security: list[dict[str, list[str]]]) -> str:
    ways = [way[MACHINE] for way in security if MACHINE in way]
    if not ways:
        return ""
    return "machine accounts" + (f" whose key has the scope `{ways[0][0]}`" if ways[0] else ", by any good key")


def throttle_scopes(operation: Any) -> list[str]:
    """The scopes of settings.THROTTLES in which a use of this operation counts."""
    view, is_read = operation.view, operation.method in ("GET", "HEAD")
    kinds = [kind for kind in view.throttle_classes if kind.counts_safe_methods or not is_read]
    return [*(kind.scope for kind in kinds), *getattr(view, "checked_throttles", {}).get(operation.method, ())]


def rate_limit(operation: Any, security: list[dict[str, list[str]]]) -> str:
    scopes = throttle_scopes(operation) + (["machine"] if _machines(security) else [])
    counted = {**COUNTED, "user": _account(security)}
    rates = [_rate(rate, counted[who]) for scope in scopes for rate, who in settings.THROTTLES[scope]]
    return "; ".join(dict.fromkeys(rates)) + "." if rates else "none."


def _account(security: list[dict[str, list[str]]]) -> str:
    """Whom a throttle counts by `user`: who is signed in, else the address."""
    if {} in security or any(DEVICE_SECRET in way for way in security):
        return "a person, or for a guest's address"
    return "a person or a machine account" if _machines(security) else "a person"


def _rate(rate: str, counted: str) -> str:
    limit, seconds = parse_rate(rate)
    period = PERIODS.get(seconds) or f"in {seconds // 60} minutes"
    return f"{limit} {period} for {counted}"


def _size(operation: Any) -> str:
    if not operation.takes_body:
        return ""
    if "multipart/form-data" in operation.map_parsers():
        return f"a file of {settings.PHOTO_MAX_BYTES // MEGABYTE} MB at most."
    return f"a body of {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE} MB at most."


def _pages(operation: Any) -> str:
    if not operation.is_paginated:
        return ""
    pages = operation._get_paginator()
    return f"{pages.page_size} entries, or `page_size` of them, {pages.max_page_size} at most; go on by `next`."


def _repeating(operation: Any) -> str:
    if not operation.idempotency:
        return ""
    need = "needs an" if operation.idempotency == "required" else "takes an"
    days = IDEMPOTENCY_KEPT.days
    return f"{need} `Idempotency-Key`; for {days} days the same key brings the same reply, and nothing happens twice."


def _kept(operation: Any) -> str:
    if not operation.is_cached:
        return ""
    return f"caches may keep the answer for {_spoken(operation.view.cache_max_age)}, then ask again by its `ETag`."


def _spoken(seconds: int) -> str:
    units = ((3600, "hour"), (60, "minute"), (1, "second"))
    return next(_counted(seconds // size, unit) for size, unit in units if seconds % size == 0)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
