"""The judgement of schemas, held against a validator: what is called no break refuses nothing that was allowed."""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.factories.api_document import changed
from tools.api_changes.changes import Change, Level
from tools.api_changes.compare import compare

WORDS = ["", "a", "b", "abc", "2026-11-24"]
SCALARS: list[Any] = [None, True, False, 0, 1, 2, 3, 2.5, -1, *WORDS]
INNER: list[Any] = [*SCALARS, [], {}, {"p": "a"}, {"p": 1}]
VALUES: list[Any] = [
    *INNER,
    *([one] for one in INNER),
    ["a", "a"],
    ["a", "b"],
    [1, "a", None],
    *({"p": one} for one in INNER),
    *({"q": one} for one in SCALARS),
    *({"p": one, "q": other} for one in ("a", 1, None) for other in (*SCALARS, {}, ["a"])),
]


def some(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any of these keywords, or none."""
    return st.fixed_dictionaries({}, optional=keywords)


def of_type(name: Any, keywords: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return keywords.map(lambda found: {"type": name} | found)


COUNT = st.integers(0, 3)
LENGTHS = {"minLength": COUNT, "maxLength": COUNT}
ENUM = st.lists(st.sampled_from(WORDS), min_size=1, unique=True)
STRING = of_type("string", some(**LENGTHS, pattern=st.sampled_from(["a", "^b"]), enum=ENUM))
BOUNDS = dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), COUNT)
NUMBERS = some(**BOUNDS, multipleOf=st.just(2))
SIMPLE = st.one_of(
    STRING,
    of_type("integer", NUMBERS),
    of_type("number", NUMBERS),
    of_type(["string", "null"], some(maxLength=COUNT, enum=st.just(["a", None]))),
    st.sampled_from([{"type": "boolean"}, {"type": "null"}, {"const": "a"}, {"enum": ["a", 1, None]}, {}]),
)


def larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.lists(st.sampled_from(["p", "q"]), unique=True)
    return st.one_of(
        of_type("array", some(items=inner, minItems=COUNT, maxItems=COUNT, uniqueItems=st.booleans())),
        of_type("object", st.fixed_dictionaries({"properties": some(p=inner, q=inner)}, optional={"required": names})),
        st.lists(inner, min_size=1, max_size=3).map(lambda found: {"anyOf": found}),
        st.tuples(STRING, STRING).map(lambda found: {"allOf": list(found)}),
        st.tuples(NUMBERS, of_type("integer", NUMBERS)).map(lambda found: {"allOf": list(found)}),
    )


SCHEMAS = st.recursive(SIMPLE, larger, max_leaves=4)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Any, Any]:
    """A schema and what became of it by one or two strokes."""
    old = new = draw(SCHEMAS)
    for _ in range(draw(st.integers(1, 2))):
        new = stroke(draw, new)
    return old, new


def stroke(draw: st.DrawFn, schema: dict[str, Any]) -> dict[str, Any]:
    """One keyword gone, another in its place, one more; or the same somewhere within."""
    other = draw(SCHEMAS)
    how = draw(st.sampled_from(["within", "drop", "take", "alternative", "other"]))
    keys = sorted(schema)
    if how == "alternative" or not keys:
        return {"anyOf": [schema, other]}
    key = draw(st.sampled_from(keys))
    if how == "drop" and key != "type":
        return {name: value for name, value in schema.items() if name != key}
    if how == "take" and schema.get("type") == other.get("type"):
        return schema | {name: value for name, value in other.items() if draw(st.booleans())}
    if how == "within":
        return schema | {key: _stroke_within(draw, key, schema[key])}
    return other


def _stroke_within(draw: st.DrawFn, key: str, value: Any) -> Any:
    if key == "items":
        return stroke(draw, value)
    if key == "properties" and value:
        name = draw(st.sampled_from(sorted(value)))
        return value | {name: stroke(draw, value[name])}
    if key in ("anyOf", "allOf"):
        return [stroke(draw, value[0]) if key == "anyOf" else value[0], *value[1 if draw(st.booleans()) else 2 :]]
    return value


def closed(schema: Any) -> Any:
    """The schema as its document is meant: what it does not name is not sent."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    return found | {"additionalProperties": False} if schema.get("type") == "object" else found


def allowed(schema: Any) -> list[int]:
    validator = Draft202012Validator(schema)
    return [number for number, value in enumerate(VALUES) if validator.is_valid(value)]


def judged(side: str, old: Any, new: Any) -> list[Change]:
    one, other = (changed(DOCUMENT, {side: {"application/json": {"schema": schema}}}) for schema in (old, new))
    return compare(one, other)


REQUEST = "paths /api/v1/it/ post requestBody content"
ANSWER = "paths /api/v1/it/ post responses 200 content"
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "It", "version": "1.0.0"},
    "paths": {"/api/v1/it/": {"post": {"requestBody": {}, "responses": {"200": {"description": "Yes."}}}}},
}
THOROUGH = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


@THOROUGH
@given(pairs())
def test_a_request_that_was_allowed_is_allowed_unless_a_break_is_told(pair: tuple[Any, Any]) -> None:
    old, new = pair
    assume(all(change.level is not Level.BREAK for change in judged(REQUEST, old, new)))
    assert set(allowed(closed(old))) <= set(allowed(closed(new)))


@THOROUGH
@given(pairs())
def test_an_answer_is_one_that_an_old_client_knows_unless_it_is_told(pair: tuple[Any, Any]) -> None:
    """Properties that it does not know it leaves alone."""
    old, new = pair
    assume(all(change.level is Level.FINE for change in judged(ANSWER, old, new)))
    assert set(allowed(closed(new))) <= set(allowed(old))


@THOROUGH
@given(SCHEMAS)
def test_a_schema_is_no_change_to_itself(schema: Any) -> None:
    assert judged(REQUEST, schema, schema) == [] == judged(ANSWER, schema, schema)
