"""Read marks, and what was put away."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.errors import NotFound
from notifications.inbox import inbox
from notifications.models import InboxRead
from notifications.readers import Reader


def inbox_read(*, reader: Reader, notice_id: uuid.UUID) -> None:
    """Mark one notice of this inbox as read; again is once. Raises NotFound for one that is not in it."""
    _check_shown(reader, notice_id)
    inbox_mark(reader=reader, read={notice_id: timezone.now()})


def inbox_read_all(*, reader: Reader) -> None:
    """Mark everything that this inbox shows as read."""
    now = timezone.now()
    unread = inbox(reader).filter(is_read=False).values_list("pk", flat=True)
    inbox_mark(reader=reader, read=dict.fromkeys(unread, now))


def inbox_mark(*, reader: Reader, read: dict[uuid.UUID, datetime]) -> None:
    """Write read marks for notices that the caller has found; those that are there stay as they are."""
    marks = [InboxRead(**reader.owner(), notice_id=pk, read_at=read[pk]) for pk in _in_order(read)]
    InboxRead.objects.bulk_create(marks, ignore_conflicts=True, batch_size=1000)


@transaction.atomic
def inbox_archive(*, reader: Reader, notice_id: uuid.UUID) -> None:
    """Put one notice away; it counts as read. Again is once. Raises NotFound for one that is not in this inbox."""
    _check_shown(reader, notice_id)
    now = timezone.now()
    inbox_mark(reader=reader, read={notice_id: now})
    InboxRead.objects.filter(reader.owns(), notice=notice_id, archived_at=None).update(archived_at=now)


def inbox_unarchive(*, reader: Reader, notice_id: uuid.UUID) -> None:
    """Take one notice out again; it stays read. Raises NotFound for one that is not in this inbox."""
    _check_shown(reader, notice_id)
    InboxRead.objects.filter(reader.owns(), notice=notice_id).update(archived_at=None)


def _check_shown(reader: Reader, notice_id: uuid.UUID) -> None:
    if not inbox(reader).filter(pk=notice_id).exists():
        raise NotFound("notice_not_found", _("No such notice."))


def _in_order(notice_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Two devices of one person that mark the same notices then wait for each other, and not in a circle."""
    return sorted(notice_ids)
