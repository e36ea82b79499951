"""Writes values into a draft, each looked at: what the service lets pass, an approver may send."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError
from backend.common.search import index_terms
from notifications import audiences
from notifications import topics as topic_names
from notifications.access import audience_lists_visible, notices_visible
from notifications.audiences import Expression
from notifications.models import Kind, Notice
from notifications.services.content import check_link, checked_topics
from notifications.workflow import VISIBLE, Status

# What an officer writes; `topics` is the short form of `audience`, for "any of these".
FIELDS = (
    "kind", "title", "title_en", "body", "body_en", "link", "image_url", "topics", "scheduled_at", "valid_until",
    "audience", "collapse_key", "is_exercise", "event", "event_en", "instruction", "instruction_en", "risk_level",
    "replaces",
)  # fmt: skip
_SEARCHED = ("title", "title_en", "body", "body_en")


def assign(notice: Notice, values: dict[str, Any], *, by: Any) -> None:
    """Take over `values`, any of FIELDS, and address the notice anew. Raises DomainError for what makes no sense."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a notice: {sorted(unknown)}")
    for name in set(values) - {"topics", "audience", "replaces"}:
        setattr(notice, name, values[name])
    _check_kind(notice)
    _check_lengths(notice)
    check_link(notice.link)
    _check_dates(notice)
    notice.address_to(_audience_of(notice, values, by))
    if "replaces" in values:
        _replace(notice, values["replaces"], by)
    notice.search_terms = index_terms(*(getattr(notice, name) for name in _SEARCHED))


def audience_checked(expression: Any, *, by: Any) -> Expression:
    """An expression that this officer may address: its lists are among those that they see."""
    checked = audiences.checked(expression)
    lists = {topic for topic in audiences.mentioned(checked) if topic.startswith("list:")}
    if lists:
        known = {topic_names.of_list(pk) for pk in audience_lists_visible(by).values_list("pk", flat=True)}
        if lists - known:
            text = _("There is no such list of people.")
            raise DomainError("notice_audience_invalid", text, fields={"audience": text})
    return checked


def _audience_of(notice: Notice, values: dict[str, Any], by: Any) -> Expression:
    """As stated now; if nothing is, as it was."""
    if "audience" in values:
        return audience_checked(values["audience"], by=by)
    if "topics" in values or not notice.topics:
        return audiences.any_of(checked_topics(values.get("topics", ())))
    kept: Expression = notice.audience
    return kept


def _check_kind(notice: Notice) -> None:
    if notice.kind == Kind.PERSONAL:
        text = _("Personal notices are the system's own.")
        raise DomainError("notice_kind_invalid", text, fields={"kind": text})


def _check_lengths(notice: Notice) -> None:
    """Forms and API have counted; what a template was filled with has not been."""
    wrong = {}
    for field in Notice._meta.get_fields():
        longest = getattr(field, "max_length", None)
        if longest and field.name in FIELDS and len(getattr(notice, field.name) or "") > longest:
            wrong[field.name] = _("At most %(longest)s characters.") % {"longest": longest}
    if wrong:
        raise DomainError("notice_too_long", _("The text is too long."), fields=wrong)


def _check_dates(notice: Notice) -> None:
    """Dates of our time: PostgreSQL keeps a year that Python cannot read, and such a row hides the whole list."""
    for name in ("scheduled_at", "valid_until"):
        moment = getattr(notice, name)
        if moment is not None and not 2000 <= moment.year <= 2200:
            text = _("This date cannot be right.")
            raise DomainError("notice_dates_invalid", text, fields={name: text})
    if notice.scheduled_at and notice.valid_until and notice.valid_until <= notice.scheduled_at:
        text = _("It would be out of date before it is sent.")
        raise DomainError("notice_dates_invalid", text, fields={"valid_until": text})


def _replace(notice: Notice, earlier: Notice | uuid.UUID | None, by: Any) -> None:
    """Take the earlier one's place on the phones: the tag is that of the first of the row."""
    notice.replaces, notice.tag_id = None, None
    if earlier is None:
        return
    earlier_id = earlier.pk if isinstance(earlier, Notice) else earlier
    # Held until commit: two drafts that replace the same one would make two ends of the row.
    visible = notices_visible(by).filter(pk=earlier_id, status__in=VISIBLE).values("pk")
    found = Notice.objects.select_for_update().filter(pk__in=visible).first()
    others = Notice.objects.filter(replaces_id=earlier_id).exclude(status=Status.CANCELLED).exclude(pk=notice.pk)
    if found is None or found.pk == notice.pk or others.exists():
        text = _("Only a notice that was sent can be replaced, and only once.")
        raise DomainError("notice_replaces_invalid", text, fields={"replaces": text})
    notice.replaces, notice.tag_id = found, found.tag_id or found.pk
