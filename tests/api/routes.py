"""The URL configuration as tests walk it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

API = "api/v1/"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    path: str  # as the configuration writes it, regular expressions without their anchors
    view: Any  # the view class, or the function where there is none

    @property
    def methods(self) -> tuple[str, ...]:
        """What the view implements; a function is taken for a page, which is read."""
        if not isinstance(self.view, type):
            return ("GET",)
        return tuple(method for method in METHODS if hasattr(self.view, method.lower()))

    @property
    def is_api(self) -> bool:
        return self.path.startswith(API)


def routes() -> list[Route]:
    """Every route there is."""
    return list(_walk(get_resolver().url_patterns, ""))


def api_routes() -> list[Route]:
    """Those under /api/v1/, their paths without it."""
    return [Route(route.path.removeprefix(API), route.view) for route in routes() if route.is_api]


def _walk(patterns: list[Any], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            callback: Any = pattern.callback
            yield Route(path, getattr(callback, "cls", None) or getattr(callback, "view_class", None) or callback)
