"""When a message for other systems goes out: at the start of an emergency, at its replacement, when it is taken back.

Call these in the transaction that starts or cancels the notice: then a notice has its message, or neither happened.
Both may be called again; what was said once is not said twice.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from notifications.cap.areas import audience_of, is_public
from notifications.cap.message import alert_of
from notifications.cap.xml import to_xml, told
from notifications.models import CapMessage, Kind, MessageType, Notice, Origin


@transaction.atomic
def cap_issue(notice: Notice) -> CapMessage | None:
    """Tell other systems of an officer's emergency to the public: an Alert, or an Update of what it replaces.

    Another kind of notice is none of theirs, but one that replaces an emergency ends it there: a Cancel.
    """
    if notice.origin != Origin.OFFICER:
        return None
    _lock(notice)
    said = _said(notice)
    if said is not None:
        return said
    earlier = _replaced(notice)
    if notice.kind != Kind.EMERGENCY or not is_public(audience_of(notice)):
        return _cancel(earlier, notice.title) if earlier else None
    references = _references(earlier) if earlier else ""
    return _say(notice, MessageType.UPDATE if earlier else MessageType.ALERT, references=references)


@transaction.atomic
def cap_cancel(notice: Notice, reason: str = "") -> CapMessage | None:
    """Take back what other systems were told of this notice, with a reason that they show to people.

    Nothing goes out if nothing was said, or if it is out of force already: replaced, or expired.
    """
    _lock(notice)
    said = _said(notice)
    return _cancel(said, reason) if said else None


def _cancel(said: CapMessage, reason: str) -> CapMessage | None:
    done = CapMessage.objects.filter(notice_id=said.notice_id, message_type=MessageType.CANCEL).first()
    if done is not None or not _is_in_force(said):
        return done
    return _say(said.notice, MessageType.CANCEL, references=_references(said), reason=reason, said=said)


def _say(
    notice: Notice, message_type: str, *, references: str, reason: str = "", said: CapMessage | None = None
) -> CapMessage:
    sent = timezone.now().replace(microsecond=0)  # what stands in the message: others refer to it by this
    expires = said.expires_at if said else None
    alert = alert_of(notice, message_type, sent=sent, expires=expires, references=references, reason=reason)
    return CapMessage.objects.create(
        notice=notice,
        identifier=alert.identifier,
        message_type=message_type,
        sent_at=sent,
        expires_at=alert.expires,
        references=references,
        xml=to_xml(alert),
    )


def _lock(notice: Notice) -> None:
    """One at a time for each notice, so that two callers say it once."""
    Notice.objects.select_for_update().only("pk").get(pk=notice.pk)


def _said(notice: Notice) -> CapMessage | None:
    """The Alert or Update of this notice."""
    return notice.cap_messages.exclude(message_type=MessageType.CANCEL).first()


def _replaced(notice: Notice) -> CapMessage | None:
    """The last message about what this notice replaces, directly or over others; none if that was taken back."""
    seen, earlier = {notice.pk}, notice.replaces
    while earlier is not None and earlier.pk not in seen:
        said = _said(earlier)
        if said is not None:
            last = _later(said).first() or said
            return None if last.message_type == MessageType.CANCEL else last
        seen.add(earlier.pk)
        earlier = earlier.replaces
    return None


def _later(message: CapMessage) -> QuerySet[CapMessage]:
    """What replaced it or took it back, the newest first."""
    return CapMessage.objects.filter(references__contains=message.identifier).order_by("-id")


def _references(message: CapMessage) -> str:
    """The message and all that it replaced itself, as "sender,identifier,sent" each, by what was sent at the time."""
    return " ".join(part for part in (message.references, told(message.xml, "vi").reference) if part)


def _is_in_force(message: CapMessage) -> bool:
    is_over = message.expires_at is not None and message.expires_at <= timezone.now()
    return not is_over and not _later(message).exists()
