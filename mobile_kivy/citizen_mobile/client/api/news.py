"""Articles and their categories."""

from __future__ import annotations

from urllib.parse import quote

from citizen_mobile.client import models as m
from citizen_mobile.client.api.reader import Reader, list_of, one_of, page_of
from citizen_mobile.client.models import Loaded, Page


class News:
    """Articles and their categories."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def articles(
        self, *, category: str = "", q: str = "", page_size: int | None = None, next_url: str = ""
    ) -> Loaded[Page[m.ArticleItem]]:
        if next_url:
            return self._reader.read(next_url, page_of(m.ArticleItem))
        return self._reader.read("news/articles/", page_of(m.ArticleItem), category=category, q=q, page_size=page_size)

    def article(self, slug: str) -> Loaded[m.Article]:
        return self._reader.read(f"news/articles/{quote(slug)}/", one_of(m.Article))

    def categories(self) -> Loaded[list[m.NewsCategory]]:
        return self._reader.read("news/categories/", list_of(m.NewsCategory))

    def rating(self, slug: str) -> Loaded[m.ArticleRating]:
        return self._reader.read(rating_path(slug), one_of(m.ArticleRating), auth="optional")


def rating_path(slug: str) -> str:
    """Where a rating is read, and where the outbox puts one."""
    return f"news/articles/{quote(slug)}/rating/"
