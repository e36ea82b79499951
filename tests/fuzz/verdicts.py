"""Failures of four of Schemathesis's checks that are none, each with its reason; all other failures stand.

`positive_data_acceptance`: a request that fits the schema may be refused only for what no schema can say.
`negative_data_rejection`: a request that does not fit may be taken only where we take it on purpose.
`ignored_auth`: it knows one kind of credentials at a time. `use_after_free`: what was deleted is not the thing itself.
"""

from __future__ import annotations

import json
import unicodedata
import uuid
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema_rs
from schemathesis.core import NotSet
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import IgnoredAuth, RejectedPositiveData, UseAfterFree
from schemathesis.transport.serialization import Binary

from tests.document import resolved

# Dossiers that the role applied for itself, before it followed any: from tests.fuzz.real.
OWN_DOSSIERS: set[str] = set()
# Dossiers that the role began to follow in this run, and follows still: the check forgets what came back.
FOLLOWED: set[str] = set()
# Secrets that the server itself gave out in this run: from tests.fuzz.real, and as answers to `POST /devices/`.
DEVICE_SECRETS: set[str] = set()

# A problem's own code: the request was understood, and the world refuses it. These two say that it was not.
NOT_UNDERSTOOD = {"validation_error", "parse_error", "idempotency_key_invalid"}
# Codes of fields, in a validation_error, that a JSON schema could have said: then the document lacks it.
# `blank` and the like come from trimming: a schema cannot say "one character that is no space".
OF_THE_SCHEMA = {
    "required", "null", "invalid", "not_a_list", "not_a_dict", "max_length", "min_length", "max_value", "min_value",
    "out_of_range", "max_string_length", "date", "datetime", "invalid_choice", "not_a_string",
}  # fmt: skip


def excuse(failure: Any, case: Any, response: Any) -> str:
    """Why this failure is none; empty if it is one."""
    if isinstance(failure, RejectedPositiveData):
        return _refused_for(case, response)
    if isinstance(failure, AcceptedNegativeData):
        return _taken_on_purpose(case, response)
    if isinstance(failure, IgnoredAuth):
        return _let_in_by_device(failure, case)
    if isinstance(failure, UseAfterFree) and case.path == "/api/v1/me/dossiers/{code}/":
        return _still_seen((case.path_parameters or {}).get("code", ""))
    return ""


def _still_seen(code: str) -> str:
    """What is deleted there is the following; an applicant sees the own dossier, followed or not."""
    if code in OWN_DOSSIERS:
        return "seen after unfollowing: an own dossier"
    return "seen after unfollowing: followed again" if code in FOLLOWED else ""


def note_following(case: Any, response: Any) -> None:
    """Keep FOLLOWED up to date with this request."""
    asked = f"{case.method.upper()} {case.path}"
    if asked == "POST /api/v1/dossiers/follow/" and response.status_code in (200, 201):
        FOLLOWED.add(response.json()["code"])
    if asked == "DELETE /api/v1/me/dossiers/{code}/" and response.status_code == 204:
        FOLLOWED.discard((case.path_parameters or {}).get("code", ""))


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
    """The error's code; told apart: a field that only another field demands, as longitude with latitude."""
    schema = _schema_as_sent(case)
    schema = resolved(schema, schema)  # a bundle: what it is about stands in itself
    if error["code"] == "invalid" and '"uri"' in json.dumps(schema.get("properties", {}).get(error["field"])):
        return "no address of the web"  # as a host of 200 letters, which RFC 3986 has nothing against
    if error["code"] == "min_length" and _is_long_enough_as_sent(schema, case.body, error["field"]):
        return "too short without the spaces around it"  # or with its accents composed, as the document says
    is_optional = error["field"] in schema.get("properties", {}) and error["field"] not in schema.get("required", ())
    if error["code"] == "required" and is_optional:
        return "required with another field"
    return error["code"]


def _is_long_enough_as_sent(schema: dict[str, Any], body: Any, field: str) -> bool:
    """Is the text too short only as the server reads it?"""
    least, sent = schema.get("properties", {}).get(field, {}).get("minLength", 0), body.get(field)
    return isinstance(sent, str) and len(_as_read(sent)) < least <= len(sent)


def _as_read(text: str) -> str:
    """Trimmed and in NFC, as the server reads a text before it counts."""
    return unicodedata.normalize("NFC", text).strip()


