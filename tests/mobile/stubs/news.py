"""Articles."""

from __future__ import annotations

from typing import Any

from tests.mobile import provincial_content as content
from tests.mobile.stubs.replies import Reply, Route, always, found, page


def _articles(_h: Any, _m: Any, query: dict[str, str], _b: Any) -> Reply:
    rows = content.ARTICLES
    if query.get("category"):
        rows = [row for row in rows if row["category"]["slug"] == query["category"]]
    if query.get("q"):
        rows = [{**rows[0], "snippet": "… thu hoạch <mark>cà phê</mark> chín …"}] if rows else []
    return page(rows)


ROUTES: list[Route] = [
    (r"news/articles/", "GET", _articles),
    (r"news/articles/([^/]+)/", "GET", lambda _h, m, _q, _b: found(content.article_detail(m[1]))),
    (r"news/categories/", "GET", always(200, content.NEWS_CATEGORIES)),
]
