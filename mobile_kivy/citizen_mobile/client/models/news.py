"""Articles. Field names are the API's own (see api_docs/openapi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from citizen_mobile.client.models.shapes import SlugName, list_field


@dataclass
class Picture:
    url: str = ""
    thumb_url: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass
class NewsCategory:
    slug: str = ""
    name: str = ""
    color: str = ""
    topic: str = ""


@dataclass
class ArticleItem:
    slug: str = ""
    title: str = ""
    summary: str = ""
    category: SlugName = field(default_factory=SlugName)
    cover: Picture | None = None
    published_at: datetime | None = None
    is_pinned: bool = False
    is_warning: bool = False
    warning_level: int | None = None
    snippet: str = ""


@dataclass
class Article(ArticleItem):
    body_html: str = ""
    body_text: str = ""
    author_name: str = ""
    source_url: str = ""
    updated_at: datetime | None = None
    expires_at: datetime | None = None
    related: list[ArticleItem] = list_field()


@dataclass
class ArticleRating:
    """What readers think of an article, from 1 to 5, and what this one said."""

    average: float | None = None
    count: int = 0
    mine: int | None = None
