"""A notice as Firebase's message: what the phone shows, what the app reads, how it is delivered.

The message is encoded by firebase-admin once for each language; for a device only its token is put in.
"""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from firebase_admin import messaging

from backend.common.i18n import LANGUAGES, pick
from notifications.conf import GIVE_UP_AFTER, PUSH_BODY_CHARS
from notifications.marking import marked_title

if TYPE_CHECKING:
    from notifications.models import Notice

__all__ = ["LANGUAGES", "Letter", "letters_of", "rendered_size"]
# FCM keeps a message four weeks at most.
MAX_TTL_SECONDS = 28 * 24 * 3600
URGENT = {"personal", "warning", "emergency"}
# One of each is kept for a phone that is away, and FCM keeps four keys: all information shares one.
SHARED_KEYS = {"information", "reminder"}
RECALL = "recall"
_HERE = "\x00token\x00"


class Letter:
    """One notice in one language, ready for any number of devices."""

    __slots__ = ("_by_fid", "_by_token", "content")

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self._by_token = _cut(message_for(content, token=_HERE))
        self._by_fid = _cut(message_for(content, fid=_HERE))

    def body(self, token: str, fid: str = "") -> bytes:
        """The request's body as firebase-admin would write it, byte for byte."""
        before, after = self._by_token if token else self._by_fid
        return before + json.dumps(token or fid).encode() + after

    def message(self, token: str, fid: str = "") -> messaging.Message:
        """The same for firebase-admin itself."""
        return message_for(self.content, token=token) if token else message_for(self.content, fid=fid)


def letters_of(notice: Notice) -> dict[str, Letter]:
    """The notice in every language; a missing English text falls back to the Vietnamese."""
    return {language: Letter(content_of(notice, language)) for language in LANGUAGES}


def content_of(notice: Notice, language: str) -> dict[str, Any]:
    """The arguments of a message but for whom it goes to."""
    is_recall = notice.origin == RECALL
    shown = {} if is_recall else {"notification": _shown(notice, language)}
    return shown | {"data": _data(notice, is_recall=is_recall), "android": _android(notice, is_recall=is_recall)}


def message_for(content: dict[str, Any], **target: str) -> messaging.Message:
    with warnings.catch_warnings():
        # firebase-admin would rather have `fid`; phones of today register with a token, and FCM takes both.
        warnings.simplefilter("ignore", DeprecationWarning)
        return messaging.Message(**content, **target)


def rendered_size(notice: Notice, language: str) -> int:
    """An upper bound of what FCM counts: the whole message but the token, as JSON, in bytes."""
    message: dict[str, Any] = json.loads(Letter(content_of(notice, language)).body("t"))["message"]
    message.pop("token")
    return len(json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode())


def _shown(notice: Notice, language: str) -> messaging.Notification:
    title, body = marked_title(notice, language), _shortened(pick(notice, "body", language))
    return messaging.Notification(title=title, body=body, image=notice.image_url or None)


def _data(notice: Notice, *, is_recall: bool) -> dict[str, str]:
    """What the app reads. A recall says which notice to take off the screen, by its tag."""
    notice_id = str(notice.concerns_id if is_recall else notice.pk)
    if is_recall:
        return {"action": RECALL, "notice_id": notice_id, "tag": notice.tag}
    return {"notice_id": notice_id, "kind": notice.kind, "link": notice.link or f"daknong://inbox/{notice_id}"}


def _android(notice: Notice, *, is_recall: bool) -> messaging.AndroidConfig:
    """Tag and collapse key: what arrives twice, or after what it replaces, is shown once."""
    shown = None if is_recall else messaging.AndroidNotification(tag=notice.tag, channel_id=notice.kind)
    return messaging.AndroidConfig(
        collapse_key=_collapse_key(notice),
        priority="high" if is_recall or notice.kind in URGENT else "normal",
        ttl=_ttl_seconds(notice),
        notification=shown,
    )


def _collapse_key(notice: Notice) -> str:
    return notice.collapse_key or (notice.kind if notice.kind in SHARED_KEYS else notice.tag)


def _ttl_seconds(notice: Notice) -> int:
    end = notice.valid_until or (notice.sent_at or timezone.now()) + GIVE_UP_AFTER
    return max(0, min(int((end - timezone.now()).total_seconds()), MAX_TTL_SECONDS))


def _shortened(body: str) -> str:
    return body if len(body) <= PUSH_BODY_CHARS else body[: PUSH_BODY_CHARS - 1].rstrip() + "…"


def _cut(message: messaging.Message) -> tuple[bytes, bytes]:
    """The encoded request before and after the token's place."""
    encoded = {"message": messaging._MessagingService.encode_message(message)}
    before, _here, after = json.dumps(encoded, allow_nan=False).partition(json.dumps(_HERE))
    return before.encode(), after.encode()
