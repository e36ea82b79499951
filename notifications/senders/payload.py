"""A notice as firebase-admin's message: what the phone shows, what the app reads, how it is delivered."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from firebase_admin import messaging

from backend.common.i18n import LANGUAGES, pick
from notifications.conf import GIVE_UP_AFTER, PUSH_BODY_CHARS
from notifications.senders.base import Content

if TYPE_CHECKING:
    from notifications.models import Notice

__all__ = ["LANGUAGES", "content_of", "message_for", "payload_bytes"]
# FCM keeps a message four weeks at most.
MAX_TTL_SECONDS = 28 * 24 * 3600
URGENT = {"personal", "warning", "emergency"}


def content_of(notice: Notice, language: str) -> Content:
    """The notice in one language; a missing English text falls back to the Vietnamese."""
    end = notice.valid_until or (notice.sent_at or timezone.now()) + GIVE_UP_AFTER
    ttl = max(0, min(int((end - timezone.now()).total_seconds()), MAX_TTL_SECONDS))
    return Content(
        notice_id=notice.pk,
        kind=notice.kind,
        title=pick(notice, "title", language),
        body=_shortened(pick(notice, "body", language)),
        link=notice.link,
        image_url=notice.image_url,
        ttl_seconds=ttl,
    )


def message_for(content: Content, token: str) -> messaging.Message:
    """The message to one device. Tag and collapse key are the notice's id: what arrives twice is shown once."""
    notice_id = str(content.notice_id)
    data = {"notice_id": notice_id, "kind": content.kind, "link": content.link or f"daknong://inbox/{notice_id}"}
    android = messaging.AndroidConfig(
        collapse_key=notice_id,
        priority="high" if content.kind in URGENT else "normal",
        ttl=content.ttl_seconds,
        notification=messaging.AndroidNotification(tag=notice_id, channel_id=content.kind),
    )
    shown = messaging.Notification(title=content.title, body=content.body, image=content.image_url or None)
    with warnings.catch_warnings():
        # firebase-admin would rather have `fid`; phones of today register with a token, and FCM takes both.
        warnings.simplefilter("ignore", DeprecationWarning)
        return messaging.Message(token=token, notification=shown, data=data, android=android)


def payload_bytes(notice: Notice, language: str) -> int:
    """An upper bound of what FCM counts: the whole message but the token, as JSON."""
    message: dict[str, Any] = json.loads(str(message_for(content_of(notice, language), "t")))
    message.pop("token")
    return len(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode())


def _shortened(body: str) -> str:
    return body if len(body) <= PUSH_BODY_CHARS else body[: PUSH_BODY_CHARS - 1].rstrip() + "…"
