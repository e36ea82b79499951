"""What readers think of articles: one score a person, or a guest's device, and the sum that is kept of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction

from backend.news.models import Article, ArticleRating, ArticleScore
from backend.news.selectors import article_not_found


@dataclass(frozen=True, slots=True)
class Rater:
    """A person, or a guest by the device that they hold; exactly one of the two."""

    user_id: uuid.UUID | None = None
    device_id: uuid.UUID | None = None

    @property
    def own(self) -> dict[str, uuid.UUID]:
        """What picks this rater's ratings."""
        return {"user_id": self.user_id} if self.user_id else {"device_id": self.device_id}  # type: ignore[dict-item]


@dataclass(frozen=True, slots=True)
class Opinion:
    """How an article is rated, and how by the reader who asks; None where nobody has said anything."""

    average: float | None
    count: int
    mine: int | None


def article_opinion(*, slug: str, rater: Rater) -> Opinion:
    """Raises NotFound `article_not_found` for what this reader cannot read. Two queries."""
    row = Article.objects.visible().filter(slug=slug).values("pk", "score__ratings", "score__total").first()
    if row is None:
        raise article_not_found()
    mine = ArticleRating.objects.filter(article=row["pk"], **rater.own).values_list("score", flat=True).first()
    return _opinion(row["score__ratings"] or 0, row["score__total"] or 0, mine)


@transaction.atomic
def article_rate(*, slug: str, rater: Rater, score: int) -> Opinion:
    """Say it, or say it anew: the sum follows in the same transaction. Raises NotFound `article_not_found`."""
    article_id = Article.objects.visible().filter(slug=slug).values_list("pk", flat=True).first()
    if article_id is None:
        raise article_not_found()
    kept = _sum_locked(article_id)
    rating = ArticleRating.objects.filter(article=article_id, **rater.own).first()
    if rating is None:
        rating = ArticleRating(article_id=article_id, **rater.own, score=0)
        kept.ratings += 1
    kept.total += score - rating.score
    rating.score = score
    rating.save()
    kept.save()
    return _opinion(kept.ratings, kept.total, score)


@transaction.atomic
def ratings_erase(*, user_id: uuid.UUID) -> None:
    """Forget what a person thought of any article, and take it out of the sums."""
    sums = ArticleScore.objects.filter(article__ratings__user=user_id).order_by("pk")
    locked = list(sums.select_for_update(of=("self",)))
    mine = ArticleRating.objects.filter(user=user_id)
    scores = dict(mine.values_list("article_id", "score"))  # read under the locks: nothing is rated meanwhile
    for kept in locked:
        kept.ratings -= 1
        kept.total -= scores[kept.pk]
    ArticleScore.objects.bulk_update(locked, ["ratings", "total"])
    mine.delete()


def _sum_locked(article_id: int) -> ArticleScore:
    """The article's sum, locked until the transaction ends: who rates at the same time comes after."""
    ArticleScore.objects.bulk_create([ArticleScore(article_id=article_id)], ignore_conflicts=True)
    return ArticleScore.objects.select_for_update().get(article_id=article_id)


def _opinion(ratings: int, total: int, mine: int | None) -> Opinion:
    return Opinion(round(total / ratings, 1) if ratings else None, ratings, mine)
