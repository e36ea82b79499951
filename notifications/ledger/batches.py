"""Taking rows of the ledger. No two senders get the same, and a row whose sender fell silent is taken by another."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from notifications.conf import BREAKER_PAUSE, LEASE, RESTART_GRACE
from notifications.models import BatchStatus
from notifications.targets import Condition

# A lease that ran out while the database was away is left to its holder for a moment, who comes back with its answers.
_CLAIM = """
    WITH due AS (
        SELECT b.id FROM notifications_noticebatch b JOIN notifications_notice n ON n.id = b.notice_id
        WHERE n.status = 'sending' AND b.priority BETWEEN %(first)s AND %(last)s AND {which} AND (
            (b.status = 'pending' AND b.not_before <= now()) OR (
                b.status = 'leased' AND b.lease_until < now()
                AND pg_postmaster_start_time() < now() - %(grace)s * interval '1 second'
            )
        )
        ORDER BY b.priority, b.not_before, b.id
        LIMIT %(limit)s FOR UPDATE OF b SKIP LOCKED
    )
    UPDATE notifications_noticebatch b
    SET status = 'leased', lease_id = %(lease)s, lease_until = now() + %(length)s * interval '1 second',
        attempts = b.attempts + 1
    FROM due WHERE due.id = b.id
    RETURNING b.id, b.notice_id, b.priority, b.lo, b.hi, b.planned, b.settled, b.sent, b.accepted, b.failed, b.attempts
"""
_RUNNING, _ONE = "n.paused_until IS NULL", "n.id = %(notice)s"
# One sender asks for everybody whether the trouble is over.
_PROBE = """
    UPDATE notifications_notice SET paused_until = now() + %s * interval '1 second' WHERE id = (
        SELECT n.id FROM notifications_notice n
        WHERE n.status = 'sending' AND n.paused_until <= now() AND EXISTS (
            SELECT 1 FROM notifications_noticebatch b
            WHERE b.notice_id = n.id AND b.priority BETWEEN %s AND %s AND b.status = 'pending' AND b.not_before <= now()
        ) ORDER BY n.paused_until LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING id
"""
_LOAD = """
    SELECT number, token, fid, language, suspect_count FROM notifications_device
    WHERE number BETWEEN %s AND %s AND {reach} ORDER BY number
"""


class Addressee(NamedTuple):
    """A device to send to."""

    number: int
    token: str
    fid: str
    language: str
    suspect_count: int


@dataclass(slots=True)
class Batch:
    """A row that is ours until its lease runs out, with what has happened since we took it."""

    id: int
    notice_id: uuid.UUID
    priority: int
    lo: int
    hi: int
    planned: int
    settled: bytearray
    sent: int
    accepted: int
    failed: int
    attempts: int
    lease_id: uuid.UUID
    is_probe: bool = False
    last_error: str = ""
    # For the next checkpoint: (number, token, reason, detail) that failed, numbers that were suspect and are well.
    failures: list[tuple[int, str, str, str]] = field(default_factory=list)
    cleared: list[int] = field(default_factory=list)

    def settle(self, number: int) -> None:
        """This device is done with, one way or the other."""
        place = number - self.lo
        self.settled[place >> 3] |= 1 << (place & 7)

    def is_settled(self, number: int) -> bool:
        place = number - self.lo
        return bool(self.settled[place >> 3] >> (place & 7) & 1)


def batches_claim(*, first: int, last: int, limit: int) -> list[Batch]:
    """Take up to `limit` due rows with a priority from `first` to `last`, the most urgent first."""
    return _claim(_RUNNING, first=first, last=last, limit=limit)


def probe_claim(*, first: int, last: int) -> Batch | None:
    """Take one row of a notice whose pause is over, to find out with a few messages; others wait for the answer."""
    with connection.cursor() as cursor:
        cursor.execute(_PROBE, [BREAKER_PAUSE.total_seconds(), first, last])
        row = cursor.fetchone()
    if row is None:
        return None
    found = _claim(_ONE, first=first, last=last, limit=1, notice=row[0])
    for batch in found:
        batch.is_probe = True
    return found[0] if found else None


def addressees_load(batch: Batch, reach: Condition) -> list[Addressee]:
    """The devices of a row that are still to be done."""
    condition, values = reach
    with connection.cursor() as cursor:
        cursor.execute(_LOAD.format(reach=condition), [batch.lo, batch.hi, *values])
        rows = cursor.fetchall()
    if not any(batch.settled):
        return [Addressee(*row) for row in rows]
    return [Addressee(*row) for row in rows if not batch.is_settled(row[0])]


def due() -> Q:
    """Rows that somebody should take now: their time has come, or their sender fell silent."""
    now = timezone.now()
    waiting = Q(status=BatchStatus.PENDING, not_before__lte=now)
    return waiting | Q(status=BatchStatus.LEASED, lease_until__lt=now)


def _claim(which: str, **values: Any) -> list[Batch]:
    lease_id = uuid.uuid4()
    times = {"length": LEASE.total_seconds(), "grace": RESTART_GRACE.total_seconds()}
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(which=which), {"lease": lease_id, **times, **values})
        return sorted((_batch(row, lease_id) for row in cursor.fetchall()), key=lambda b: (b.priority, b.id))


def _batch(row: tuple[Any, ...], lease_id: uuid.UUID) -> Batch:
    id_, notice_id, priority, lo, hi, planned, settled, sent, accepted, failed, attempts = row
    bits = bytearray(settled) or bytearray((hi - lo) // 8 + 1)
    return Batch(id_, notice_id, priority, lo, hi, planned, bits, sent, accepted, failed, attempts, lease_id)
