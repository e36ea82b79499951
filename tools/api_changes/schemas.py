"""What a schema allows, whichever way it says so: a list of shapes, each of one type, any one of which will do.

References are followed, `allOf` is one set of demands, `oneOf` and `anyOf` are alternatives (that exactly one of them
may hold is not compared), `type: [string, "null"]` is two shapes. So two schemas that allow the same compare as equal
however they are written.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tools.api_changes.document import Document, Node, NotUnderstood, sunset

Parts = tuple[Node, ...]  # all of which must hold
ANYTHING: Parts = ()
MOST_ALTERNATIVES = 64
DEEPEST = 16

WORDS = {"title", "description", "example", "examples", "externalDocs", "xml", "$comment", "discriminator"}
COMBINING = {"$ref", "allOf", "oneOf", "anyOf"}
FLAGS = {"readOnly", "writeOnly", "deprecated", "x-sunset", "x-open-enum"}
OF_TYPE = {
    "string": {"minLength", "maxLength", "pattern", "format"},
    "integer": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "format"},
    "array": {"items", "minItems", "maxItems", "uniqueItems"},
    "object": {"properties", "required", "additionalProperties", "minProperties", "maxProperties"},
    "boolean": set(),
    "null": set(),
}
OF_TYPE["number"] = OF_TYPE["integer"]
UNDERSTOOD = set().union(*OF_TYPE.values())


@dataclass(frozen=True)
class Shape:
    """One alternative: a type ("any" if none is said) and all that is demanded of it."""

    type: str
    at: str
    demands: dict[str, Any]


def shapes(document: Document, parts: Parts, depth: int = 0) -> list[Shape]:
    """The alternatives that a schema allows; none at all if it allows nothing."""
    if depth > DEEPEST:
        raise NotUnderstood(f"{parts[0].at}: alternatives within alternatives without an end")
    plain: list[Node] = []
    unions: list[list[Node]] = []
    for part in parts:
        if not _flatten(document, part, plain, unions, frozenset()):
            return []
    if not unions:
        return _by_type(plain, _merge(plain))
    choices = list(itertools.islice(itertools.product(*unions), MOST_ALTERNATIVES + 1))
    if len(choices) > MOST_ALTERNATIVES:
        raise NotUnderstood(f"{parts[0].at}: more than {MOST_ALTERNATIVES} alternatives")
    found = [shape for choice in choices for shape in shapes(document, (*plain, *choice), depth + 1)]
    return _joined(found)


def flag(document: Document, parts: Parts, name: str) -> bool:
    """Whether all alternatives are marked so (`readOnly`, `writeOnly`, `deprecated`)."""
    found = shapes(document, parts)
    return bool(found) and all(shape.demands.get(name) for shape in found)


def _flatten(document: Document, part: Node, plain: list[Node], unions: list[list[Node]], seen: frozenset[str]) -> bool:
    """Collect the demands and alternatives that lie in a schema; False if it allows nothing."""
    if isinstance(part.value, bool):
        return part.value
    if part.at in seen and part.value.keys() & COMBINING:
        raise NotUnderstood(f"{part.at}: a schema that is made of itself")
    seen |= {part.at}
    inner = [child for _, child in part.child("allOf").items()]
    if "$ref" in part.value:
        inner.append(document.target(part.value["$ref"]))
    unions += [[child for _, child in part.child(name).items()] for name in ("oneOf", "anyOf") if name in part.value]
    plain.append(Node({key: value for key, value in part.value.items() if key not in COMBINING}, part.at))
    return all(_flatten(document, child, plain, unions, seen) for child in inner)


def _merge(plain: list[Node]) -> dict[str, Any]:
    """All demands together."""
    merged: dict[str, Any] = {}
    for node in plain:
        for key, value in node.value.items():
            if key in WORDS or (key.startswith("x-") and key not in FLAGS):
                continue
            key, value = _canonical(node, key, value)
            merged[key] = _TOGETHER.get(key, frozenset.union)(merged[key], value) if key in merged else value
    return merged


def _canonical(node: Node, key: str, value: Any) -> tuple[str, Any]:
    if key == "const":
        return "enum", {_text(value): value}
    if key == "enum":
        return key, {_text(one): one for one in value}
    if key == "type":
        return key, frozenset({value} if isinstance(value, str) else value)
    if key == "properties":
        return key, {name: (child,) for name, child in node.child(key).items()}
    if key == "required":
        return key, frozenset(value)
    if key in ("items", "additionalProperties"):
        return key, (node.child(key),)
    if key in _TOGETHER:
        return key, value
    # What is only compared as it stands: format, pattern, multipleOf and whatever is not understood.
    return key, frozenset({value if isinstance(value, str | int | float) else _text(value)})


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def _types_together(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    both = one & other
    if "integer" in one ^ other and "number" in one | other:
        both |= {"integer"} if "number" in (other if "integer" in one else one) else frozenset()
    return both


def _properties_together(one: dict[str, Parts], other: dict[str, Parts]) -> dict[str, Parts]:
    return {name: one.get(name, ()) + other.get(name, ()) for name in one | other}


def _first(one: Any, _other: Any) -> Any:
    return one


_TOGETHER: dict[str, Callable[[Any, Any], Any]] = {
    "type": _types_together,
    "enum": lambda one, other: {text: value for text, value in one.items() if text in other},
    "properties": _properties_together,
    "items": lambda one, other: one + other,
    "additionalProperties": lambda one, other: one + other,
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), min),
    **dict.fromkeys(
        ("uniqueItems", "readOnly", "writeOnly", "deprecated", "x-open-enum"), lambda one, other: one or other
    ),
    "x-sunset": _first,
    "default": _first,
}


def _by_type(plain: list[Node], merged: dict[str, Any]) -> list[Shape]:
    """One shape for each type that is allowed, with the demands that concern it."""
    at = plain[-1].at if plain else "#"
    values = merged.get("enum")
    types = set(merged.get("type", ()))
    if "type" not in merged:
        types = {_type_of(value) for value in values.values()} if values else _types_without_saying(merged)
    if "number" in types:
        types.discard("integer")
    found = []
    for name in sorted(types):
        demands = {key: value for key, value in merged.items() if key != "type" and _concerns(name, key)}
        if values is not None and name != "null":
            demands["enum"] = {text: value for text, value in values.items() if _is_a(value, name)}
        if values is not None and not any(_is_a(value, name) for value in values.values()):
            continue
        found.append(Shape(name, at, demands))
    return found


def _concerns(name: str, key: str) -> bool:
    if key in FLAGS or key == "default" or name == "any":
        return True
    if key == "enum":
        return name != "null"
    return key in OF_TYPE.get(name, set()) or key not in UNDERSTOOD


def _types_without_saying(merged: dict[str, Any]) -> set[str]:
    """Where no type is said, any will do; but what is demanded of numbers, say, is demanded if it is one."""
    return set(OF_TYPE) - {"integer"} if merged.keys() - FLAGS - {"default"} else {"any"}


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = {int: "integer", float: "number", list: "array", dict: "object"}
    return names.get(type(value), "string")  # YAML's dates too: in JSON they are strings


def _is_a(value: Any, name: str) -> bool:
    return name in (_type_of(value), "any") or (name == "number" and _type_of(value) == "integer")


def _joined(found: list[Shape]) -> list[Shape]:
    """The same shapes, those that differ in their enumeration alone as one: a choice of enumerations is one of all."""
    joined: list[Shape] = []
    for shape in found:
        alike = (number for number, other in enumerate(joined) if _alike(shape, other))
        if (number := next(alike, None)) is None:
            joined.append(shape)
        else:
            joined[number] = _with_values_of(joined[number], shape)
    return joined


def _alike(shape: Shape, other: Shape) -> bool:
    both_enumerate = ("enum" in shape.demands) == ("enum" in other.demands)
    return shape.type == other.type and both_enumerate and _but_values(shape) == _but_values(other)


def _but_values(shape: Shape) -> dict[str, Any]:
    return {key: value for key, value in shape.demands.items() if key not in ("enum", "x-open-enum")}


def _with_values_of(shape: Shape, other: Shape) -> Shape:
    demands = dict(shape.demands)
    if "enum" in demands:
        demands["enum"] = demands["enum"] | other.demands["enum"]
    if other.demands.get("x-open-enum"):
        demands["x-open-enum"] = True
    return Shape(shape.type, shape.at, demands)


def sunset_of(document: Document, parts: Parts) -> frozenset[Any]:
    """The day on which a property may go, if it is deprecated and says one."""
    if not flag(document, parts, "deprecated"):
        return frozenset()
    return frozenset().union(*(sunset(shape.demands) for shape in shapes(document, parts)))
