"""Questions to the kept copies, answered in the server's own shape: what works with a network works without one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from citizen_mobile.client.cache import CachedReply
from citizen_mobile.client.fold import closeness, holds, query_words
from citizen_mobile.client.kept.kinds import ARTICLES, BY_PATH, KINDS, Kind, detail_of
from citizen_mobile.client.kept.shelf import Doc, Shelf
from citizen_mobile.client.kept.sync import MEMBERS

EARTH_M = 6_371_000.0
PLAIN = {"page_size", "current"}  # these are answered by keeping the whole list


class Offline:
    """Finds among what is kept."""

    def __init__(self, shelf: Shelf, language: Callable[[], str]) -> None:
        self._shelf = shelf
        self._language = language

    def reply(self, path: str, params: Mapping[str, str]) -> CachedReply | None:
        """What the server would answer to this GET, as far as it is kept; None if it is not."""
        if path in BY_PATH:
            return self._list(BY_PATH[path], params)
        doc = self._page(path) if not params else None
        return CachedReply(doc.body, doc.etag, doc.stored_at) if doc else None

    def find(self, kind: Kind, params: Mapping[str, str]) -> list[Doc]:
        """Entries that fit, those that say the words as a phrase first, else in the server's order."""
        query = params.get("q", "")
        fitting = self._fits(kind, params)
        found = [doc for doc in self._shelf.all(kind.name, self._language()) if fitting(doc)]
        if query:
            found = [doc for doc in found if self._says(kind, doc, query)]
            found.sort(key=lambda doc: -closeness(doc.terms, query))
        return _nearest(found, params["near"]) if params.get("near") else found

    def _page(self, path: str) -> Doc | None:
        parts = path.strip("/").rpartition("/")
        if parts[0] == "news/articles":
            return self._shelf.get(ARTICLES, unquote(parts[2]), self._language())
        kind = next((kind for kind in KINDS if kind.detail == f"{parts[0]}/{{}}/"), None)
        return self._shelf.get(detail_of(kind), unquote(parts[2]), self._language()) if kind else None

    def _list(self, kind: Kind, params: Mapping[str, str]) -> CachedReply | None:
        if not self._shelf.keys(kind.name, self._language()) and not self._shelf.all(kind.name, self._language()):
            return None
        found = self.find(kind, params)
        oldest = min((doc.stored_at for doc in found), default=0.0)
        rows = {"next": None, "previous": None, "results": [doc.body for doc in found]}
        return CachedReply(rows, "", oldest)

    def _says(self, kind: Kind, doc: Doc, query: str) -> bool:
        if kind.name == "procedures" and query.strip()[:1].isdigit() and "." in query:
            return doc.key.startswith(query.strip())
        return bool(query_words(query)) and holds(doc.terms, query)

    def _fits(self, kind: Kind, params: Mapping[str, str]) -> Callable[[Doc], bool]:
        wanted = {name: value for name, value in params.items() if name not in {"q", "near", "life_event"} | PLAIN}
        members: set[str] | None = None
        if params.get("life_event"):
            doc = self._shelf.get(MEMBERS, params["life_event"], self._language())
            members = set(doc.body) if doc else set()

        def fits(doc: Doc) -> bool:
            named = members is None or doc.key in members
            return named and all(_has(doc.body, name, value) for name, value in wanted.items())

        return fits


def _has(row: Mapping[str, Any], name: str, value: str) -> bool:
    """`field=ho-tich` is met by an object's code or slug; `area` and `agency` by their codes."""
    found = row.get(name, row.get(f"{name}_code"))
    if isinstance(found, dict):
        return value in (found.get("code"), found.get("slug"))
    return str(found) == value


def _nearest(found: list[Doc], near: str) -> list[Doc]:
    latitude, longitude = (float(part) for part in near.split(","))
    placed = [doc for doc in found if doc.body.get("latitude") is not None]
    for doc in placed:
        doc.body["distance_m"] = round(metres(latitude, longitude, doc.body["latitude"], doc.body["longitude"]))
    return sorted(placed, key=lambda doc: doc.body["distance_m"])


def metres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance between two points, over a round earth: right to half a percent."""
    first, second = math.radians(latitude), math.radians(other_latitude)
    across = math.sin(math.radians(other_longitude - longitude) / 2) ** 2 * math.cos(first) * math.cos(second)
    return 2 * EARTH_M * math.asin(math.sqrt(math.sin((second - first) / 2) ** 2 + across))
