"""Cuts an audience into batches by ranges of device keys: one pass in the database, no list of devices in memory."""

from __future__ import annotations

import uuid

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.conf import BATCH_SIZE
from notifications.models import Notice
from notifications.workflow import WAITING, Status, require_move

# Keys are time ordered, so a device that registers from now on lies behind the last range. min() of a uuid exists only
# in newer PostgreSQL; in the C collation the text orders alike.
_CUT = """
    INSERT INTO notifications_noticebatch
        (notice_id, lo, hi, planned, status, not_before, attempts, retry_ids,
         sent, accepted, failed, skipped, last_error)
    SELECT %s::uuid, min(key)::uuid, max(key)::uuid, count(*), 'pending', now(), 0, '{}', 0, 0, 0, 0, ''
    FROM (
        SELECT id::text COLLATE "C" AS key, (row_number() OVER (ORDER BY id) - 1) / %s::bigint AS chunk
        FROM notifications_device
        WHERE is_active AND token IS NOT NULL AND topics && %s::varchar[]
    ) AS audience
    GROUP BY chunk ORDER BY chunk
    RETURNING planned
"""


@transaction.atomic
def notice_start(*, notice_id: uuid.UUID) -> Notice | None:
    """Write the ledger of a notice whose time has come; None if there is nothing to start (any more, or yet).

    Safe to call from anywhere and as often as one likes: the row lock and the status let one caller through.
    """
    now = timezone.now()
    waiting = Notice.objects.select_for_update(skip_locked=True).filter(pk=notice_id, status__in=WAITING)
    notice = waiting.first()
    if notice is None or (notice.scheduled_at is not None and notice.scheduled_at > now):
        return None
    if notice.valid_until is not None and notice.valid_until <= now:
        _end(notice, Status.FAILED, _("Its validity ran out before it could be sent."))
        return None
    require_move(notice.status, Status.SENDING)
    notice.status, notice.sent_at = Status.SENDING, now
    notice.planned_count = _cut(notice)
    notice.save()
    if notice.planned_count == 0:
        _end(notice, Status.SENT, "")  # nobody to push to, but still in the inboxes
        return None
    return notice


def _cut(notice: Notice) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_CUT, [notice.pk, BATCH_SIZE, notice.topics])
        return sum(row[0] for row in cursor.fetchall())


def _end(notice: Notice, status: Status, reason: str) -> None:
    require_move(notice.status, status)
    notice.status, notice.status_reason, notice.finished_at = status, reason, timezone.now()
    notice.save()
