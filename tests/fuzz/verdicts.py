"""Failures of three of Schemathesis's checks that are none, each with its reason; all other failures stand.

`positive_data_acceptance`: a request that fits the schema may be refused only for what no schema can say.
`negative_data_rejection`: a request that does not fit may be taken only where we take it on purpose.
`ignored_auth`: it knows one kind of credentials at a time.
"""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema_rs
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import IgnoredAuth, RejectedPositiveData

# Secrets that the server itself gave out in this run: from tests.fuzz.real, and as answers to `POST /devices/`.
DEVICE_SECRETS: set[str] = set()

# A problem's own code: the request was understood, and the world refuses it. These two say that it was not.
NOT_UNDERSTOOD = {"validation_error", "parse_error", "idempotency_key_invalid"}
# Codes of fields, in a validation_error, that a JSON schema could have said: then the document lacks it.
# `blank` and the like come from trimming: a schema cannot say "one character that is no space".
OF_THE_SCHEMA = {
    "required", "null", "invalid", "not_a_list", "not_a_dict", "max_length", "min_length", "max_value", "min_value",
    "max_string_length", "date", "datetime", "invalid_choice", "not_a_string",
}  # fmt: skip


def excuse(failure: Any, case: Any, response: Any) -> str:
    """Why this failure is none; empty if it is one."""
    if isinstance(failure, RejectedPositiveData):
        return _refused_for(case, response)
    if isinstance(failure, AcceptedNegativeData):
        return _taken_on_purpose(case, response)
    if isinstance(failure, IgnoredAuth):
        return _let_in_by_device(failure, case)
    return ""


def _let_in_by_device(failure: Any, case: Any) -> str:
    """A guest's device is a credential too: Schemathesis takes what it did not set itself for rubbish."""
    if (case.headers or {}).get("X-Device-Secret") in DEVICE_SECRETS:
        return "let in: a device with its own secret"
    # Without any credentials a device does not exist for the asker, so 404 and not 401 is the right refusal.
    if case.path == "/api/v1/devices/{device_id}/" and "got `404" in failure.message:
        return "refused by 404: somebody else's device"
    return ""


def _refused_for(case: Any, response: Any) -> str:
    """What no schema could have said; empty where one could."""
    if response.status_code not in (400, 413, 422):
        return ""
    if not _fits(case):
        # Its coverage phase, as of 4.32.5: 0 for a header with a pattern, "" for a date that may be null.
        return "refused: not valid at all, whatever Schemathesis says"
    problem = response.json()
    if problem["code"] not in NOT_UNDERSTOOD:
        return f"refused: {problem['code']}"
    if problem["code"] == "parse_error":
        # PostgreSQL stores no U+0000; JSON's grammar allows it, and so does a string's schema.
        return "refused: U+0000" if "U+0000" in problem["detail"] else ""
    if problem["code"] != "validation_error":
        return ""
    codes = {_code(case, error) for error in problem["errors"]}
    return f"refused: {', '.join(sorted(codes))}" if codes and not codes & OF_THE_SCHEMA else ""


def _code(case: Any, error: dict[str, str]) -> str:
    """The error's code; a field that only another field demands (longitude with latitude) is told apart."""
    schema = _body_schema(case)
    is_optional = error["field"] in schema.get("properties", {}) and error["field"] not in schema.get("required", ())
    if error["code"] == "required" and is_optional:
        return "required with another field"
    return error["code"]


def _fits(case: Any) -> bool:
    """Do headers and body fit their schemas, formats and all?"""
    for name, value in (case.headers or {}).items():
        parameter = case.operation.headers.get(name)
        if parameter is not None and not _is_valid(parameter.validation_schema, str(value)):
            return False
    return not _body_schema(case) or _is_valid(_body_schema(case), case.body)


def _is_valid(schema: Any, value: Any) -> bool:
    return bool(jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(value))


def _body_schema(case: Any) -> dict[str, Any]:
    """Of JSON alone: a file is no JSON value."""
    if case.media_type != "application/json":
        return {}
    schema = case.operation.get_body_for_media_type(case.media_type).optimized_schema
    return schema if isinstance(schema, dict) else {}


def _taken_on_purpose(case: Any, response: Any) -> str:
    if 200 <= response.status_code < 400:
        for reason, was_it in LENIENCES.items():
            if was_it(case, response):
                return f"taken: {reason}"
    return ""


def _page_size(case: Any, response: Any) -> bool:
    return "page_size" in _negated(case)


def _empty(case: Any, response: Any) -> bool:
    sent = parse_qs(urlsplit(str(response.request.url)).query, keep_blank_values=True)
    return any(sent.get(name) == [""] for name in _negated(case))


def _key_in_another_spelling(case: Any, response: Any) -> bool:
    if {name.lower() for name in _negated(case)} != {"idempotency-key"}:
        return False
    try:
        uuid.UUID(str(response.request.headers.get("Idempotency-Key", "")))
    except ValueError:
        return False
    return True


def _scalar_of_another_type(case: Any, response: Any) -> bool:
    """All that is wrong with the body are scalars of another type than said, and the server could read them."""
    described = str(case.meta.phase.data.description or "") if case.meta else ""
    return isinstance(case.body, dict) and "ncorrect type" in described and not _holds_containers(case)


def _holds_containers(case: Any) -> bool:
    wrong = [value for name, value in case.body.items() if name in _body_schema(case).get("properties", {})]
    return any(isinstance(value, dict) for value in wrong)


def _negated(case: Any) -> set[str]:
    """Parameters that were made wrong."""
    data = case.meta.phase.data if case.meta else None
    names = {getattr(data, "parameter", None)}
    names |= {mutation.parameter for mutation in getattr(data, "mutations", None) or ()}
    return {name for name in names if name}


LENIENCES = {
    # As the document says: out of range counts as the nearest, rubbish as the default. A list is better than an error.
    "page_size out of range": _page_size,
    # `?q=` is what a form with an empty field sends: as if it were not there.
    "empty query parameter": _empty,
    # UUIDs in braces, without hyphens or as an URN are the same UUID.
    "UUID in another spelling": _key_in_another_spelling,
    # REST framework reads 0 as "0" and "true" as true. Who sends what the document says is never surprised by it.
    "scalar of another type": _scalar_of_another_type,
}
