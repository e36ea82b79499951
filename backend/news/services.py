"""Writes. Every change of an article goes through here, the console's and the importer's too."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from backend.common.audit import audit_record
from backend.common.errors import DomainError, FieldError
from backend.common.images import image_process, image_store_public
from backend.common.search import fold
from backend.news.models import Article, Category
from backend.news.workflow import Status, check_transition

MAX_BODY_CHARS = 200_000
EDITABLE = frozenset(
    {
        "title", "title_en", "summary", "summary_en", "body_html", "body_html_en", "category", "area_codes",
        "cover_alt", "cover_alt_en", "expires_at", "is_pinned", "warning_level", "author_name", "agency_code",
        "source_url",
    }
)  # fmt: skip


def article_create(
    *, title: str, category: Category, by: Any = None, slug: str = "", source_guid: str | None = None, **fields: Any
) -> Article:
    """A new draft. `fields` are those of EDITABLE. Raises DomainError `validation_error`."""
    article = Article(title=title, category=category, author=by, source_guid=source_guid)
    _assign(article, fields)
    article.slug = slug or article_free_slug(title)
    article.save()
    audit_record(actor=by, action="article_create", target=article, agency_code=article.agency_code)
    return article


def article_update(*, article: Article, by: Any = None, **fields: Any) -> Article:
    """Change some of EDITABLE; nothing else. Unchanged input writes nothing."""
    before = {name: getattr(article, name) for name in fields if name in EDITABLE}
    _assign(article, fields)
    changed = sorted(name for name, value in before.items() if getattr(article, name) != value)
    if changed:
        article.save()
        audit_record(
            actor=by,
            action="article_update",
            target=article,
            agency_code=article.agency_code,
            detail={"changed": changed},
        )
    return article


def article_publish(
    *, article: Article, by: Any = None, at: datetime | None = None, expires_at: datetime | None = None
) -> Article:
    """Show it to everybody, now or from `at` on. Raises Conflict `article_transition_not_allowed`."""
    shown_from = at or timezone.now()
    until = expires_at or article.expires_at
    if until is not None and until <= shown_from:
        message = _("It would end before it begins.")
        raise DomainError("expiry_before_publication", message, fields={"expires_at": message})
    article.published_at, article.expires_at = shown_from, until
    return _move(article, Status.PUBLISHED, by, {"published_at": shown_from.isoformat()})


def article_schedule(*, article: Article, at: datetime, by: Any = None, expires_at: datetime | None = None) -> Article:
    """Publish at a time to come; no task is needed, the readers' query looks at the clock."""
    if at <= timezone.now():
        message = _("The time lies in the past.")
        raise DomainError("schedule_in_past", message, fields={"published_at": message})
    return article_publish(article=article, by=by, at=at, expires_at=expires_at)


def article_archive(*, article: Article, by: Any = None) -> Article:
    """Take it off every list; the row stays."""
    return _move(article, Status.ARCHIVED, by, {})


def article_withdraw(*, article: Article, by: Any = None) -> Article:
    """Back to a draft, for correction."""
    return _move(article, Status.DRAFT, by, {})


def article_cover_set(*, article: Article, file: IO[bytes], alt: str = "", alt_en: str = "", by: Any = None) -> Article:
    """A cover picture, encoded anew. Raises what `image_process` raises."""
    stored = image_store_public(image_process(file), folder="news")
    article.cover, article.cover_thumb = stored.name, stored.thumb_name
    article.cover_width, article.cover_height = stored.width, stored.height
    if alt:
        article.cover_alt, article.cover_alt_en = alt, alt_en
    article.save()
    audit_record(actor=by, action="article_cover_set", target=article, agency_code=article.agency_code)
    return article


def article_free_slug(title: str) -> str:
    """A slug from the folded title that no article has yet."""
    base = slugify(fold(title))[:120].strip("-") or "bai-viet"
    taken = set(Article.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _assign(article: Article, fields: Mapping[str, Any]) -> None:
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise TypeError(f"not a field one may set: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(article, name, value)
    problems = list(_problems(article))
    if problems:
        raise DomainError("validation_error", _("The article is not complete."), fields=problems)


def _problems(article: Article) -> list[FieldError]:
    found = []
    if not article.title.strip():
        found.append(FieldError("title", "required", _("A title is needed.")))
    found += [
        FieldError(name, "max_length", _("The text is too long."))
        for name, limit in (
            ("title", 300),
            ("title_en", 300),
            ("body_html", MAX_BODY_CHARS),
            ("body_html_en", MAX_BODY_CHARS),
        )
        if len(getattr(article, name)) > limit
    ]
    return found


@transaction.atomic
def _move(article: Article, wanted: Status, by: Any, detail: dict[str, Any]) -> Article:
    """The state of the row, locked, decides: two people who press at once do not both win."""
    current = Article.objects.select_for_update().values_list("status", flat=True).get(pk=article.pk)
    check_transition(current, wanted)
    article.status = wanted
    article.save(update_fields=["status", "published_at", "expires_at"])
    audit_record(
        actor=by,
        action=f"article_{wanted}",
        target=article,
        agency_code=article.agency_code,
        detail={"from": current, **detail},
    )
    return article
