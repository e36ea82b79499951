"""What is kept on purpose: procedures with all details, offices, numbers to call, areas, categories, saved articles.

For screens:

- **Reading needs nothing.** `api.services.procedure(code)`, `api.services.procedures(q=…)`, `api.directory.offices(…)`,
  `emergency_numbers()`, `areas()`, `api.news.article(slug)` answer from here by themselves when there is no network
  (`Reader` asks `reply`), with `stale=True` and the age of the copy. Search folds as the server does. Of offices
  `is_open` and `opens_at` are not kept (they were true at that moment alone): reckon them from `opening_hours`.
- **Saved articles**: `save_article(slug)` (blocking: in a worker), `drop_article(slug)`, `is_saved(slug)`,
  `saved_articles()`; their pictures come through `store.images.load(url)` as any other.
- **Settings page**: `sizes()` by group, `used`, `limit`/`set_limit`, `clear(group)`, `synced_at()`, `sync(progress)`
  (blocking: in a worker; follows one that is under way), `syncing`, `cancel()`, `by_itself`/`set_by_itself` (once a day
  without being asked).
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from citizen_mobile.client.cache import CachedReply
from citizen_mobile.client.decode import decode
from citizen_mobile.client.errors import ApiError, ClientError, StorageError
from citizen_mobile.client.http import Http
from citizen_mobile.client.kept.kinds import ARTICLES, GROUPS, PICTURES
from citizen_mobile.client.kept.offline import Offline
from citizen_mobile.client.kept.shared import Shared
from citizen_mobile.client.kept.shelf import Shelf
from citizen_mobile.client.kept.sync import Enough, Progress, Run, group_of
from citizen_mobile.client.models import Article, Loaded

LIMIT = 40_000_000
A_DAY = 86_400.0
IMAGE = re.compile(r"<img\b[^>]*?\bsrc=[\"']([^\"']+)[\"']", re.IGNORECASE)


class Kept:
    """The shelf that ordinary eviction does not touch."""

    def __init__(
        self, http: Http, folder: Path, *, language: Callable[[], str], now: Callable[[], float] = time.time
    ) -> None:
        self._http = http
        self._shelf = Shelf(folder, now)
        self._language, self._now = language, now
        self._offline = Offline(self._shelf, language)
        self._fetching = Shared(self._fetch)
        self._stop = threading.Event()

    # --- fetching

    @property
    def syncing(self) -> bool:
        return self._fetching.under_way

    def synced_at(self) -> float:
        """When everything was last fetched whole in the language of now; 0.0 if never."""
        return float(self._shelf.fact(f"synced {self._language()}", 0.0))

    def due(self) -> bool:
        """Whether a day has gone by since everything was fetched, or it never was."""
        return not 0 <= self._now() - self.synced_at() < A_DAY

    def sync(self, progress: Progress = lambda done, total: None) -> bool:
        """Fetch what changed. True: all is here; False: the limit is reached, or it was cancelled.

        Blocks for minutes the first time; one that is under way is followed to its end. A NetworkError leaves what has
        come; the next call goes on there.
        """
        return self._fetching(progress)

    def _fetch(self, progress: Progress) -> bool:
        try:
            self._stop.clear()
            language = self._language()
            Run(self._http, self._shelf, language, self._now, self._go_on, progress).all()
            self._freshen_articles()
            self._shelf.put_fact(f"synced {language}", self._now())
        except Enough:
            return False
        return True

    def cancel(self) -> None:
        """End a sync that is under way; what has come stays."""
        self._stop.set()

    # --- reading

    def reply(self, path: str, params: Mapping[str, str]) -> CachedReply | None:
        """What the server would answer to this GET, from what is kept; None if that is not."""
        return self._offline.reply(path, params)

    def picture(self, url: str) -> bytes | None:
        """A picture of a saved article."""
        return self._shelf.picture(url)

    # --- saved articles

    def save_article(self, slug: str) -> Article:
        """Keep an article with its pictures. Beyond the limit: StorageError with `full`."""
        answer = self._http.get(f"news/articles/{quote(slug)}/")
        self._make_sure(len(str(answer.data)))
        self._shelf.put(ARTICLES, slug, self._language(), answer.data, etag=answer.etag)
        self._keep_pictures(slug, answer.data)
        return decode(Article, answer.data)

    def drop_article(self, slug: str) -> None:
        self._shelf.drop(ARTICLES, slug)
        self._shelf.drop_pictures(slug)

    def is_saved(self, slug: str) -> bool:
        return self._shelf.get(ARTICLES, slug, self._language()) is not None

    def saved_articles(self) -> list[Loaded[Article]]:
        """The newest saved first, each once, in the language of now if it was saved in it."""
        rows = self._shelf.db.rows("SELECT key FROM docs WHERE kind = ? ORDER BY stored_at DESC", (ARTICLES,))
        docs = [self._shelf.get(ARTICLES, key, self._language()) for key in dict.fromkeys(row["key"] for row in rows)]
        return [Loaded(decode(Article, doc.body), doc.stored_at, stale=True) for doc in docs if doc]

    # --- room

    @property
    def limit(self) -> int:
        """How many bytes may be kept."""
        return int(self._shelf.fact("limit", LIMIT))

    def set_limit(self, limit: int) -> None:
        """From now on no more than this is fetched; what is there stays until it is cleared."""
        self._shelf.put_fact("limit", limit)

    @property
    def by_itself(self) -> bool:
        """Whether it is fetched once a day without being asked for."""
        return bool(self._shelf.fact("by itself", True))

    def set_by_itself(self, wanted: bool) -> None:
        self._shelf.put_fact("by itself", wanted)

    @property
    def used(self) -> int:
        return sum(self.sizes().values())

    def sizes(self) -> dict[str, int]:
        """Bytes by group, every group of GROUPS named."""
        sizes = dict.fromkeys(GROUPS, 0)
        for kind, size in self._shelf.bytes_by_kind().items():
            sizes[group_of(kind)] += size
        return sizes

    def clear(self, group: str = "") -> None:
        """Drop one group, or everything, saved articles too: ask the person before."""
        chosen = {group} if group else set(GROUPS)
        if ARTICLES in chosen or PICTURES in chosen:
            self._shelf.drop_pictures()
        self._shelf.clear(kind for kind in self._shelf.bytes_by_kind() if group_of(kind) in chosen)
        if chosen - {ARTICLES, PICTURES}:
            for language in ("vi", "en"):
                self._shelf.put_fact(f"synced {language}", 0.0)

    def close(self) -> None:
        """End what is under way and let go of the file; an answer that does not come is not waited for."""
        self.cancel()
        self._fetching.wait(2.0)
        self._shelf.close()

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise Enough("cancelled")
        if self.used >= self.limit:
            raise Enough("full")

    def _make_sure(self, more: int) -> None:
        if self.used + more > self.limit:
            raise StorageError("the limit of what is kept is reached", full=True)

    def _freshen_articles(self) -> None:
        """An article that was mended is mended here; one that was taken back stays, with its age: it was saved."""
        for doc in self._shelf.all(ARTICLES, self._language()):
            self._go_on()
            try:
                answer = self._http.get(f"news/articles/{quote(doc.key)}/", etag=doc.etag)
            except ApiError as error:
                if error.status != 404:
                    raise
                continue
            if answer.status != 304:
                self._shelf.put(ARTICLES, doc.key, self._language(), answer.data, etag=answer.etag)
                self._keep_pictures(doc.key, answer.data)

    def _keep_pictures(self, slug: str, article: Mapping[str, Any]) -> None:
        for url in _pictures(article):
            if self._shelf.picture(url) is None:
                try:
                    content = self._http.fetch_bytes(url)
                except ClientError:  # the words matter more than a picture that is missing
                    continue
                self._make_sure(len(content))
                self._shelf.put_picture(url, slug, content)


def _pictures(article: Mapping[str, Any]) -> list[str]:
    """The addresses of an article's pictures, as the screens ask for them: cover, then those in its text."""
    cover = article.get("cover") or {}
    inside = [unescape(url) for url in IMAGE.findall(article.get("body_html") or "")]
    return list(dict.fromkeys(url for url in (cover.get("url"), cover.get("thumb_url"), *inside) if url))
