"""The ledger: who holds which batch until when, how far it got, what comes later. Each function is a transaction."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.logging import get_logger
from notifications.conf import GIVE_UP_AFTER, LEASE, RETRY_BASE, RETRY_CAP, SLICE_SIZE, SUSPECT_LIMIT
from notifications.models import BatchStatus, DeliveryFailure, Device, DisabledReason, Notice, NoticeBatch
from notifications.selectors import audience
from notifications.senders.base import Outcome, Outgoing, Result
from notifications.workflow import Status, require_move

log = get_logger(__name__)

OPEN = (BatchStatus.PENDING, BatchStatus.LEASED)
EXPIRED = "expired"
Sent = list[tuple[Outgoing, Result]]


def due(now: datetime) -> Q:
    """Batches that somebody should take now: their time has come, or their worker fell silent."""
    waiting = Q(status=BatchStatus.PENDING, not_before__lte=now)
    return waiting | Q(status=BatchStatus.LEASED, lease_until__lt=now)


def deadline(notice: Notice) -> datetime:
    """When what has not been delivered is given up."""
    latest = (notice.sent_at or timezone.now()) + GIVE_UP_AFTER
    return min(latest, notice.valid_until) if notice.valid_until else latest


@transaction.atomic
def batch_claim(*, notice_id: uuid.UUID) -> NoticeBatch | None:
    """Take a due batch of a notice that is being sent; None if there is none. No two workers get the same."""
    now = timezone.now()
    free = NoticeBatch.objects.select_for_update(skip_locked=True, of=("self",)).select_related("notice")
    batch = (
        free.filter(due(now), notice_id=notice_id, notice__status=Status.SENDING).order_by("not_before", "id").first()
    )
    if batch is None:
        return None
    batch.status, batch.lease_id, batch.lease_until = BatchStatus.LEASED, uuid.uuid4(), now + LEASE
    batch.attempts += 1
    batch.save(update_fields=["status", "lease_id", "lease_until", "attempts"])
    return batch


def range_next(batch: NoticeBatch) -> list[Device]:
    """The next devices of the batch's range that have not been tried; empty at its end."""
    if batch.done_to == batch.hi:
        return []
    rest = audience(batch.notice.topics).filter(pk__lte=batch.hi)
    rest = rest.filter(pk__gte=batch.lo) if batch.done_to is None else rest.filter(pk__gt=batch.done_to)
    return list(rest.order_by("pk").only("pk", "token", "language")[:SLICE_SIZE])


def retry_next(ids: list[uuid.UUID]) -> list[Device]:
    """Those of these devices that can still be reached."""
    found = Device.objects.filter(pk__in=ids, is_active=True, token__isnull=False)
    return list(found.order_by("pk").only("pk", "token", "language"))


@transaction.atomic
def slice_record(
    batch: NoticeBatch, sent: Sent, *, done_to: uuid.UUID | None, retry_ids: list[uuid.UUID]
) -> NoticeBatch | None:
    """Write down what became of a slice and renew the lease; None if the batch is not ours any more or is stopped."""
    held = NoticeBatch.objects.select_for_update(of=("self",)).select_related("notice")
    mine = held.filter(pk=batch.pk, lease_id=batch.lease_id, status=BatchStatus.LEASED).first()
    if mine is None:
        log.warning("lease_lost", batch=batch.pk)
        return None
    _count(mine, sent)
    mine.done_to, mine.retry_ids = done_to, retry_ids
    mine.lease_until = timezone.now() + LEASE
    _note_failures(mine.notice_id, sent)
    _tell_devices(sent)
    bad = next((result for _outgoing, result in sent if result.outcome is Outcome.BAD_MESSAGE), None)
    if bad is not None or mine.notice.status != Status.SENDING:
        mine.status = BatchStatus.STOPPED
    mine.save()
    if bad is not None:
        _notice_stop(mine.notice_id, _("Firebase refuses the message: %(detail)s") % {"detail": bad.detail})
    return mine if mine.status == BatchStatus.LEASED else None


@transaction.atomic
def batch_release(batch: NoticeBatch, *, retry_after: float) -> None:
    """End a pass: done, or once more for those who said "later", after a while that the row carries."""
    mine = NoticeBatch.objects.select_for_update().filter(pk=batch.pk, lease_id=batch.lease_id).first()
    if mine is None or mine.status != BatchStatus.LEASED:
        return
    mine.lease_id = mine.lease_until = None
    if mine.retry_ids:
        mine.status, mine.not_before = BatchStatus.PENDING, timezone.now() + backoff(mine.attempts, retry_after)
    else:
        _close(mine)
    mine.save()


@transaction.atomic
def batch_expire(batch: NoticeBatch) -> None:
    """Give up what is left of a batch: each device that was not reached gets a failure that says so."""
    mine = NoticeBatch.objects.select_for_update().filter(pk=batch.pk, lease_id=batch.lease_id).first()
    if mine is None or mine.status != BatchStatus.LEASED:
        return
    left = audience(batch.notice.topics).filter(pk__gte=mine.lo, pk__lte=mine.hi)
    if mine.done_to is not None:
        left = left.filter(pk__gt=mine.done_to)
    ids = {*left.values_list("pk", flat=True), *mine.retry_ids}
    rows = [DeliveryFailure(notice_id=mine.notice_id, device_id=pk, reason=EXPIRED) for pk in sorted(ids)]
    DeliveryFailure.objects.bulk_create(rows, ignore_conflicts=True)
    mine.failed += len(ids)
    mine.done_to, mine.retry_ids = mine.hi, []
    mine.lease_id = mine.lease_until = None
    _close(mine)
    mine.save()


