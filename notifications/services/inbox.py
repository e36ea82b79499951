"""Read marks."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from backend.common.errors import NotFound
from notifications.models import InboxRead
from notifications.selectors import Reader, inbox


def inbox_read(*, reader: Reader, notice_id: uuid.UUID) -> None:
    """Mark one notice of this inbox as read; again is once. Raises NotFound for one that is not in it."""
    if not inbox(reader).filter(pk=notice_id).exists():
        raise NotFound("notice_not_found", _("No such notice."))
    _mark(reader, [notice_id])


def inbox_read_all(*, reader: Reader) -> None:
    """Mark everything that this inbox shows as read."""
    _mark(reader, list(inbox(reader).filter(is_read=False).values_list("pk", flat=True)))


def _mark(reader: Reader, notice_ids: list[uuid.UUID]) -> None:
    device_id = None if reader.user_id else reader.device_id
    marks = [InboxRead(user_id=reader.user_id, device_id=device_id, notice_id=notice_id) for notice_id in notice_ids]
    InboxRead.objects.bulk_create(marks, ignore_conflicts=True, batch_size=1000)
