"""Fetching what is kept: page by page, entry by entry, each stored as it comes, so that a cut goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from citizen_mobile.client.errors import ApiError, ClientError
from citizen_mobile.client.fold import fold
from citizen_mobile.client.http import Http
from citizen_mobile.client.kept.kinds import BY_NAME, KINDS, Kind, detail_of, words_of
from citizen_mobile.client.kept.shelf import Shelf

MEMBERS = "life_events/procedures"  # slug → codes of the procedures that belong to a life event
ASK_AGAIN_AFTER = 7 * 86_400.0  # a full page whose entry in the list did not change is asked about once a week
Progress = Callable[[int, int], None]


class Enough(ClientError):
    """The shelf is full, or the person stopped it: what is there stays."""


@dataclass
class Run:
    """One pass over everything, in one language. `go_on` raises Enough when it has to end."""

    http: Http
    shelf: Shelf
    language: str
    now: Callable[[], float]
    go_on: Callable[[], None]
    progress: Progress
    done: int = 0
    total: int = 0

    def all(self) -> None:
        """Fetch what changed of every kind; raises what stopped it."""
        self._grow(len(KINDS))
        for kind in KINDS:
            self._list(kind)
            self._step()
        self._members()
        for kind in KINDS:
            if kind.detail:
                self._details(kind)

    def _list(self, kind: Kind) -> None:
        url, seen, place = f"{kind.path}?{urlencode(sorted(kind.params.items()))}".rstrip("?"), [], 0
        while url:
            self.go_on()
            seen.append(url)
            url, place = self._page(kind, url, place)
        self._forget_pages(kind, seen)

    def _page(self, kind: Kind, url: str, place: int) -> tuple[str, int]:
        """Fetch one page; returns the address of the next one and the place of its first entry."""
        known = self.shelf.db.row(
            "SELECT etag, following FROM pages WHERE kind = ? AND url = ? AND language = ?",
            (kind.name, url, self.language),
        )
        answer = self.http.get(url, etag=known["etag"] if known else "")
        if answer.status == 304 and known:
            counted = self.shelf.db.execute(
                "UPDATE docs SET stored_at = ? WHERE kind = ? AND page = ? AND language = ?",
                (self.now(), kind.name, url, self.language),
            )
            return str(known["following"]), place + counted
        rows, following = _rows(answer.data)
        with self.shelf.db.transaction():
            self._replace_page(kind, url, rows, place)
            self.shelf.db.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?)",
                (kind.name, url, self.language, answer.etag, following),
            )
        return following, place + len(rows)

    def _replace_page(self, kind: Kind, url: str, rows: list[dict[str, Any]], place: int) -> None:
        self.shelf.db.execute(
            "DELETE FROM docs WHERE kind = ? AND page = ? AND language = ?", (kind.name, url, self.language)
        )
        for offset, row in enumerate(rows):
            row = {name: value for name, value in row.items() if name not in kind.fleeting}
            self.shelf.put(
                kind.name,
                str(row[kind.key]),
                self.language,
                row,
                terms=fold(words_of(kind, row)),
                mark=_mark(row),
                page=url,
                place=place + offset,
            )

    def _forget_pages(self, kind: Kind, seen: list[str]) -> None:
        marks = ", ".join("?" * len(seen))
        for table, column in (("docs", "page"), ("pages", "url")):
            self.shelf.db.execute(
                f"DELETE FROM {table} WHERE kind = ? AND language = ? AND {column} NOT IN ({marks})",  # noqa: S608
                (kind.name, self.language, *seen),
            )

    def _members(self) -> None:
        """Which procedures belong to which life event: their lists tell only that there are some."""
        mark = _mark([doc.mark for doc in self.shelf.all("procedures", self.language)])
        for event in self.shelf.all("life_events", self.language):
            known = self.shelf.get(MEMBERS, event.key, self.language)
            if known is None or known.mark != mark:
                self.go_on()
                codes = self._codes(event.key)
                self.shelf.put(MEMBERS, event.key, self.language, codes, mark=mark)

    def _codes(self, event: str) -> list[str]:
        codes, url = [], f"procedures/?life_event={quote(event)}&page_size=100"
        while url:
            rows, url = _rows(self.http.get(url).data)
            codes += [str(row["code"]) for row in rows]
        return codes

    def _details(self, kind: Kind) -> None:
        entries = self.shelf.all(kind.name, self.language)
        self.shelf.keep_only(detail_of(kind), self.language, (entry.key for entry in entries))
        self._grow(len(entries))
        for entry in entries:
            self._detail(kind, entry.key, entry.mark)
            self._step()

    def _detail(self, kind: Kind, key: str, mark: str) -> None:
        name = detail_of(kind)
        known = self.shelf.get(name, key, self.language)
        if known and known.mark == mark and self.now() - known.stored_at < ASK_AGAIN_AFTER:
            return
        self.go_on()
        try:
            answer = self.http.get(kind.detail.format(quote(key)), etag=known.etag if known else "")
        except ApiError as error:
            if error.status != 404:  # taken back since the list was read
                raise
            self.shelf.drop(name, key)
            return
        if answer.status == 304:
            self.shelf.touch(name, key, self.language, mark)
        else:
            self.shelf.put(name, key, self.language, answer.data, etag=answer.etag, mark=mark)

    def _grow(self, by: int) -> None:
        self.total += by
        self.progress(self.done, self.total)

    def _step(self) -> None:
        self.done += 1
        self.progress(self.done, self.total)


def group_of(stored: str) -> str:
    """The group of the settings page that a stored kind belongs to."""
    name = stored.partition("/")[0]
    return BY_NAME[name].group if name in BY_NAME else name


def _rows(data: Any) -> tuple[list[dict[str, Any]], str]:
    if isinstance(data, dict):
        return data.get("results", []), data.get("next") or ""
    return data, ""


def _mark(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]
