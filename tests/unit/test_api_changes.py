"""What counts as a break of the API: a table of planted changes, each judged in a request and in an answer."""

import copy
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.factories.api_document import DOCUMENT, FULL, GONE, NAME, OPERATION, PROBLEM, QUERY, TEXT, changed
from tools.api_changes.changes import Change, Level, unallowed
from tools.api_changes.compare import compare
from tools.api_changes.document import NotUnderstood, read
from tools.api_changes.report import Report

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 24)
BREAK, WARNING, FINE, SAME = "break", "warning", "fine", "same"

COLOURS = {"type": "string", "enum": ["red", "green"]}
MORE_COLOURS = {"type": "string", "enum": ["red", "green", "blue"]}
CAT = {"type": "object", "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}}, "required": ["kind"]}
DOG = {"type": "object", "properties": {"kind": {"const": "dog"}, "tricks": TEXT}, "required": ["kind"]}
BIRD = {"type": "object", "properties": {"kind": {"const": "bird"}, "wings": TEXT}, "required": ["kind"]}


def one_or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [schema, {"type": "null"}]}


# words, the schema that was released, the schema now, what it is in a request, what it is in an answer
SCHEMAS: list[tuple[str, Any, Any, str, str]] = [
    ("nothing", TEXT, TEXT, SAME, SAME),
    ("type changed", TEXT, {"type": "integer"}, BREAK, BREAK),
    ("integer becomes number", {"type": "integer"}, {"type": "number"}, FINE, BREAK),
    ("number becomes integer", {"type": "number"}, {"type": "integer"}, BREAK, FINE),
    ("type left open", TEXT, {}, FINE, BREAK),
    ("type closed", {}, TEXT, BREAK, FINE),
    ("type left open with a demand on one", {"type": "integer"}, {"minimum": 0}, BREAK, BREAK),
    ("type left open with a demand on another", TEXT, {"minimum": 0}, FINE, BREAK),
    ("type added", TEXT, {"type": ["string", "integer"]}, FINE, BREAK),
    ("type taken away", {"type": ["string", "integer"]}, TEXT, BREAK, FINE),
    ("null added", TEXT, {"type": ["string", "null"]}, FINE, BREAK),
    ("null taken away", {"type": ["string", "null"]}, TEXT, BREAK, FINE),
    ("null added by oneOf", TEXT, one_or_null(TEXT), FINE, BREAK),
    ("null said in another way", {"type": ["string", "null"]}, one_or_null(TEXT), SAME, SAME),
    ("null said by anyOf", {"anyOf": [TEXT, {"type": "null"}]}, one_or_null(TEXT), SAME, SAME),
    ("enumeration gains a value", COLOURS, MORE_COLOURS, FINE, BREAK),
    ("open enumeration gains a value", COLOURS | {"x-open-enum": True}, MORE_COLOURS, FINE, FINE),
    ("enumeration opened too late", COLOURS, MORE_COLOURS | {"x-open-enum": True}, FINE, BREAK),
    ("enumeration loses a value", MORE_COLOURS, COLOURS, BREAK, FINE),
    ("enumeration in another order", COLOURS, {"type": "string", "enum": ["green", "red"]}, SAME, SAME),
    ("enumeration set", TEXT, COLOURS, BREAK, FINE),
    ("enumeration given up", COLOURS, TEXT, FINE, BREAK),
    ("enumeration given up for a length that all of it had", COLOURS, TEXT | {"maxLength": 5}, FINE, BREAK),
    ("enumeration given up for a pattern that all of it meets", COLOURS, TEXT | {"pattern": "^[a-z,]+$"}, FINE, BREAK),
    ("enumeration given up for a pattern that one does not", COLOURS, TEXT | {"pattern": "^red"}, BREAK, BREAK),
    ("enumeration given up for a length that one was over", COLOURS, TEXT | {"maxLength": 4}, BREAK, BREAK),
    ("const changed", {"const": "a"}, {"const": "b"}, BREAK, BREAK),
    ("const becomes an enumeration", {"const": "a"}, {"enum": ["a", "b"]}, FINE, BREAK),
    ("format set", TEXT, {"type": "string", "format": "date"}, BREAK, FINE),
    ("format given up", {"type": "string", "format": "date"}, TEXT, FINE, BREAK),
    ("format changed", {"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}, BREAK, BREAK),
    ("format widened", {"type": "integer", "format": "int32"}, {"type": "integer", "format": "int64"}, FINE, BREAK),
    ("format narrowed", {"type": "integer", "format": "int64"}, {"type": "integer", "format": "int32"}, BREAK, FINE),
    ("pattern set", TEXT, {"type": "string", "pattern": "^a"}, BREAK, FINE),
    ("pattern changed", {"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^b"}, BREAK, WARNING),
    ("longest shorter", {"type": "string", "maxLength": 9}, {"type": "string", "maxLength": 8}, BREAK, FINE),
    ("longest longer", {"type": "string", "maxLength": 8}, {"type": "string", "maxLength": 9}, FINE, WARNING),
    ("longest set", TEXT, {"type": "string", "maxLength": 9}, BREAK, FINE),
    ("shortest longer", {"type": "string", "minLength": 1}, {"type": "string", "minLength": 2}, BREAK, FINE),
    ("no length at all is a length of 0", TEXT, {"type": "string", "minLength": 0}, SAME, SAME),
    ("smallest larger", {"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 2}, BREAK, FINE),
    ("largest smaller", {"type": "integer", "maximum": 9}, {"type": "integer", "maximum": 8}, BREAK, FINE),
    ("largest given up", {"type": "integer", "maximum": 9}, {"type": "integer"}, FINE, WARNING),
    ("bound excluded", {"type": "number", "minimum": 0}, {"type": "number", "exclusiveMinimum": 0}, BREAK, FINE),
    ("bound included", {"type": "number", "exclusiveMinimum": 0}, {"type": "number", "minimum": 0}, FINE, WARNING),
    ("multipleOf set", {"type": "integer"}, {"type": "integer", "multipleOf": 5}, BREAK, FINE),
    ("multipleOf given up", {"type": "integer", "multipleOf": 5}, {"type": "integer"}, FINE, WARNING),
    ("items may be equal", {"type": "array", "uniqueItems": True}, {"type": "array"}, FINE, WARNING),
    ("fewer items", {"type": "array", "maxItems": 5}, {"type": "array", "maxItems": 4}, BREAK, FINE),
    ("items must differ", {"type": "array"}, {"type": "array", "uniqueItems": True}, BREAK, FINE),
    (
        "items of another type",
        {"type": "array", "items": TEXT},
        {"type": "array", "items": {"type": "integer"}},
        BREAK,
        BREAK,
    ),
    (
        "items' enumeration gains a value",
        {"type": "array", "items": COLOURS},
        {"type": "array", "items": MORE_COLOURS},
        FINE,
        BREAK,
    ),
    ("property added", NAME, FULL, FINE, FINE),
    ("property removed", FULL, NAME, BREAK, BREAK),
    (
        "property renamed",
        NAME,
        {"type": "object", "properties": {"title": TEXT}},
        BREAK,
        BREAK,
    ),
    ("required property added", NAME, FULL | {"required": ["age"]}, BREAK, FINE),
    ("required property removed", FULL | {"required": ["age"]}, NAME, BREAK, BREAK),
    ("must be there without being described", {"type": "object"}, {"type": "object", "required": ["x"]}, BREAK, FINE),
    ("described and no longer certain", {"type": "object", "required": ["name"]}, NAME, FINE, BREAK),
    ("optional becomes required", NAME, NAME | {"required": ["name"]}, BREAK, FINE),
    ("required becomes optional", NAME | {"required": ["name"]}, NAME, FINE, BREAK),
    (
        "property in an object in an array",
        {"type": "array", "items": FULL},
        {"type": "array", "items": NAME},
        BREAK,
        BREAK,
    ),
    ("other properties refused", NAME, NAME | {"additionalProperties": False}, BREAK, FINE),
    ("other properties allowed", NAME | {"additionalProperties": False}, NAME, FINE, FINE),
    (
        "values of a map of another type",
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": {"type": "integer"}},
        BREAK,
        BREAK,
    ),
    ("allOf spelled out", {"allOf": [NAME, {"required": ["name"]}]}, NAME | {"required": ["name"]}, SAME, SAME),
    ("allOf loses a part", {"allOf": [NAME, FULL]}, {"allOf": [NAME]}, BREAK, BREAK),
    ("allOf gains a demand", {"allOf": [NAME]}, {"allOf": [NAME, {"required": ["name"]}]}, BREAK, FINE),
    ("oneOf gains an alternative", {"oneOf": [CAT, DOG]}, {"oneOf": [CAT, DOG, BIRD]}, FINE, BREAK),
    ("oneOf loses an alternative", {"oneOf": [CAT, DOG, BIRD]}, {"oneOf": [CAT, DOG]}, BREAK, FINE),
    (
        "oneOf gains a wider alternative beside one that it covers",
        {"anyOf": [{"type": "string", "maxLength": 3}, TEXT | {"maxLength": 5}]},
        {"anyOf": [{"type": "string", "maxLength": 3}, TEXT | {"maxLength": 5}, TEXT | {"maxLength": 9}]},
        FINE,
        WARNING,
    ),
    (
        "oneOf gains an alternative that another one covers",
        {"anyOf": [{"type": "string", "maxLength": 3}, TEXT | {"maxLength": 5}]},
        {"anyOf": [{"type": "string", "maxLength": 3}, TEXT | {"maxLength": 5}, TEXT | {"maxLength": 4}]},
        FINE,
        SAME,
    ),
    ("oneOf in another order", {"oneOf": [CAT, DOG]}, {"oneOf": [DOG, CAT]}, SAME, SAME),
    (
        "an alternative of oneOf loses a property",
        {"oneOf": [CAT, DOG]},
        {"oneOf": [CAT, DOG | {"properties": {"kind": {"const": "dog"}}}]},
        BREAK,
        BREAK,
    ),
    (
        "an alternative of oneOf gains a property",
        {"oneOf": [CAT, DOG]},
        {"oneOf": [CAT, DOG | {"properties": {**DOG["properties"], "age": TEXT}}]},
        FINE,
        FINE,
    ),
    (
        "one alternative more beside enumerations",
        {"oneOf": [COLOURS, {"enum": [""]}]},
        {"oneOf": [COLOURS, {"enum": [""]}, {"type": "null"}]},
        FINE,
        BREAK,
    ),
    ("default changed", TEXT | {"default": "a"}, TEXT | {"default": "b"}, WARNING, SAME),
    ("words", TEXT, TEXT | {"description": "New words.", "title": "T", "example": "a", "examples": ["a"]}, SAME, SAME),
    ("our own extension", TEXT, TEXT | {"x-ours": 1}, SAME, SAME),
    ("a keyword that cannot be judged", TEXT, TEXT | {"not": {"const": "x"}}, BREAK, BREAK),
    ("the same keyword on both sides", TEXT | {"not": {"const": "x"}}, TEXT | {"not": {"const": "x"}}, SAME, SAME),
    ("everything refused", TEXT, False, BREAK, FINE),
    (
        "read only: no matter to a request",
        {"type": "object", "properties": {"id": {"type": "integer", "readOnly": True}}},
        {"type": "object", "properties": {}},
        SAME,
        BREAK,
    ),
    (
        "read only and certain: no matter to a request",
        {"type": "object", "properties": {"id": {"type": "integer", "readOnly": True}}},
        {"type": "object", "properties": {"id": {"type": "integer", "readOnly": True}}, "required": ["id"]},
        SAME,
        FINE,
    ),
    (
        "becomes read only",
        NAME,
        {"type": "object", "properties": {"name": {"type": "string", "readOnly": True}}},
        BREAK,
        SAME,
    ),
    (
        "becomes write only",
        NAME,
        {"type": "object", "properties": {"name": {"type": "string", "writeOnly": True}}},
        SAME,
        BREAK,
    ),
    (
        "property becomes deprecated",
        NAME,
        {"type": "object", "properties": {"name": {"type": "string", "deprecated": True, "x-sunset": "2027-06-01"}}},
        FINE,
        FINE,
    ),
]

LIST = "paths /api/v1/things/ get"
MAKE = "paths /api/v1/things/ post"
THING = "components schemas Thing properties"
FAR_DAY = "2027-06-01"

# words, what the released document has beside DOCUMENT, what is changed since, what it is
DOCUMENTS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("nothing", {}, {}, SAME),
    ("path removed", {}, {"paths /api/v1/things/{id}/": GONE}, BREAK),
    ("path added", {}, {"paths /api/v1/new/": {"get": OPERATION}}, FINE),
    ("method removed", {}, {MAKE: GONE}, BREAK),
    ("method added", {}, {"paths /api/v1/things/ delete": OPERATION}, FINE),
    (
        "name in a path changed",
        {},
        {
            "paths /api/v1/things/{id}/": GONE,
            "paths /api/v1/things/{code}/": {
                "parameters": [{"name": "code", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "get": DOCUMENT["paths"]["/api/v1/things/{id}/"]["get"],
            },
        },
        FINE,
    ),
    ("operation id changed", {}, {f"{LIST} operationId": "things"}, WARNING),
    (
        "words of an operation",
        {},
        {f"{LIST} summary": "All", f"{LIST} description": "Of them", LIST + " tags": []},
        SAME,
    ),
    ("parameter removed", {}, {f"{LIST} parameters 0": GONE}, BREAK),
    ("parameter renamed", {}, {f"{LIST} parameters 0 name": "query"}, BREAK),
    ("header no longer read", {}, {f"{LIST} parameters 1": GONE}, BREAK),
    ("optional parameter added", {}, {f"{LIST} parameters 2": {"name": "n", "in": "query", "schema": TEXT}}, FINE),
    (
        "required parameter added",
        {},
        {f"{LIST} parameters 2": {"name": "n", "in": "query", "required": True, "schema": TEXT}},
        BREAK,
    ),
    (
        "required header added",
        {},
        {f"{LIST} parameters 2": {"name": "X-Must", "in": "header", "required": True, "schema": TEXT}},
        BREAK,
    ),
    ("parameter becomes required", {}, {"components parameters Language required": True}, BREAK),
    ("parameter becomes optional", {f"{LIST} parameters 0 required": True}, {f"{LIST} parameters 0": QUERY}, FINE),
    ("header's name in other letters", {}, {"components parameters Language name": "accept-language"}, SAME),
    (
        "parameter's enumeration narrowed",
        {f"{LIST} parameters 0 schema": MORE_COLOURS},
        {f"{LIST} parameters 0 schema": COLOURS},
        BREAK,
    ),
    (
        "parameter's enumeration widened",
        {f"{LIST} parameters 0 schema": COLOURS},
        {f"{LIST} parameters 0 schema": MORE_COLOURS},
        FINE,
    ),
    (
        "parameter's type changed behind a reference",
        {},
        {"components parameters Language schema type": "integer"},
        BREAK,
    ),
    (
        "parameter moved behind a reference",
        {},
        {"components parameters Q": QUERY, f"{LIST} parameters 0": {"$ref": "#/components/parameters/Q"}},
        SAME,
    ),
    (
        "parameter moved to the path's own",
        {},
        {
            "paths /api/v1/things/{id}/ parameters": [],
            "paths /api/v1/things/{id}/ get parameters": DOCUMENT["paths"]["/api/v1/things/{id}/"]["parameters"],
        },
        SAME,
    ),
    ("parameter's style changed", {}, {f"{LIST} parameters 0 explode": False}, BREAK),
    (
        "parameter's style spelled out",
        {},
        {f"{LIST} parameters 0 explode": True, f"{LIST} parameters 0 style": "form"},
        SAME,
    ),
    (
        "parameter becomes a way to sign in",
        {f"{LIST} parameters 0": {"name": "X-Key", "in": "header", "schema": TEXT}},
        {
            f"{LIST} parameters 0": GONE,
            "components securitySchemes device": {"type": "apiKey", "in": "header", "name": "x-key"},
            f"{LIST} security": [{}, {"device": []}],
        },
        FINE,
    ),
    (
        "parameter in JSON of another type",
        {f"{LIST} parameters 0": {"name": "q", "in": "query", "content": {"application/json": {"schema": NAME}}}},
        {f"{LIST} parameters 0 content application/json schema": TEXT},
        BREAK,
    ),
    (
        "request body becomes optional",
        {f"{MAKE} requestBody required": True},
        {f"{MAKE} requestBody required": GONE},
        FINE,
    ),
    ("words about a way to sign in", {}, {"components securitySchemes token description": "New words."}, SAME),
    ("request body removed", {}, {f"{MAKE} requestBody": GONE}, BREAK),
    (
        "request body added",
        {f"{MAKE} requestBody": GONE},
        {f"{MAKE} requestBody": DOCUMENT["paths"]["/api/v1/things/"]["post"]["requestBody"]},
        FINE,
    ),
    (
        "required request body added",
        {f"{MAKE} requestBody": GONE},
        {f"{MAKE} requestBody": {"required": True, "content": {"application/json": {"schema": NAME}}}},
        BREAK,
    ),
    ("request body becomes required", {}, {f"{MAKE} requestBody required": True}, BREAK),
    ("content type no longer read", {}, {f"{MAKE} requestBody content multipart/form-data": GONE}, BREAK),
    ("content type read", {}, {f"{MAKE} requestBody content text/csv": {"schema": TEXT}}, FINE),
    ("property of a body removed", {}, {"components schemas NewThing properties age": GONE}, BREAK),
    ("property of a body becomes required", {}, {"components schemas NewThing required": ["name"]}, BREAK),
    ("security tightened", {}, {f"{LIST} security": [{"token": []}]}, BREAK),
    ("security loosened", {}, {f"{MAKE} security": [{}, {"token": []}]}, FINE),
    ("another way to sign in", {}, {f"{MAKE} security": [{"token": []}, {"key": ["write"]}]}, FINE),
    (
        "a way to sign in removed",
        {f"{MAKE} security": [{"token": []}, {"key": []}]},
        {f"{MAKE} security": [{"key": []}]},
        BREAK,
    ),
    (
        "a scope more is needed",
        {f"{MAKE} security": [{"key": ["a"]}]},
        {f"{MAKE} security": [{"key": ["a", "b"]}]},
        BREAK,
    ),
    (
        "a scope less is needed",
        {f"{MAKE} security": [{"key": ["a", "b"]}]},
        {f"{MAKE} security": [{"key": ["a"]}]},
        FINE,
    ),
    ("two keys are needed", {}, {f"{MAKE} security": [{"token": [], "key": []}]}, BREAK),
    (
        "security of all operations set",
        {f"{MAKE} security": GONE},
        {f"{MAKE} security": GONE, "security": [{"token": []}]},
        BREAK,
    ),
    (
        "way to sign in changed",
        {},
        {"components securitySchemes token": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        BREAK,
    ),
    (
        "way to sign in renamed",
        {f"{LIST} security": [{}], f"{MAKE} security": [{"key": []}], "paths /api/v1/things/{id}/ get security": []},
        {
            f"{MAKE} security": [{"machine": []}],
            "components securitySchemes key": GONE,
            "components securitySchemes machine": DOCUMENT["components"]["securitySchemes"]["key"],
        },
        SAME,
    ),
    ("success removed", {}, {f"{MAKE} responses 202": GONE}, BREAK),
    ("success changed", {}, {f"{MAKE} responses 202": GONE, f"{MAKE} responses 200": {"description": "Now."}}, BREAK),
    ("success added", {}, {f"{MAKE} responses 200": {"description": "Now."}}, WARNING),
    ("refusal removed", {}, {f"{LIST} responses 404": GONE}, WARNING),
    ("refusal added", {}, {f"{LIST} responses 409": PROBLEM}, FINE),
    ("answer's content type removed", {}, {f"{LIST} responses 200 content text/csv": GONE}, BREAK),
    ("answer's content type added", {}, {f"{MAKE} responses 201 content text/csv": {"schema": TEXT}}, FINE),
    ("answer without content", {}, {f"{MAKE} responses 201 content": GONE}, BREAK),
    ("answer's header removed", {}, {f"{LIST} responses 200 headers ETag": GONE}, BREAK),
    ("answer's header no longer certain", {}, {f"{LIST} responses 200 headers ETag required": GONE}, BREAK),
    ("answer's header of another type", {}, {f"{LIST} responses 200 headers ETag schema type": "integer"}, BREAK),
    (
        "answer's header gains a value",
        {f"{LIST} responses 200 headers ETag schema": COLOURS},
        {f"{LIST} responses 200 headers ETag schema": MORE_COLOURS},
        BREAK,
    ),
    (
        "content without a schema is given one",
        {f"{LIST} responses 200 content text/csv": {}},
        {f"{LIST} responses 200 content text/csv": {"schema": TEXT}},
        FINE,
    ),
    ("answer's header added", {}, {f"{MAKE} responses 201 headers": {"ETag": {"schema": TEXT}}}, FINE),
    ("problem code removed", {}, {f"{LIST} responses 404 x-codes": []}, WARNING),
    ("problem code added", {}, {f"{LIST} responses 404 x-codes": ["not_found", "gone"]}, FINE),
    (
        "problem's property removed",
        {},
        {"components schemas Problem properties": {}, "components schemas Problem required": []},
        BREAK,
    ),
    ("property deep in an answer removed", {}, {f"{THING} name": GONE}, BREAK),
    ("property of a recursive schema added", {}, {f"{THING} age": TEXT}, FINE),
    ("recursive schema ends", {}, {f"{THING} parts items": TEXT}, BREAK),
    (
        "schema renamed",
        {},
        {
            "components schemas Item": DOCUMENT["components"]["schemas"]["NewThing"],
            "components schemas NewThing": {"$ref": "#/components/schemas/Item"},
        },
        SAME,
    ),
    ("schema that nothing uses removed", {"components schemas Left": NAME}, {}, SAME),
    ("examples and samples", {}, {f"{LIST} x-codeSamples": [], "components examples": {"a": {"value": 1}}}, SAME),
    ("operation deprecated", {}, {f"{LIST} deprecated": True, f"{LIST} x-sunset": FAR_DAY}, FINE),
    ("operation deprecated for ever", {}, {f"{LIST} deprecated": True}, WARNING),
    (
        "parameter deprecated",
        {},
        {f"{LIST} parameters 0 deprecated": True, f"{LIST} parameters 0 x-sunset": FAR_DAY},
        FINE,
    ),
    (
        "deprecation taken back",
        {f"{LIST} deprecated": True, f"{LIST} x-sunset": FAR_DAY},
        {f"{LIST} deprecated": GONE, f"{LIST} x-sunset": GONE},
        FINE,
    ),
    ("webhook changed", {"webhooks": {"told": {"post": OPERATION}}}, {"webhooks": {}}, BREAK),
    ("callback changed", {}, {f"{MAKE} callbacks": {"done": {"{$request.body#/url}": {"post": OPERATION}}}}, BREAK),
]


def with_schema(name: str, schema: Any) -> Any:
    """The document with a property of this schema in a body that is sent or in one that is answered."""
    whole = {"type": "object", "properties": {"it": schema}, "required": ["it"]}
    return changed(DOCUMENT, {f"components schemas {name}": whole})


def verdict(changes: list[Change]) -> str:
    """The worst of all."""
    for level in (Level.BREAK, Level.WARNING, Level.FINE):
        if any(change.level is level for change in changes):
            return level.value
    return SAME


@pytest.mark.parametrize(("words", "old", "new", "request_", "_answer"), SCHEMAS, ids=[row[0] for row in SCHEMAS])
def test_a_schema_in_a_request_is_judged(words: str, old: Any, new: Any, request_: str, _answer: str) -> None:
    assert verdict(compare(with_schema("NewThing", old), with_schema("NewThing", new))) == request_


@pytest.mark.parametrize(("words", "old", "new", "_request", "answer"), SCHEMAS, ids=[row[0] for row in SCHEMAS])
def test_a_schema_in_an_answer_is_judged(words: str, old: Any, new: Any, _request: str, answer: str) -> None:
    assert verdict(compare(with_schema("ThingPage", old), with_schema("ThingPage", new))) == answer


@pytest.mark.parametrize(("words", "before", "since", "expected"), DOCUMENTS, ids=[row[0] for row in DOCUMENTS])
def test_a_document_is_judged(words: str, before: dict[str, Any], since: dict[str, Any], expected: str) -> None:
    released = changed(DOCUMENT, before)
    assert verdict(compare(released, changed(released, since))) == expected


def allowed(released: Any, now: Any, today: dt.date = TODAY) -> bool:
    """Whether there is a break, and no break without excuse."""
    changes = compare(released, now)
    assert verdict(changes) == BREAK
    return not unallowed(changes, released, now, today)


DEPRECATED = {"deprecated": True, "x-sunset": "2026-11-24"}
# words, where in the document, what stands there now
REMOVED: list[tuple[str, str]] = [
    ("operation", MAKE),
    ("parameter", f"{LIST} parameters 0"),
    ("property that is sent", "components schemas NewThing properties age"),
    ("property that is answered", f"{THING} name"),
    ("header", f"{LIST} responses 200 headers ETag"),
]


@pytest.mark.parametrize(("words", "place"), REMOVED, ids=[row[0] for row in REMOVED])
def test_what_was_deprecated_may_go_from_its_sunset_on(words: str, place: str) -> None:
    marks = {f"{place} {key}": value for key, value in DEPRECATED.items()}
    released = changed(DOCUMENT, marks)
    assert allowed(released, changed(released, {place: GONE}), dt.date(2026, 11, 24))
    assert not allowed(released, changed(released, {place: GONE}), dt.date(2026, 11, 23))


@pytest.mark.parametrize(("words", "place"), REMOVED, ids=[row[0] for row in REMOVED])
def test_what_was_not_deprecated_or_says_no_end_may_not_go(words: str, place: str) -> None:
    assert not allowed(DOCUMENT, changed(DOCUMENT, {place: GONE}))
    released = changed(DOCUMENT, {f"{place} deprecated": True})
    assert not allowed(released, changed(released, {place: GONE}))


def test_a_deprecation_that_was_not_released_excuses_nothing() -> None:
    """Marked and removed between two releases: nobody could know."""
    marked = changed(DOCUMENT, {f"{LIST} parameters 0 {key}": value for key, value in DEPRECATED.items()})
    assert not allowed(DOCUMENT, changed(marked, {f"{LIST} parameters 0": GONE}))


def test_a_sunset_excuses_that_something_goes_not_that_it_becomes_something_else() -> None:
    released = changed(DOCUMENT, {f"{THING} name": TEXT | DEPRECATED})
    assert not allowed(released, changed(released, {f"{THING} name type": "integer"}))


def test_what_is_in_an_operation_past_its_sunset_may_go_too() -> None:
    released = changed(DOCUMENT, {f"{LIST} {key}": value for key, value in DEPRECATED.items()})
    assert allowed(released, changed(released, {f"{LIST} parameters 0": GONE}))


@pytest.mark.parametrize(
    "place",
    [
        f"{LIST} responses 200",
        f"{LIST} responses 200 content text/csv",
        f"{LIST} responses 200 headers ETag",
        f"{MAKE} requestBody",
        f"{MAKE} requestBody content multipart/form-data",
    ],
)
def test_any_part_of_an_operation_past_its_sunset_may_go(place: str) -> None:
    marks = {f"{operation} {key}": value for operation in (LIST, MAKE) for key, value in DEPRECATED.items()}
    released = changed(DOCUMENT, marks)
    assert allowed(released, changed(released, {place: GONE}))
    assert not allowed(DOCUMENT, changed(DOCUMENT, {place: GONE}))


def test_a_property_in_an_operation_or_property_past_its_sunset_may_go_too() -> None:
    released = changed(DOCUMENT, {f"{MAKE} {key}": value for key, value in DEPRECATED.items()})
    assert allowed(released, changed(released, {"components schemas NewThing properties age": GONE}))
    inner = {"type": "object", "properties": {"name": TEXT}}
    released = changed(DOCUMENT, {f"{THING} maker": inner | DEPRECATED})
    assert allowed(released, changed(released, {f"{THING} maker properties name": GONE}))


def test_a_property_of_a_shared_schema_may_not_go_for_one_operation_past_its_sunset() -> None:
    released = changed(DOCUMENT, {f"{LIST} {key}": value for key, value in DEPRECATED.items()})
    assert not allowed(released, changed(released, {f"{THING} name": GONE}))


def test_a_sunset_may_be_put_off_and_not_brought_forward() -> None:
    released = changed(DOCUMENT, {f"{LIST} deprecated": True, f"{LIST} x-sunset": "2027-06-01"})
    assert verdict(compare(released, changed(released, {f"{LIST} x-sunset": "2027-07-01"}))) == FINE
    assert not allowed(released, changed(released, {f"{LIST} x-sunset": "2027-05-31"}))


def version_two(**more: Any) -> Any:
    """All under /api/v2/."""
    paths = {path.replace("/v1/", "/v2/"): item for path, item in DOCUMENT["paths"].items()}
    return changed(DOCUMENT, {"paths": paths | more, "info version": "2.0.0"})


def test_a_new_version_may_take_the_place_of_the_old() -> None:
    assert allowed(DOCUMENT, version_two())


def test_a_new_number_without_new_addresses_excuses_nothing() -> None:
    assert not allowed(DOCUMENT, changed(DOCUMENT, {MAKE: GONE, "info version": "2.0.0"}))


def test_addresses_that_were_there_before_make_no_new_version() -> None:
    released = changed(version_two(**DOCUMENT["paths"]), {"info version": "1.9.0"})
    assert not allowed(released, changed(released, {MAKE: GONE, "info version": "2.0.0"}))


def test_new_addresses_without_a_new_number_excuse_nothing() -> None:
    assert not allowed(DOCUMENT, changed(version_two(), {"info version": "1.1.0"}))


def test_a_new_version_does_not_excuse_that_an_old_address_answers_otherwise() -> None:
    old = copy.deepcopy(DOCUMENT["paths"]["/api/v1/things/"])
    del old["get"]["parameters"]
    assert not allowed(DOCUMENT, version_two(**{"/api/v1/things/": old}))


def test_a_change_names_its_operation_its_place_and_itself() -> None:
    [change] = compare(DOCUMENT, changed(DOCUMENT, {"components schemas NewThing properties age": GONE}))[:1]
    assert (change.operation, change.words) == ("POST /api/v1/things/", "`NewThing.age` is no longer read")
    assert change.at == "#/components/schemas/NewThing/properties/age"


@pytest.mark.parametrize(
    ("place", "schema", "words"),
    [
        (
            "components schemas Thing",
            {"type": "object", "properties": {"name": {"type": "integer"}}},
            "`Thing.name`: is integer now",
        ),
        ("components schemas Thing properties parts items", TEXT, "`Thing.parts[]`: is string now, was object"),
        (f"{LIST} parameters 0 schema", {"type": "integer"}, "the parameter `q`: is integer now, was string"),
        (f"{LIST} responses 200 headers ETag schema", {"type": "integer"}, "the header `ETag`: is integer now"),
        (f"{LIST} responses 200 content text/csv schema", {"type": "integer"}, "the answer 200: is integer now"),
        (
            f"{MAKE} requestBody content application/json schema",
            {"type": "object", "properties": {"name": {"type": "integer"}, "age": {"type": "integer"}}},
            "the body, `name`: is integer now",
        ),
    ],
)
def test_a_place_is_called_as_people_call_it(place: str, schema: Any, words: str) -> None:
    changes = compare(DOCUMENT, changed(DOCUMENT, {place: schema}))
    assert any(change.words.startswith(words) for change in changes), [change.words for change in changes]


def test_one_change_in_a_shared_schema_is_told_once_for_all_operations() -> None:
    now = changed(DOCUMENT, {f"{THING} age": TEXT})
    section = Report(compare(DOCUMENT, now), DOCUMENT, now, TODAY).section()
    operations = "`GET /api/v1/things/`, `POST /api/v1/things/`, `GET /api/v1/things/{id}/`"
    assert section == f"### Added\n\n- `Thing.age` is sent now ({operations})"


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "elsewhere.yaml#/Thing"}, "only references within the document"),
        ({"$ref": "#/components/schemas/Nowhere"}, "there is nothing"),
        ({"allOf": [{"$ref": "#/components/schemas/NewThing"}]}, "made of itself"),
        ({"oneOf": [{"$ref": "#/components/schemas/NewThing"}]}, "without an end"),
        ({"allOf": [{"oneOf": [{"const": n}, {"type": "null"}]} for n in range(9)]}, "more than 64 alternatives"),
        ({"deprecated": True, "x-sunset": "soon"}, "x-sunset is no date"),
    ],
)
def test_what_is_not_understood_is_refused_aloud(schema: Any, words: str) -> None:
    body = {"components schemas NewThing": {"type": "object", "properties": {"it": schema}}}
    if "NewThing" in str(schema):
        body = {"components schemas NewThing": schema}
    document = changed(DOCUMENT, body)
    with pytest.raises(NotUnderstood, match=words):
        compare(document, document)


def test_another_openapi_is_refused_aloud() -> None:
    with pytest.raises(NotUnderstood, match=r"only OpenAPI 3\.1"):
        compare(DOCUMENT, DOCUMENT | {"openapi": "3.0.3"})


def test_our_own_document_is_understood_whole_and_equal_to_itself() -> None:
    document = read(ROOT / "api_docs" / "openapi.yaml")
    assert compare(document, document) == []
    assert len(compare(document | {"paths": {}}, document)) > 50
