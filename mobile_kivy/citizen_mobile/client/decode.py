"""JSON into dataclasses, forgiving about what a newer server adds and what an older one leaves out."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin

T = TypeVar("T")


@lru_cache(maxsize=256)
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def decode(cls: type[T], data: Any) -> T:
    """Build `cls` from a JSON object: unknown keys are ignored, missing or null ones take the field's default."""
    if not isinstance(data, dict):
        raise ValueError(f"expected an object for {cls.__name__}, got {type(data).__name__}")
    values: dict[str, Any] = {}
    hints = _hints(typing.cast("Any", cls))
    for item in dataclasses.fields(cls):  # type: ignore[arg-type]
        raw = data.get(item.name)
        if raw is None:
            continue
        values[item.name] = _value(hints[item.name], raw)
    return cls(**values)


def decode_list(cls: type[T], data: Any) -> list[T]:
    """Build a list of `cls` from a JSON array, or from a page's `results`."""
    rows = data.get("results", []) if isinstance(data, dict) else data
    return [decode(cls, row) for row in rows]


def _value(hint: Any, raw: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = next(arg for arg in get_args(hint) if arg is not type(None))
        return _value(inner, raw)
    if origin is list:
        return [_value(get_args(hint)[0], row) for row in raw]
    if hint is datetime:
        return datetime.fromisoformat(raw)
    if dataclasses.is_dataclass(hint):
        # A bare word stands for an object that has a name alone.
        return decode(typing.cast("type", hint), raw if isinstance(raw, dict) else {"name": str(raw)})
    if hint is str:
        return _words(raw)
    if hint is float:
        return float(raw)
    return raw


def _words(raw: Any) -> str:
    if isinstance(raw, dict):
        return str(raw.get("name", ""))
    if isinstance(raw, list):
        return ", ".join(_words(part) for part in raw)
    return raw if isinstance(raw, str) else str(raw)
