"""The index of messages for other systems, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from backend.common.i18n import current_language
from notifications.cap.areas import whole_area_names
from notifications.cap.text import plain
from notifications.cap.xml import add, document, moment, told
from notifications.models import CapMessage

CAP_TYPE = "application/cap+xml"
ATOM_TYPE = "application/atom+xml"
FEED_ID = "urn:daknong-c:alerts"
# RFC 4287 wants a date of a feed in which nothing has happened yet.
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def to_atom(messages: Sequence[CapMessage], *, self_url: str, cap_url: Callable[[str], str]) -> str:
    """The feed of these messages in the language of the request; `cap_url` leads from an identifier to its XML."""
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": current_language()})
    add(feed, "id", FEED_ID)
    add(feed, "title", _("DAKNONG-C: emergency alerts"))
    add(feed, "updated", moment(messages[0].sent_at if messages else NEVER))
    SubElement(feed, "link", {"rel": "self", "type": ATOM_TYPE, "href": self_url})
    names = dict(zip(("vi", "en"), whole_area_names(), strict=True))
    add(SubElement(feed, "author"), "name", names[current_language()])
    for message in messages:
        _add_entry(feed, message, cap_url(message.identifier))
    return document(feed)


def _add_entry(feed: Element, message: CapMessage, url: str) -> None:
    said = told(message.xml, current_language())
    entry = SubElement(feed, "entry")
    add(entry, "id", f"urn:daknong-c:alert:{message.identifier}")
    add(entry, "title", plain(said.headline) or message.identifier)
    add(entry, "updated", moment(message.sent_at))
    add(entry, "published", moment(message.sent_at))
    SubElement(entry, "category", {"term": message.message_type})
    SubElement(entry, "link", {"rel": "alternate", "type": CAP_TYPE, "href": url})
    add(entry, "summary", said.description)
