"""Emergencies, as other systems hear of them."""

from __future__ import annotations

from typing import Any

from notifications.cap.issue import cap_issue
from notifications.models import CapMessage, Kind, Notice
from tests.factories.notifications import NoticeFactory


def emergency(**values: Any) -> Notice:
    """An officer's emergency that is being sent; nobody else has been told yet."""
    audience = values.pop("audience", "area:24611")
    notice = NoticeFactory.create(sent=True, **{"kind": Kind.EMERGENCY, **values})
    notice.address_to(audience)
    notice.save()
    return notice


def alert(**values: Any) -> CapMessage:
    """The message about such an emergency."""
    message = cap_issue(emergency(**values))
    assert message is not None
    return message
