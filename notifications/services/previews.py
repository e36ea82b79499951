"""What an officer looks at before anything goes out: whom it reaches, and what it will look like there."""

from __future__ import annotations

from dataclasses import dataclass

from backend.common.i18n import LANGUAGES, pick
from notifications.audiences import Expression
from notifications.conf import MAX_PAYLOAD_BYTES
from notifications.marking import marked_title
from notifications.models import Notice
from notifications.reach import Reach, reach_of
from notifications.services.audience_sync import audience_sync
from notifications.services.content import message_sizes


@dataclass(frozen=True, slots=True)
class Rendered:
    """A notice as phones of one language show it, and its size as a push."""

    language: str
    title: str
    body: str
    bytes: int
    limit: int
    image_url: str
    link: str


def audience_preview(audience: Expression, kind: str) -> Reach:
    """Whom a notice of this kind would reach now. `audience` is one that was checked."""
    audience_sync(audience)
    return reach_of(audience, kind)


def notice_rendered(notice: Notice) -> list[Rendered]:
    """The notice in each language; it need not be saved."""
    sizes = message_sizes(notice)
    return [
        Rendered(
            language=language,
            title=marked_title(notice, language),
            body=str(pick(notice, "body", language)),
            bytes=sizes[language],
            limit=MAX_PAYLOAD_BYTES,
            image_url=notice.image_url,
            link=notice.link,
        )
        for language in LANGUAGES
    ]
