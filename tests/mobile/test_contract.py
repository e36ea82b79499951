"""What the document promises of an answer, held against what a model of the app reads from it.

No list of routes stands here: test_contract_requests.py runs every function of the client, sees what it asks, and takes
the model from what the function says that it returns.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from typing import Any

from tests.document import load_document, resolved

# One model serves a list and its detail: lists may carry less, and the secret is told only when a report is made.
MAY_LACK = {
    ("me/dossiers/", "Dossier"),
    ("me/reports/", "Report"),
    ("me/reports/{}/", "Report.secret"),
    ("reports/track/", "Report.secret"),
    ("public-reports/", "NearbyReport"),  # events and what the sender may do are the sender's alone
    ("places/", "Picture"),
    ("places/{}/", "Picture"),
}


def lacking(route: str, method: str, model: type) -> list[str]:
    """The fields that the app reads and the document does not promise; `route` has `{}` where it has a parameter."""
    shape = _answer(_operation(route, method))
    if model.__name__ == "User" and "user" in shape["properties"]:  # beside the tokens of a login
        shape = _resolved(shape["properties"]["user"])
    return _lacking(route, model, shape)


def model_of(hint: Any) -> type | None:
    """The model inside `Loaded[Page[Model]]`, or None."""
    if dataclasses.is_dataclass(hint) and not typing.get_args(hint):
        return typing.cast("type", hint)
    return next(filter(None, map(model_of, typing.get_args(hint))), None)


def _operation(route: str, method: str) -> Any:
    for path, methods in load_document()["paths"].items():
        if re.sub(r"{\w+}", "{}", path) == f"/api/v1/{route}":
            return methods.get(method)
    return None


def _answer(operation: Any) -> Any:
    reply = next(operation["responses"][code] for code in ("200", "201", "202") if code in operation["responses"])
    shape = _resolved(next(iter(reply["content"].values()))["schema"])
    if {"next", "results"} <= set(shape.get("properties", {})):
        shape = _resolved(shape["properties"]["results"])
    return _resolved(shape["items"]) if shape.get("type") == "array" else shape


def _resolved(shape: Any) -> Any:
    if "$ref" in shape:
        return _resolved(resolved(load_document(), shape))
    if "allOf" in shape:
        merged: dict[str, Any] = {}
        for part in shape["allOf"]:
            merged |= _resolved(part).get("properties", {})
        return {"properties": merged}
    return _resolved(shape["oneOf"][0]) if "oneOf" in shape else shape


def _lacking(route: str, model: type, shape: Any) -> list[str]:
    hints = typing.get_type_hints(model)
    known = shape.get("properties", {})
    lacking: list[str] = []
    for item in dataclasses.fields(model):
        if item.name not in known:
            lacking.append(f"{model.__name__}.{item.name}")
            continue
        parts = (hints[item.name], *typing.get_args(hints[item.name]))
        inner = [part for part in parts if dataclasses.is_dataclass(part)]
        if inner and inner[0] is not model:
            below = _resolved(known[item.name])
            below = _resolved(below["items"]) if below.get("type") == "array" else below
            lacking += _lacking(route, inner[0], below)
    return [name for name in lacking if not {(route, name), (route, name.split(".")[0])} & MAY_LACK]
