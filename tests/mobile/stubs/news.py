"""Articles and what readers think of them."""

from __future__ import annotations

from typing import Any

from tests.mobile.content.news import ARTICLES, NEWS_CATEGORIES, article_detail
from tests.mobile.stubs.replies import Reply, Route, always, found, page


def _articles(handler: Any, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    rows = ARTICLES
    if query.get("category"):
        rows = [row for row in rows if row["category"]["slug"] == query["category"]]
    if query.get("q"):
        rows = [{**rows[0], "snippet": "… thu hoạch <mark>cà phê</mark> chín …"}] if rows else []
    return page(rows)


def _rating(handler: Any, match: Any, _q: Any, _b: Any) -> Reply:
    return 200, _opinion(_given(handler.stub).get(match[1]))


def _rate(handler: Any, match: Any, _q: Any, body: Any) -> Reply:
    _given(handler.stub)[match[1]] = body["score"]
    return 200, _opinion(body["score"])


def _given(stub: Any) -> dict[str, int]:
    """What this reader said, by article."""
    stub.article_scores = getattr(stub, "article_scores", {})
    return stub.article_scores


def _opinion(mine: int | None) -> dict[str, Any]:
    """Twelve others gave 51 stars together."""
    count, total = (12, 51) if mine is None else (13, 51 + mine)
    return {"average": round(total / count, 1), "count": count, "mine": mine}


ROUTES: list[Route] = [
    (r"news/articles/", "GET", _articles),
    (r"news/articles/([^/]+)/", "GET", lambda _h, m, _q, _b: found(article_detail(m[1]))),
    (r"news/articles/([^/]+)/rating/", "GET", _rating),
    (r"news/articles/([^/]+)/rating/", "PUT", _rate),
    (r"news/categories/", "GET", always(200, NEWS_CATEGORIES)),
]
