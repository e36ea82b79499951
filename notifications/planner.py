"""Cuts an audience into batches by ranges of device numbers: one pass in the database, no list of devices in memory."""

from __future__ import annotations

import uuid

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.cap.issue import cap_issue
from notifications.conf import BATCH_SIZE, BATCH_WIDTH, PLAN_SLICE
from notifications.ledger.endings import notice_end
from notifications.models import Device, Notice
from notifications.priorities import priority_of
from notifications.services.audience_sync import audience_sync
from notifications.targets import targets_of
from notifications.topics import is_private
from notifications.workflow import WAITING, Status, require_move

# Numbers count up, so a device that registers from now on lies behind the last range. A row spans so many numbers at
# most, since its bitmap has a bit for each.
_CUT = """
    INSERT INTO notifications_noticebatch
        (notice_id, priority, lo, hi, planned, status, not_before, attempts, settled,
         sent, accepted, failed, skipped, last_error)
    SELECT %s::uuid, %s::smallint, min(number), max(number), count(*), 'pending', now(), 0, '', 0, 0, 0, 0, ''
    FROM (
        SELECT number, (row_number() OVER (ORDER BY number) - 1) / %s::bigint AS chunk, number / %s::bigint AS stretch
        FROM notifications_device
        WHERE number > %s AND number <= %s AND {reach}
    ) AS audience
    GROUP BY chunk, stretch ORDER BY min(number)
    RETURNING planned
"""


@transaction.atomic
def notice_start(*, notice_id: uuid.UUID) -> Notice | None:
    """Publish a notice whose time has come, and write the first part of its ledger; None if there is nothing to start.

    Safe to call from anywhere and as often as one likes: the row lock and the status let one caller through. The rest
    of the ledger is written by `notice_plan`, while others send.
    """
    now = timezone.now()
    notice = Notice.objects.select_for_update(skip_locked=True).filter(pk=notice_id, status__in=WAITING).first()
    if notice is None or any(at is not None and at > now for at in (notice.scheduled_at, notice.held_until)):
        return None
    if notice.valid_until is not None and notice.valid_until <= now:
        notice_end(notice, Status.FAILED, _("Its validity ran out before it could be sent."))
        return None
    require_move(notice.status, Status.SENDING)
    notice.status, notice.sent_at = Status.SENDING, now
    audience_sync(notice.audience)
    notice.plan_to = Device.objects.aggregate(last=Max("number"))["last"] or 0
    notice.save()
    cap_issue(notice)
    _plan_slice(notice)
    return notice


@transaction.atomic
def notice_plan(*, notice_id: uuid.UUID) -> bool:
    """Write the next part of a notice's ledger; False if there is none, or another is writing it."""
    locked = Notice.objects.select_for_update(skip_locked=True).filter(pk=notice_id, status=Status.SENDING)
    notice = locked.first()
    if notice is None or notice.is_planned:
        return False
    _plan_slice(notice)
    return not notice.is_planned


def _plan_slice(notice: Notice) -> None:
    last = notice.plan_to or 0
    # Few are meant, and the index finds them at once: nothing is won by looking slice by slice.
    is_narrow = all(is_private(topic) for topic in notice.topics)
    until = last if is_narrow else min(last, notice.planned_to + PLAN_SLICE)
    notice.planned_count += _cut(notice, notice.planned_to, until)
    notice.planned_to = until
    notice.save(update_fields=["planned_count", "planned_to", "updated_at"])
    if notice.is_planned and notice.planned_count == 0:
        notice_end(notice, Status.SENT, "")  # nobody to push to, but still in the inboxes


def _cut(notice: Notice, after: int, until: int) -> int:
    reach, values = targets_of(notice)
    with connection.cursor() as cursor:
        cursor.execute(
            _CUT.format(reach=reach),
            [notice.pk, priority_of(notice), BATCH_SIZE, BATCH_WIDTH, after, until, *values],
        )
        return sum(row[0] for row in cursor.fetchall())