def backoff(attempts: int, retry_after: float) -> timedelta:
    """At least what they asked for and never under the base; above it exponential with full jitter, capped."""
    floor = max(RETRY_BASE.total_seconds(), retry_after)
    spread = min(RETRY_CAP.total_seconds(), RETRY_BASE.total_seconds() * 2 ** min(attempts, 16))
    return timedelta(seconds=floor + random.uniform(0, spread))


def notice_finish(*, notice_id: uuid.UUID) -> bool:
    """Close a notice whose batches are all closed; False if it is not its time."""
    if _open_batches(notice_id).exists():
        return False
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(pk=notice_id, status=Status.SENDING).first()
        if notice is None or _open_batches(notice_id).exists():
            return False
        _add_up(notice)
        expired = DeliveryFailure.objects.filter(notice=notice, reason=EXPIRED).exists()
        if expired and not notice.accepted_count:
            require_move(notice.status, Status.FAILED)
            notice.status, notice.status_reason = Status.FAILED, _("Nobody could be reached in time.")
        else:
            require_move(notice.status, Status.SENT)
            notice.status = Status.SENT
        notice.finished_at = timezone.now()
        notice.save()
    return True


def _open_batches(notice_id: uuid.UUID) -> QuerySet[NoticeBatch]:
    return NoticeBatch.objects.filter(notice_id=notice_id, status__in=OPEN)


def _close(batch: NoticeBatch) -> None:
    batch.status = BatchStatus.DONE
    settled = batch.accepted + batch.failed
    batch.planned = max(batch.planned, settled)
    batch.skipped = batch.planned - settled


def _count(batch: NoticeBatch, sent: Sent) -> None:
    outcomes = [result.outcome for _outgoing, result in sent]
    batch.sent += len(sent)
    batch.accepted += outcomes.count(Outcome.ACCEPTED)
    batch.failed += sum(outcome not in (Outcome.ACCEPTED, Outcome.RETRY, Outcome.BAD_MESSAGE) for outcome in outcomes)
    errors = [result for _outgoing, result in sent if result.outcome is not Outcome.ACCEPTED]
    if errors:
        batch.last_error = f"{errors[-1].reason}: {errors[-1].detail}"[:300]


def _note_failures(notice_id: uuid.UUID, sent: Sent) -> None:
    lasting = (Outcome.GONE, Outcome.SUSPECT, Outcome.FAILED)
    rows = [
        DeliveryFailure(
            notice_id=notice_id, device_id=outgoing.device_id, reason=result.reason[:40], detail=result.detail[:300]
        )
        for outgoing, result in sent
        if result.outcome in lasting
    ]
    DeliveryFailure.objects.bulk_create(rows, ignore_conflicts=True)


def _tell_devices(sent: Sent) -> None:
    """Disable what Firebase calls gone, count what it calls invalid. A token renewed meanwhile is left alone."""
    tokens: dict[str, list[str]] = {}
    for outgoing, result in sent:
        key = result.reason if result.outcome is Outcome.GONE else result.outcome.value
        tokens.setdefault(key, []).append(outgoing.token)
    now = timezone.now()
    for reason in (DisabledReason.UNREGISTERED, DisabledReason.SENDER_ID_MISMATCH):
        if reason.value in tokens:
            gone = Device.objects.filter(token__in=tokens[reason.value])
            gone.update(is_active=False, disabled_reason=reason, disabled_at=now)
    if "accepted" in tokens:
        Device.objects.filter(token__in=tokens["accepted"], suspect_count__gt=0).update(suspect_count=0)
    if "suspect" in tokens:
        suspects = Device.objects.filter(token__in=tokens["suspect"])
        suspects.update(suspect_count=F("suspect_count") + 1)
        hopeless = suspects.filter(suspect_count__gte=SUSPECT_LIMIT)
        hopeless.update(is_active=False, disabled_reason=DisabledReason.INVALID_TOKEN, disabled_at=now)


def _notice_stop(notice_id: uuid.UUID, reason: str) -> None:
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.status != Status.SENDING:
        return
    require_move(notice.status, Status.FAILED)
    NoticeBatch.objects.filter(notice=notice, status=BatchStatus.PENDING).update(status=BatchStatus.STOPPED)
    _add_up(notice)
    notice.status, notice.status_reason, notice.finished_at = Status.FAILED, reason[:500], timezone.now()
    notice.save()
    log.error("notice_stopped", notice_id=str(notice_id), reason=reason)


def _add_up(notice: Notice) -> None:
    batches = NoticeBatch.objects.filter(notice=notice)
    sums = batches.aggregate(p=Sum("planned", default=0), a=Sum("accepted", default=0), f=Sum("failed", default=0))
    notice.planned_count, notice.accepted_count, notice.failed_count = sums["p"], sums["a"], sums["f"]
