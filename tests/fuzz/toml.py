"""Enough of TOML to write Schemathesis's configuration; Python's own tomllib only reads."""

from __future__ import annotations

import json
from typing import Any


def dumps(table: dict[str, Any]) -> str:
    """One line for each key; tables are written inline. Strings of JSON are strings of TOML."""
    return "".join(f"{_key(name)} = {_value(value)}\n" for name, value in table.items())


def _key(name: str) -> str:
    return json.dumps(name)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    # DEL must be escaped in TOML and is not by JSON.
    return json.dumps(value).replace("\x7f", "\\u007f")
