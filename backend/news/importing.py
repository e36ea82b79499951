"""RSS and Atom in: parsed from bytes, sanitised by the model, each entry once by its guid; wrong ones are listed."""

import io
from calendar import timegm
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError, Text
from backend.common.richtext import html_sanitise, html_to_text, text_clean
from backend.news.models import Article, Category
from backend.news.services import MAX_BODY_CHARS, article_create, article_publish, article_update

MAX_ENTRIES = 500
SUMMARY_CHARS = 400
GUID_CHARS = 500
WEB = ("http://", "https://")


@dataclass(frozen=True)
class Entry:
    """One entry of a feed, already plain and sanitised."""

    guid: str
    title: str
    summary: str
    body_html: str
    url: str
    published_at: datetime


@dataclass(frozen=True)
class WrongEntry:
    """An entry that cannot go in, by its place in the feed (from 1), and why."""

    number: int
    title: str
    reason: Text


@dataclass
class ImportResult:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    wrong: list[WrongEntry] = field(default_factory=list)


def import_feed(
    *, data: bytes, category: Category, by: Any = None, agency_code: str = "", publish: bool = False
) -> ImportResult:
    """Take the entries of a feed in as drafts (or published). Twice is once. Raises `feed_invalid` if it is no feed."""
    result = ImportResult()
    for number, raw in enumerate(_parsed(data), start=1):
        try:
            outcome = _take_in(_entry(raw), category=category, by=by, agency_code=agency_code, publish=publish)
        except DomainError as error:
            result.wrong.append(WrongEntry(number, str(raw.get("title", ""))[:100], error.message))
        else:
            setattr(result, outcome, getattr(result, outcome) + 1)
    return result


def _parsed(data: bytes) -> Iterable[Any]:
    # A file object: feedparser would open a plain string as an address or a path.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False)
    if not feed.entries and (feed.bozo or not feed.get("version")):
        raise DomainError("feed_invalid", _("This is neither RSS nor Atom."))
    return list(feed.entries[:MAX_ENTRIES])


def _entry(raw: Any) -> Entry:
    title = text_clean(html_to_text(raw.get("title", "")).replace("\n", " "))
    url = str(raw.get("link", "")).strip()
    guid = str(raw.get("id", "") or url).strip()
    if url == guid and not url.startswith(WEB):  # feedparser takes a guid for the link where there is none
        url = ""
    body = html_sanitise(max(_bodies(raw), key=len, default=""))
    for fails, reason in (
        (not title, _("It has no title.")),
        (len(title) > 300, _("The title is too long.")),
        (not guid, _("It has neither guid nor link, so it could not be told from others.")),
        (len(guid) > GUID_CHARS or len(url) > GUID_CHARS, _("Its address or guid is too long.")),
        (bool(url) and not url.startswith(WEB), _("Its link is not a web address.")),
        (len(body) > MAX_BODY_CHARS, _("The text is too long.")),
    ):
        if fails:
            raise DomainError("entry_invalid", reason)
    return Entry(guid, title, _summary(raw, body), body, url, _published_at(raw))


def _bodies(raw: Any) -> Iterator[str]:
    yield raw.get("summary", "")
    yield from (part.get("value", "") for part in raw.get("content", []))


def _summary(raw: Any, body: str) -> str:
    text = html_to_text(html_sanitise(raw.get("summary", "") or body)).replace("\n", " ")
    return text if len(text) <= SUMMARY_CHARS else text[:SUMMARY_CHARS].rsplit(" ", 1)[0] + "…"


def _published_at(raw: Any) -> datetime:
    parsed = raw.get("published_parsed") or raw.get("updated_parsed")
    if not parsed:
        return timezone.now()
    try:
        at = datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise DomainError("entry_invalid", _("Its date does not exist.")) from error
    if at > timezone.now() + timedelta(days=1):
        raise DomainError("entry_invalid", _("Its date lies in the future."))
    return at


@transaction.atomic
def _take_in(entry: Entry, *, category: Category, by: Any, agency_code: str, publish: bool) -> str:
    fields = {"title": entry.title, "summary": entry.summary, "body_html": entry.body_html, "source_url": entry.url}
    known = Article.objects.filter(source_guid=entry.guid).first()
    if known is not None:
        changed = any(getattr(known, name) != value for name, value in fields.items())
        article_update(article=known, by=by, **fields)
        return "updated" if changed else "unchanged"
    article = article_create(category=category, by=by, source_guid=entry.guid, agency_code=agency_code, **fields)
    if publish:
        article_publish(article=article, by=by, at=entry.published_at)
    return "created"
