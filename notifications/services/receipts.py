"""Receipts of the app: this device has shown a notice, somebody has opened it."""

from __future__ import annotations

import uuid
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.errors import NotFound
from notifications.consent import receipts_allowed
from notifications.models import Device, Notice, Origin, Receipt
from notifications.readers import Reader, device_of
from notifications.services.inbox import inbox_mark

# Rows are kept so that a receipt said twice counts once, and no longer: what a person withdraws their consent to is
# gone within the 15 days that the law allows.
KEPT_FOR = timedelta(days=14)
SHARDS = 16
IN_AN_INBOX = (Origin.OFFICER, Origin.PERSONAL, Origin.TEST)

# One row after the other in one order: batches of many phones add to the same rows and must not wait in a circle.
_TICK = """
    INSERT INTO notifications_receipttick AS tick (notice_id, minute, shard, delivered, opened)
    SELECT notice_id, minute, %s, delivered, opened
    FROM unnest(%s::uuid[], %s::timestamptz[], %s::int[], %s::int[]) AS said (notice_id, minute, delivered, opened)
    ORDER BY notice_id, minute
    ON CONFLICT (notice_id, minute, shard)
    DO UPDATE SET delivered = tick.delivered + EXCLUDED.delivered, opened = tick.opened + EXCLUDED.opened
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What the app says of one notice. None: nothing."""

    notice_id: uuid.UUID
    delivered_at: datetime | None = None
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: whether it counts, and of which notices nothing is known here."""

    counted: bool
    ignored: list[uuid.UUID]


@transaction.atomic
def receipts_take(*, reader: Reader, user: Any, said: Iterable[Said]) -> Taken:
    """Take a batch from one device. Again is once; the earlier time wins; the future is now.

    What was opened is read. Nothing is counted or kept of who has not agreed to it. Raises NotFound for a device that
    is gone.
    """
    device_id = device_of(reader)
    _lock(device_id)
    merged = _merged(said)
    notices = _notices(reader, merged)
    true = {notice.pk: _clamped(merged[notice.pk], notice) for notice in notices}
    shown = {notice.pk for notice in notices if notice.origin in IN_AN_INBOX}
    inbox_mark(reader=reader, read={pk: one.opened_at for pk, one in true.items() if one.opened_at and pk in shown})
    counted = receipts_allowed(user=user, device_id=device_id)
    if counted:
        _record(device_id, true)
    return Taken(counted, ignored=[pk for pk in merged if pk not in true])


def receipts_purge() -> int:
    """Forget which device said what of notices that nobody reports on any more; the counts stay."""
    return Receipt.objects.filter(notice__sent_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def _lock(device_id: uuid.UUID) -> None:
    """Batches of one device come one after the other, and it does not disappear meanwhile."""
    if not Device.objects.select_for_update(no_key=True).filter(pk=device_id).exists():
        raise NotFound("device_not_found", _("No such device."))


def _merged(said: Iterable[Said]) -> dict[uuid.UUID, Said]:
    """Each notice once, with the earliest times."""
    found: dict[uuid.UUID, Said] = {}
    for one in said:
        before = found.get(one.notice_id, one)
        found[one.notice_id] = Said(
            one.notice_id,
            _earlier(before.delivered_at, one.delivered_at),
            _earlier(before.opened_at, one.opened_at),
        )
    return found


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(filter(None, (one, other)), default=None)


def _notices(reader: Reader, notice_ids: Iterable[uuid.UUID]) -> list[Notice]:
    """Those of them that were sent to this reader, not too long ago."""
    recent = Notice.objects.filter(pk__in=list(notice_ids), sent_at__gte=timezone.now() - KEPT_FOR)
    mine = recent.filter(topics__overlap=list(reader.topics)).exclude(origin=Origin.RECALL)
    return list(mine.only("sent_at", "origin"))


def _clamped(said: Said, notice: Notice) -> Said:
    """Clocks of phones go wrong: nothing was shown before it was sent, nor later than now."""
    now, sent_at = timezone.now(), notice.sent_at
    assert sent_at is not None  # _notices has asked for it
    times = [moment and max(sent_at, min(moment, now)) for moment in (said.delivered_at, said.opened_at)]
    return Said(said.notice_id, *times)


def _record(device_id: uuid.UUID, said: Mapping[uuid.UUID, Said]) -> None:
    """Keep the earlier times, and count what was heard for the first time."""
    before = {row.notice_id: row for row in Receipt.objects.filter(device_id=device_id, notice_id__in=said)}
    first: Counter[tuple[uuid.UUID, datetime, str]] = Counter()
    changed = []
    for pk in sorted(said):
        row = before.get(pk) or Receipt(device_id=device_id, notice_id=pk)
        earlier = [name for name in ("delivered_at", "opened_at") if _is_earlier(getattr(said[pk], name), row, name)]
        for name in earlier:
            moment = getattr(said[pk], name)
            first[pk, moment.replace(second=0, microsecond=0), name] += getattr(row, name) is None
            setattr(row, name, moment)
        changed += [row] if earlier else []
    Receipt.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["notice", "device"],
        update_fields=["delivered_at", "opened_at"],
    )
    _tick(device_id, +first)


def _is_earlier(moment: datetime | None, row: Receipt, name: str) -> bool:
    known = getattr(row, name)
    return moment is not None and (known is None or moment < known)


def _tick(device_id: uuid.UUID, first: Counter[tuple[uuid.UUID, datetime, str]]) -> None:
    minutes = sorted({(pk, minute) for pk, minute, _name in first})
    if not minutes:
        return
    counts = [[first[pk, minute, name] for pk, minute in minutes] for name in ("delivered_at", "opened_at")]
    pks, moments = ([pair[part] for pair in minutes] for part in (0, 1))
    with connection.cursor() as cursor:
        cursor.execute(_TICK, [zlib.crc32(device_id.bytes) % SHARDS, pks, moments, *counts])
