"""Reads. Lists fetch rows of the columns they show, never instances; nothing here counts a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.errors import NotFound
from backend.common.search import query_words, search_condition
from backend.news.models import Article, Category

LIST_COLUMNS = (
    "id", "slug", "title", "title_en", "summary", "summary_en", "category__slug", "category__name",
    "category__name_en", "area_codes", "cover", "cover_thumb", "cover_alt", "cover_alt_en", "cover_width",
    "cover_height", "published_at", "is_pinned", "warning_level",
)  # fmt: skip
BODY_COLUMNS = ("body_text", "body_text_en")
DETAIL_COLUMNS = (
    *LIST_COLUMNS, *BODY_COLUMNS, "body_html", "body_html_en", "category_id", "author_name", "source_url",
    "expires_at", "updated_at",
)  # fmt: skip
RELATED = 4

Row = dict[str, Any]


def categories() -> list[Category]:
    """All of them, in the order they are shown. One query."""
    return list(Category.objects.order_by("order", "slug"))


def articles_published(
    *,
    category: str = "",
    area_codes: Sequence[str] = (),
    query: str = "",
    in_body: bool = False,
    is_pinned: bool | None = None,
    now: datetime | None = None,
) -> QuerySet[Article, Row]:
    """Rows of what is visible at `now`, newest first. `query` looks in titles and summaries, if asked in bodies too."""
    found: QuerySet[Article] = Article.objects.visible(now)
    if category:
        # A scalar subquery, not a join: the (category, time) index answers even for a category without articles.
        found = found.filter(category=Subquery(Category.objects.filter(slug=category).values("pk")[:1]))
    if area_codes:
        found = found.filter(area_codes__overlap=list(area_codes))
    if is_pinned is not None:
        found = found.filter(is_pinned=is_pinned)
    if query:
        found = _matching(found, query, in_body)
    columns = LIST_COLUMNS + (BODY_COLUMNS if query and in_body else ())
    return found.order_by("-published_at", "-id").values(*columns)


def _matching(found: QuerySet[Article], query: str, in_body: bool) -> QuerySet[Article]:
    words = query_words(query)
    if not words:
        return found.none()
    wanted = search_condition(query)
    if in_body:
        wanted |= Q(body_terms__contains=words)
    return found.filter(wanted)


def article_detail(slug: str, *, now: datetime | None = None) -> Row:
    """One visible article, or NotFound `article_not_found`. One query."""
    row = Article.objects.visible(now).filter(slug=slug).values(*DETAIL_COLUMNS).first()
    if row is None:
        raise article_not_found()
    return row


def article_not_found() -> NotFound:
    return NotFound("article_not_found", _("There is no such article, or it is no longer shown."))


def article_related(row: Row, *, now: datetime | None = None) -> list[Row]:
    """The newest others of its category or its areas. One query."""
    near = Q(category_id=row["category_id"])
    if row["area_codes"]:
        near |= Q(area_codes__overlap=row["area_codes"])
    others = Article.objects.visible(now).filter(near).exclude(pk=row["id"])
    return list(others.order_by("-published_at", "-id").values(*LIST_COLUMNS)[:RELATED])


def articles_for_feed(*, category: str = "", limit: int = 30) -> QuerySet[Article]:
    """The newest visible articles as instances, for RSS and Atom. One query."""
    found = Article.objects.visible(timezone.now()).select_related("category")
    if category:
        found = found.filter(category__slug=category)
    return found.defer("search_terms", "body_terms", "body_text", "body_text_en").order_by("-published_at", "-id")[
        :limit
    ]
