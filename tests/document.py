"""The committed OpenAPI document, as tests, fuzzer and clients read it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

DOCUMENT = Path(__file__).resolve().parents[1] / "api_docs" / "openapi.yaml"
Json = dict[str, Any]


def parse(text: str) -> Json:
    """YAML by libyaml where it is there, which is ten times as fast."""
    found: Json = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found


@functools.cache
def load_document() -> Json:
    """The committed document, read once a process. Nobody may change it."""
    return parse(DOCUMENT.read_text(encoding="utf-8"))


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    """`GET /api/v1/…/` and what is told of it, in the document's order."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield f"{method.upper()} {path}", operation


def resolved(document: Json, node: Json) -> Json:
    """What `node` says, or what its `$ref` leads to."""
    while "$ref" in node:
        found: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node
