"""What all subjects share: pages, ages of copies, names with their codes. Field names are the API's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

T = TypeVar("T")


def list_field() -> Any:
    """An empty list of its own for each object (`field` itself is shadowed where a model has a `field`)."""
    return field(default_factory=list)


@dataclass
class Page(Generic[T]):
    """One page of a keyset-paginated list; `next` is the address of the following one."""

    results: list[T]
    next: str | None = None


@dataclass
class Loaded(Generic[T]):
    """A value with its age: `stale` means that the network failed and this is the last good copy."""

    value: T
    stored_at: float
    stale: bool = False


@dataclass
class CodeName:
    code: str = ""
    name: str = ""


@dataclass
class SlugName:
    slug: str = ""
    name: str = ""
