"""The demo province's news. Loading twice leaves one of each; times are relative to the day of loading."""

import html
import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from backend.news.models import Article, Category
from backend.news.services import article_cover_set, article_create, article_publish

DATA = settings.BASE_DIR / "backend" / "demo" / "data"
IMAGES = DATA.parent / "images"
FILES = ("news_warnings.json", "news_public.json", "news_land.json", "news_life.json")
SIGNATURE = "Ban biên tập DAKNONG-C"
BOLD = re.compile(r"\*\*(.+?)\*\*")
CODE = re.compile(r"`(.+?)`")
NUMBERED = re.compile(r"\d+\. ")


def load_news(*, data: Path = DATA, images: Path = IMAGES, now: datetime | None = None) -> int:
    """Categories and articles from `data`, covers from `images`; the number of articles that were not there before."""
    now = now or timezone.now()
    categories = _load_categories(data)
    alts = json.loads((data / "news_images.json").read_text(encoding="utf-8"))
    known = set(Article.objects.values_list("slug", flat=True))
    rows = [row for name in FILES for row in json.loads((data / name).read_text(encoding="utf-8"))]
    new = [row for row in rows if row["slug"] not in known]
    for row in new:
        _load_article(row, categories[row["category"]], now, images, alts)
    return len(new)


def _load_categories(data: Path) -> dict[str, Category]:
    rows = json.loads((data / "news_categories.json").read_text(encoding="utf-8"))
    return {
        row["slug"]: Category.objects.update_or_create(
            slug=row["slug"], defaults={name: row[name] for name in ("name", "name_en", "color")} | {"order": order}
        )[0]
        for order, row in enumerate(rows, start=1)
    }


def _load_article(
    row: dict[str, Any], category: Category, now: datetime, images: Path, alts: dict[str, dict[str, str]]
) -> None:
    shown_from = now - timedelta(hours=row["hours_ago"])
    lasts = row.get("expires_in_hours")
    article = article_create(
        slug=row["slug"],
        title=row["title"],
        title_en=row["title_en"],
        summary=row["summary"],
        summary_en=row["summary_en"],
        body_html=blocks_to_html(row["body"]),
        body_html_en=blocks_to_html(row["body_en"]),
        category=category,
        area_codes=row["areas"],
        is_pinned=row.get("pinned", False),
        warning_level=row.get("warning_level"),
        author_name=row.get("author", SIGNATURE),
        agency_code=row["agency"],
        expires_at=now + timedelta(hours=lasts) if lasts else None,
    )
    alt = alts[row["image"]]
    with (images / f"{row['image']}.jpg").open("rb") as file:
        article_cover_set(article=article, file=file, alt=alt["alt"], alt_en=alt["alt_en"])
    article_publish(article=article, at=shown_from)


def blocks_to_html(blocks: Sequence[str]) -> str:
    """The notation of the data files: `## ` heading, `- ` and `1. ` items, `> ` quote, **bold**, else a paragraph."""
    out: list[str] = []
    open_list = ""
    for block in blocks:
        wanted = "ul" if block.startswith("- ") else "ol" if NUMBERED.match(block) else ""
        if wanted != open_list:
            out += [f"</{open_list}>"] if open_list else []
            out += [f"<{wanted}>"] if wanted else []
            open_list = wanted
        out.append(_block(block, wanted))
    return "".join(out) + (f"</{open_list}>" if open_list else "")


def _block(block: str, kind: str) -> str:
    if kind:
        return f"<li>{_inline(block.split(' ', 1)[1])}</li>"
    for mark, tag in (("## ", "h2"), ("> ", "blockquote")):
        if block.startswith(mark):
            return f"<{tag}>{_inline(block.removeprefix(mark))}</{tag}>"
    return f"<p>{_inline(block)}</p>"


def _inline(text: str) -> str:
    return CODE.sub(r"<code>\1</code>", BOLD.sub(r"<strong>\1</strong>", html.escape(text, quote=False)))
