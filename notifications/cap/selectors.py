"""Reads: which messages are in force, which went out."""

from __future__ import annotations

import re

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.errors import NotFound
from notifications.models import CapMessage, MessageType

FEED_ENTRIES = 100
_IDENTIFIER = re.compile(r"[A-Za-z0-9.-]{1,120}")


def alerts_all() -> QuerySet[CapMessage]:
    """Every message that went out, the newest first."""
    return CapMessage.objects.order_by("-id")


def alerts_in_force() -> QuerySet[CapMessage]:
    """Alerts and updates that are not over, that no update has replaced and no cancel taken back."""
    later = CapMessage.objects.filter(references__contains=OuterRef("identifier"))
    return alerts_all().filter(~Exists(later), expires_at__gt=timezone.now()).exclude(message_type=MessageType.CANCEL)


def alerts_for_feed() -> list[CapMessage]:
    """The newest hundred, of every type: who reads the feed hears of cancels too."""
    return list(alerts_all()[:FEED_ENTRIES])


def alert_get(identifier: str) -> CapMessage:
    """The message of this name, or NotFound `alert_not_found`."""
    is_name = _IDENTIFIER.fullmatch(identifier) is not None
    message = CapMessage.objects.filter(identifier=identifier).first() if is_name else None
    if message is None:
        raise NotFound("alert_not_found", _("There is no alert of this name."))
    return message
