"""What a CAP message says, made from a notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from notifications.cap import values
from notifications.cap.areas import CapArea, areas_of, audience_of, whole_area_names
from notifications.cap.text import plain
from notifications.models import MessageType, Notice

# For a notice that says no end: a receiver must not shout for ever.
VALID_FOR = timedelta(hours=24)
MAX_HEADLINE = 160  # CAP 1.2, section 3.2.2: what some receivers show at most
_URL_SAFE = "!#$%&'()*+,/:;=?@~"
_PART = r"(?:[A-Za-z0-9!$&'()*+,/:;=?@~._-]|%[0-9A-Fa-f]{2})*"
_URL = re.compile(rf"https://[A-Za-z0-9.-]+(?::[0-9]{{1,5}})?(?:[/?]{_PART})?(?:#{_PART})?")


@dataclass(frozen=True, slots=True)
class CapText:
    """What it says in one language."""

    language: str  # "vi-VN"
    event: str
    headline: str
    description: str
    instruction: str
    sender_name: str


@dataclass(frozen=True, slots=True)
class CapAlert:
    """One message, complete; `xml.py` writes it down."""

    identifier: str
    sender: str
    sent: datetime
    expires: datetime
    status: str
    message_type: str
    references: str
    note: str
    categories: tuple[str, ...]
    response_type: str
    urgency: str
    severity: str
    certainty: str
    risk_level: int | None
    web: str
    contact: str
    texts: tuple[CapText, ...]
    areas: tuple[CapArea, ...]


def identifier_of(notice: Notice, message_type: str) -> str:
    """The name of the one message of this type about this notice, for ever."""
    return f"daknong.{notice.pk}.{message_type.lower()}"


def alert_of(
    notice: Notice, message_type: str, *, sent: datetime, expires: datetime | None = None, references: str = "",
    reason: str = "",
) -> CapAlert:  # fmt: skip
    """The message of this type about this notice. `reason` tells people why, in a cancel."""
    return CapAlert(
        identifier=identifier_of(notice, message_type),
        sender=settings.NOTICES_CAP_SENDER,
        sent=sent,
        expires=expires or notice.valid_until or sent + VALID_FOR,
        status=values.status_of(notice),
        message_type=message_type,
        references=references,
        note=_note(notice, reason),
        categories=values.categories_of(notice),
        response_type=values.response_of(notice, message_type),
        urgency=values.urgency_of(message_type),
        severity=values.severity_of(notice),
        certainty=values.CERTAINTY,
        risk_level=notice.risk_level,
        web=_web(notice.link),
        contact=settings.NOTICES_CAP_CONTACT,
        texts=tuple(_texts(notice, message_type, reason)),
        areas=areas_of(audience_of(notice)),
    )


def _note(notice: Notice, reason: str) -> str:
    """Why, and for an exercise which one: the standard wants it here (section 3.2.1, status)."""
    exercise = f"Diễn tập / Exercise: {notice.title}" if notice.is_exercise else ""
    return " · ".join(part for part in (exercise, reason.strip()) if part)


def _texts(notice: Notice, message_type: str, reason: str) -> Iterable[CapText]:
    """Vietnamese, then English if it was written: a voice that reads English must not be given Vietnamese."""
    name, name_en = _sender_names(notice)
    yield _text(notice, message_type, "vi", name, reason)
    if notice.title_en.strip() and notice.body_en.strip():
        yield _text(notice, message_type, "en", name_en or name, "")


def _text(notice: Notice, message_type: str, language: str, sender_name: str, reason: str) -> CapText:
    def own(field: str) -> str:
        return str(getattr(notice, f"{field}_en" if language == "en" else field)).strip()

    is_cancel = message_type == MessageType.CANCEL
    with translation.override(language):
        return CapText(
            language="en-US" if language == "en" else "vi-VN",
            event=own("event") or _("Emergency"),
            headline=_headline(own("title"), is_cancel=is_cancel, is_exercise=notice.is_exercise),
            description=(reason.strip() or _("This alert is no longer in force.")) if is_cancel else own("body"),
            instruction="" if is_cancel else own("instruction"),
            sender_name=sender_name,
        )


def _headline(title: str, *, is_cancel: bool, is_exercise: bool) -> str:
    """On one line; an exercise says so first, since boards show nothing else."""
    text = _("Cancelled: %(title)s") % {"title": title} if is_cancel else title
    marked = _("EXERCISE: %(title)s")
    if is_exercise and not text.casefold().startswith(marked.partition(":")[0].casefold()):
        text = marked % {"title": text}
    text = " ".join(text.split())
    return text if len(text) <= MAX_HEADLINE else text[: MAX_HEADLINE - 1] + "…"


def _sender_names(notice: Notice) -> tuple[str, str]:
    """The agency's name in both languages, else the province's."""
    path = getattr(settings, "NOTICES_AGENCY_NAMES", "")
    if not path or not notice.agency_code:
        return whole_area_names()
    names: Callable[[Iterable[str]], dict[str, tuple[str, str]]] = import_string(path)
    return names([notice.agency_code]).get(notice.agency_code) or whole_area_names()


def _web(link: str) -> str:
    """Where a browser finds more: other systems cannot open a link into the app."""
    address = quote(plain(link), safe=_URL_SAFE)
    return address if _URL.fullmatch(address) else settings.PUBLIC_URL + "/"
