"""An OpenAPI document as its reader sees it: references followed, every piece with the place where it stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
PLACEHOLDER = re.compile(r"\{([^}]*)\}")


class NotUnderstood(Exception):
    """Something in a document that this check cannot judge; better to say so than to pass over it."""


@dataclass(frozen=True)
class Node:
    """A piece of a document and its JSON pointer."""

    value: Any
    at: str

    def child(self, *keys: Any) -> Node:
        """The piece under these keys; its value is None if there is none."""
        value, at = self.value, self.at
        for key in keys:
            value = value[key] if isinstance(value, list) else (value or {}).get(key)
            at += "/" + str(key).replace("~", "~0").replace("/", "~1")
        return Node(value, at)

    def items(self) -> Iterator[tuple[str, Node]]:
        """The pieces of an object by name, of a list by number; nothing if it is absent."""
        keys = range(len(self.value)) if isinstance(self.value, list) else (self.value or {})
        return ((str(key), self.child(key)) for key in keys)

    @property
    def sunset(self) -> frozenset[dt.date]:
        """The day on which this may go, if it is deprecated and says one."""
        return sunset(self.value)


def sunset(value: Any) -> frozenset[dt.date]:
    """`x-sunset` of something deprecated, as a set of none or one."""
    if not isinstance(value, dict) or not value.get("deprecated") or "x-sunset" not in value:
        return frozenset()
    day = value["x-sunset"]
    try:
        return frozenset({day if isinstance(day, dt.date) else dt.date.fromisoformat(day)})
    except (TypeError, ValueError) as error:
        raise NotUnderstood(f"x-sunset is no date: {day!r}") from error


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    name: str
    node: Node
    parameters: dict[tuple[str, str], Node]
    security: tuple[tuple[tuple[str, frozenset[str]], ...], ...]  # any of these: each scheme of it with its scopes


class Document:
    """A parsed document."""

    def __init__(self, content: Any) -> None:
        if not str(content.get("openapi", "")).startswith("3.1"):
            raise NotUnderstood(f"only OpenAPI 3.1 is compared, not {content.get('openapi')!r}")
        self.content = content
        self.root = Node(content, "#")

    def follow(self, node: Node) -> Node:
        """What a reference stands for, however many lie between; anything else is itself."""
        seen = set()
        while isinstance(node.value, dict) and "$ref" in node.value:
            if node.at in seen:
                raise NotUnderstood(f"{node.at}: a reference that leads to itself")
            seen.add(node.at)
            node = self.target(node.value["$ref"])
        return node

    def target(self, reference: str) -> Node:
        """The piece that a reference names."""
        if not reference.startswith("#/"):
            raise NotUnderstood(f"{reference}: only references within the document are followed")
        keys = [key.replace("~1", "/").replace("~0", "~") for key in reference[2:].split("/")]
        node = self.root.child(*keys)
        if node.value is None:
            raise NotUnderstood(f"{reference}: there is nothing")
        return node

    @cached_property
    def operations(self) -> dict[tuple[str, str], Operation]:
        """All operations by method and address; names of placeholders do not count."""
        found = {}
        for path, item in self.root.child("paths").items():
            item = self.follow(item)
            for method in METHODS:
                if item.child(method).value is not None:
                    found[method, PLACEHOLDER.sub("{}", path)] = self._operation(path, item, method)
        return found

    def _operation(self, path: str, item: Node, method: str) -> Operation:
        node = item.child(method)
        parameters = {}
        for _, parameter in (*item.child("parameters").items(), *node.child("parameters").items()):
            parameter = self.follow(parameter)
            parameters[_parameter_key(path, parameter.value)] = parameter
        wanted = node.value.get("security", self.content.get("security", []))
        security = tuple(
            tuple(sorted((scheme, frozenset(scopes)) for scheme, scopes in way.items())) for way in wanted or [{}]
        )
        return Operation(f"{method.upper()} {path}", node, parameters, security)


def _parameter_key(path: str, parameter: Any) -> tuple[str, str]:
    place, name = parameter["in"], parameter["name"]
    if place == "path":
        return place, str(PLACEHOLDER.findall(path).index(name))
    return place, name.lower() if place == "header" else name


def load(text: str | bytes) -> Any:
    """The content of a YAML document."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


def read(path: Path) -> Any:
    """The content of a YAML file."""
    return load(path.read_bytes())
