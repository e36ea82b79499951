"""What the news hold about a person: their ratings, which go with the account (settings.PERSONAL_DATA)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backend.news.models import ArticleRating
from backend.news.ratings import ratings_erase


def ratings_held(user: Any) -> Iterator[dict[str, Any]]:
    """The person's scores."""
    for rating in ArticleRating.objects.filter(user=user).select_related("article").order_by("-id").iterator():
        yield {
            "article": {"slug": rating.article.slug, "title": rating.article.title},
            "score": rating.score,
            "created_at": rating.created_at,
            "updated_at": rating.updated_at,
        }


def ratings_forget(user: Any) -> None:
    ratings_erase(user_id=user.pk)
