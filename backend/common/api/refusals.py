"""Which refusals an operation may answer with: said once beside the view, or implied by what the view is.

The document lists the `code`s of each status, and the suite fails on an answer whose code is not among them.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiResponse

from backend.common.api.machines import ANY_KEY, KEY_CODES, NOT_FOR_MACHINES, SCOPE_MISSING

View = TypeVar("View", bound=Callable[..., Any] | type[Any])

DESCRIPTIONS = {
    400: "The request is not valid; `errors` names the fields, if it is about fields.",
    401: "No valid access token, or the session has ended; the code says why.",
    403: "Signed in, but not allowed.",
    404: "Not found, or hidden from you.",
    406: "Only JSON is spoken here: leave `Accept` out or allow `application/json`.",
    409: "The state of things does not allow it.",
    413: "What was sent is too large.",
    415: "The body is in a format that is not read here.",
    422: "Understood, but cannot be done.",
    429: "Too many requests; `Retry-After` says how long to wait.",
    503: "Not available right now; nothing was changed. Try again after `Retry-After`.",
}
TOKEN_CODES = (
    "token_expired",
    "token_invalid",
    "session_revoked",
    "password_changed",
    "account_disabled",
    "account_deleted",
)
ATTRIBUTE = "_refusals"


class Refusal(OpenApiResponse):
    """An error status among `responses` of @extend_schema, with the codes that it comes with."""

    def __init__(self, *codes: str, description: str) -> None:
        super().__init__(None, description=description)
        self.codes = codes


def refuses(*lines: str) -> Callable[[View], View]:
    """Beside a view's method: `@refuses("409 notice_state", "403 own_approval")`."""
    table = {int(status): tuple(codes) for status, *codes in (line.split() for line in lines)}

    def mark(method: View) -> View:
        setattr(method, ATTRIBUTE, table)
        return method

    return mark


def merged(*tables: Mapping[int, Iterable[str]]) -> dict[int, tuple[str, ...]]:
    """All codes of all tables by status, each once, in the order in which they were named."""
    found: dict[int, dict[str, None]] = {}
    for table in tables:
        for status, codes in table.items():
            found.setdefault(status, {}).update(dict.fromkeys(codes))
    return {status: tuple(codes) for status, codes in sorted(found.items())}


def implied(*, operation: Any) -> dict[int, tuple[str, ...]]:
    """The refusals that come with what the view of this operation (a ContractAutoSchema) is."""
    view, method = operation.view, operation.method
    # `bad_request`: for a host that is not ours, above all; no view ever sees such a request.
    table: dict[int, tuple[str, ...]] = {
        400: ("bad_request",),
        406: ("not_acceptable",),
        503: ("service_unavailable",),
    }
    if operation.takes_input:
        table[400] = ("validation_error", "bad_request")
    if operation.takes_body:
        table[400] = ("validation_error", "parse_error", "bad_request")
        table[413] = ("body_too_large",)
        table[415] = ("unsupported_media_type",)
    if view.get_authenticators():
        codes = (*TOKEN_CODES, *KEY_CODES)
        table[401] = codes if operation.is_public else ("not_authenticated", *codes)
        table[429] = ("throttled",)  # a machine account's whole use is limited
    if operation.asks_permission:
        table[403] = ("permission_denied",)
    if operation.refuses_machines:
        table[403] = (*table.get(403, ()), NOT_FOR_MACHINES)
    elif operation.machine_scope not in (None, ANY_KEY):
        table[403] = (*table.get(403, ()), SCOPE_MISSING)
    if "{" in operation.path or operation.is_paginated:
        table[404] = ("not_found",)
    if any(method not in ("GET", "HEAD") or throttle.counts_safe_methods for throttle in view.throttle_classes):
        table[429] = ("throttled",)
    if operation.idempotency:
        required = ("idempotency_key_required",) if operation.idempotency == "required" else ()
        table[400] = (*table[400], *required, "idempotency_key_invalid")
        table[409] = ("request_in_progress",)
        table[422] = ("idempotency_key_reused",)
    return table
