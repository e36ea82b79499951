"""Writing down what was answered: all batches of a sender in one transaction, several times a second."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from notifications.conf import LEASE, SUSPECT_LIMIT
from notifications.ledger.batches import Batch
from notifications.models import BatchStatus, DisabledReason

# Absolute figures of rows that nobody else may write: said twice after a broken connection, they say the same.
_WRITE = """
    UPDATE notifications_noticebatch b SET
        settled = v.settled, sent = v.sent, accepted = v.accepted, failed = v.failed, last_error = v.last_error,
        attempts = v.attempts, status = v.status, not_before = now() + v.wait,
        planned = greatest(b.planned, v.accepted + v.failed),
        skipped = CASE WHEN v.status = 'done'
            THEN greatest(b.planned, v.accepted + v.failed) - v.accepted - v.failed ELSE b.skipped END,
        lease_until = CASE WHEN v.status = 'leased' THEN now() + %s * interval '1 second' END,
        lease_id = CASE WHEN v.status = 'leased' THEN b.lease_id END
    FROM unnest(
        %s::bigint[], %s::uuid[], %s::bytea[], %s::int[], %s::int[], %s::int[], %s::text[], %s::int[], %s::text[],
        %s::interval[]
    ) AS v(id, lease_id, settled, sent, accepted, failed, last_error, attempts, status, wait)
    WHERE b.id = v.id AND b.lease_id = v.lease_id AND b.status = 'leased'
    RETURNING b.id
"""
_FAILURES = """
    INSERT INTO notifications_deliveryfailure (notice_id, device_id, reason, detail, at)
    SELECT v.notice_id, d.id, v.reason, v.detail, now()
    FROM unnest(%s::uuid[], %s::bigint[], %s::text[], %s::text[]) AS v(notice_id, number, reason, detail)
    JOIN notifications_device d ON d.number = v.number
    ON CONFLICT ON CONSTRAINT failure_once DO NOTHING
    RETURNING device_id, reason
"""
# A token that was renewed meanwhile is left alone: what was said of the old one is not said of it.
_GONE = """
    UPDATE notifications_device d SET is_active = false, disabled_reason = v.reason, disabled_at = now()
    FROM (
        SELECT d.id, v.reason FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS v(number, token, reason)
        JOIN notifications_device d ON d.number = v.number AND coalesce(d.token, d.fid) = v.token
        ORDER BY d.number FOR UPDATE OF d
    ) v WHERE d.id = v.id
"""
_SUSPECT = """
    UPDATE notifications_device d SET
        suspect_count = d.suspect_count + 1, is_active = d.is_active AND d.suspect_count + 1 < %(limit)s,
        disabled_reason = CASE WHEN d.suspect_count + 1 < %(limit)s THEN d.disabled_reason ELSE %(reason)s END,
        disabled_at = CASE WHEN d.suspect_count + 1 < %(limit)s THEN d.disabled_at ELSE now() END
    FROM (SELECT id FROM notifications_device WHERE id = ANY(%(ids)s) ORDER BY number FOR UPDATE) v WHERE d.id = v.id
"""
_CLEARED = """
    UPDATE notifications_device d SET suspect_count = 0
    FROM (SELECT id FROM notifications_device WHERE number = ANY(%s) ORDER BY number FOR UPDATE) v WHERE d.id = v.id
"""
_TICK = """
    INSERT INTO notifications_noticetick (id, notice_id, at, sent, accepted, failed)
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[], %s::int[], %s::int[], %s::int[])
    ON CONFLICT (id) DO NOTHING
"""
_NOTICES = "SELECT id, status, paused_until IS NOT NULL FROM notifications_notice WHERE id = ANY(%s)"
GONE_REASONS = (DisabledReason.UNREGISTERED.value, DisabledReason.SENDER_ID_MISMATCH.value)
INVALID_TOKEN = DisabledReason.INVALID_TOKEN.value


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch as it stands, and what becomes of the row: kept, given back for later, or closed."""

    batch: Batch
    status: BatchStatus
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Tick:
    """What was answered for one notice since the last checkpoint."""

    id: uuid.UUID
    notice_id: uuid.UUID
    at: Any
    sent: int
    accepted: int
    failed: int


@dataclass(frozen=True, slots=True)
class Written:
    """The ids of the rows that were still ours, and where their notices stand: (status, is it paused)."""

    kept: set[int]
    notices: dict[uuid.UUID, tuple[str, bool]]


@transaction.atomic
def checkpoint_write(entries: Sequence[Entry], ticks: Sequence[Tick]) -> Written:
    """Write down all of it or nothing. Safe to repeat when nobody knows whether it was written."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [LEASE.total_seconds(), *_columns(entries)])
        kept = {row[0] for row in cursor.fetchall()}
        batches = [entry.batch for entry in entries if entry.batch.id in kept]
        _write_failures(cursor, batches)
        if cleared := [number for batch in batches for number in batch.cleared]:
            cursor.execute(_CLEARED, [cleared])
        if ticks:
            rows = [(t.id, t.notice_id, t.at, t.sent, t.accepted, t.failed) for t in ticks]
            cursor.execute(_TICK, [list(column) for column in zip(*rows, strict=True)])
        cursor.execute(_NOTICES, [list({entry.batch.notice_id for entry in entries})])
        notices = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
    return Written(kept, notices)


def _columns(entries: Sequence[Entry]) -> list[list[Any]]:
    rows = [
        (
            entry.batch.id, entry.batch.lease_id, bytes(entry.batch.settled), entry.batch.sent, entry.batch.accepted,
            entry.batch.failed, entry.batch.last_error[:300], entry.batch.attempts, entry.status.value, entry.wait,
        )
        for entry in entries
    ]  # fmt: skip
    return [list(column) for column in zip(*rows, strict=True)]


def _write_failures(cursor: Any, batches: Sequence[Batch]) -> None:
    """A row for each device that failed, and what that means for the device. Nothing counts twice."""
    failures = [(batch.notice_id, *failure) for batch in batches for failure in batch.failures]
    if not failures:
        return
    notices, numbers, _tokens, reasons, details = (list(column) for column in zip(*failures, strict=True))
    cursor.execute(_FAILURES, [notices, numbers, reasons, details])
    suspects = [device_id for device_id, reason in cursor.fetchall() if reason == INVALID_TOKEN]
    if suspects:
        cursor.execute(_SUSPECT, {"ids": suspects, "limit": SUSPECT_LIMIT, "reason": INVALID_TOKEN})
    gone = [(number, token, reason) for _id, number, token, reason, _d in failures if reason in GONE_REASONS]
    if gone:
        cursor.execute(_GONE, [list(column) for column in zip(*gone, strict=True)])
