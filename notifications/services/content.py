"""What a notice must say before others see it, and how large it is as a push."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError
from backend.common.i18n import LANGUAGES
from notifications import audiences
from notifications import topics as topic_names
from notifications.conf import MAX_PAYLOAD_BYTES, MAX_TOPICS
from notifications.models import Notice
from notifications.senders.rendering import rendered_size
from notifications.services.links import check_link

__all__ = ["check_complete", "check_link", "checked_topics", "message_sizes"]


def checked_topics(topics: Iterable[str]) -> list[str]:
    """The short form of an audience: at least one topic, and only such as anybody may follow."""
    found = list(dict.fromkeys(topics))
    wrong = [topic for topic in found if not topic_names.is_public(topic)]
    if wrong or not found or len(found) > MAX_TOPICS:
        text = _("Choose at least one topic from the list.")
        raise DomainError("notice_topics_invalid", text, fields={"topics": text})
    return found


def message_sizes(notice: Notice) -> dict[str, int]:
    """Bytes of the whole push but its address, by language."""
    return {language: rendered_size(notice, language) for language in LANGUAGES}


def check_complete(notice: Notice) -> None:
    """Ready for a second person's eyes: says something, to somebody, and fits into a push in each language."""
    missing = {name: _("This is needed.") for name in ("title", "body") if not getattr(notice, name).strip()}
    if missing:
        raise DomainError("notice_incomplete", _("Title and text are needed in Vietnamese."), fields=missing)
    check_link(notice.link)
    audiences.checked(notice.audience)
    if max(message_sizes(notice).values()) > MAX_PAYLOAD_BYTES:
        text = _("The notice is too long for a push (4,096 bytes with link and picture).")
        raise DomainError("notice_too_large", text, fields={"body": text})