def _fits(case: Any) -> bool:
    """Do headers and body fit their schemas, formats and all?"""
    for name, value in (case.headers or {}).items():
        parameter = case.operation.headers.get(name)
        if parameter is not None and not _is_valid(parameter.validation_schema, str(value)):
            return False
    if isinstance(case.body, NotSet):
        return True  # none was sent, and none has to be
    return not _body_schema(case) or _is_valid(_body_schema(case), _as_texts(case.body))


def _as_texts(body: Any) -> Any:
    """What a multipart body holds as a file is a text to its schema, whatever Schemathesis has put there."""
    if not isinstance(body, dict):
        return body
    return {name: "file" if isinstance(value, Binary) else value for name, value in body.items()}


def _is_valid(schema: Any, value: Any) -> bool:
    return bool(jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid(value))


def _body_schema(case: Any) -> dict[str, Any]:
    """Of JSON alone: a file is no JSON value."""
    return _schema_as_sent(case) if case.media_type == "application/json" else {}


def _schema_as_sent(case: Any) -> dict[str, Any]:
    """Of whichever format the body is in: which fields there are and which must be."""
    body = case.operation.get_body_for_media_type(case.media_type) if case.media_type else None
    schema = body.optimized_schema if body is not None else None
    return schema if isinstance(schema, dict) else {}


def _taken_on_purpose(case: Any, response: Any) -> str:
    """Everything that is wrong with the request is something that we take on purpose; empty if anything is not."""
    if not 200 <= response.status_code < 400 or not case.meta:
        return ""
    reasons = {_lenience(name, case, response) for name in _negated(case)}
    if case.meta.is_negative_at(ParameterLocation.BODY):
        reasons.add("a body that reads well" if _is_body_readable(case) else "")
    return f"taken: {', '.join(sorted(reasons))}" if reasons and "" not in reasons else ""


def _lenience(name: str, case: Any, response: Any) -> str:
    """Why this parameter may be wrong and the request taken."""
    sent = parse_qs(urlsplit(str(response.request.url)).query, keep_blank_values=True)
    if name.lower() in ("accept-language", "if-none-match"):
        # RFC 9110, sections 12.5.4 and 13.1.2: what a server cannot use there it leaves aside.
        return "a language or an ETag that says nothing"
    if sent.get(name) == [""]:
        # `?q=` is what a form with an empty field sends: as if it were not there.
        return "empty query parameter"
    if _fits_as_sent(case.operation.query.get(name), sent.get(name, [])):
        # "Violates additionalProperties or required": here the former, and what nobody knows is left aside.
        return "query parameters that nobody knows"
    if name.lower() == "idempotency-key" and _is_uuid(response.request.headers.get("Idempotency-Key")):
        return "UUID in another spelling"
    return ""


def _fits_as_sent(parameter: Any, values: list[str]) -> bool:
    """Is this query parameter there once, with a value that its schema allows?"""
    if parameter is None or len(values) != 1:
        return False
    try:
        read = json.loads(values[0])
    except ValueError:
        read = values[0]
    return any(_is_valid(parameter.validation_schema, value) for value in (values[0], read))


def _is_body_readable(case: Any) -> bool:
    """REST framework reads 0 as "0", "true" as true, and trims; who sends what the document says is never surprised."""
    schema = _body_schema(case)
    if not schema:
        return False
    errors = list(jsonschema_rs.Draft202012Validator(schema, validate_formats=True).iter_errors(case.body))
    return bool(errors) and all(_is_readable(error) for error in errors)


def _is_readable(error: Any) -> bool:
    rule = error.schema_path[-1] if error.schema_path else ""
    if rule == "type":
        return isinstance(error.instance, str | int | float | bool)
    if rule == "maxLength":
        return len(_as_read(error.instance)) <= error.kind.limit
    return rule in ("format", "pattern") and _is_uuid(error.instance)


def _is_uuid(value: Any) -> bool:
    """In braces, without hyphens or as an URN it is the same UUID."""
    try:
        uuid.UUID(str(value))
    except ValueError:
        return False
    return True


def _negated(case: Any) -> set[str]:
    """Parameters outside the body that were made wrong; those that nobody knows are nobody's concern."""
    data = case.meta.phase.data
    parts = [data, *(getattr(data, "mutations", None) or ())]
    found = {part.parameter for part in parts if getattr(part, "parameter_location", None) != ParameterLocation.BODY}
    return {name for name in found if name}
