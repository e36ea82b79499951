"""What a notice may say and where it may lead."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError
from notifications import topics as topic_names
from notifications.conf import MAX_PAYLOAD_BYTES, MAX_TOPICS
from notifications.models import Notice
from notifications.senders.payload import LANGUAGES, payload_bytes

_LINK = re.compile(r"\A(daknong://(article|procedure|dossier|report|inbox|place)/[^\s/]{1,200}|https://[^\s]{1,290})\Z")


def check_link(link: str) -> None:
    """A deep link of the app, a web page over TLS, or nothing."""
    if link and not _LINK.match(link):
        text = _("Use a link of the app (daknong://article/…) or an https:// address.")
        raise DomainError("notice_link_invalid", text, fields={"link": text})


def checked_topics(topics: Iterable[str]) -> list[str]:
    """The audience of a broadcast: at least one topic, and only such as anybody may follow."""
    found = list(dict.fromkeys(topics))
    wrong = [topic for topic in found if not topic_names.is_public(topic)]
    if wrong or not found or len(found) > MAX_TOPICS:
        text = _("Choose at least one topic from the list.")
        raise DomainError("notice_topics_invalid", text, fields={"topics": text})
    return found


def check_complete(notice: Notice) -> None:
    """Ready for a second person's eyes: says something, still valid, and fits into a push in each language."""
    missing = {name: _("This is needed.") for name in ("title", "body") if not getattr(notice, name).strip()}
    if missing:
        raise DomainError("notice_incomplete", _("Title and text are needed in Vietnamese."), fields=missing)
    check_link(notice.link)
    checked_topics(notice.topics)
    if any(payload_bytes(notice, language) > MAX_PAYLOAD_BYTES for language in LANGUAGES):
        text = _("The notice is too long for a push (4,096 bytes with link and picture).")
        raise DomainError("notice_too_large", text, fields={"body": text})
