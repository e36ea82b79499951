"""What workers are called for. A task carries an id and means "wake up": what there is to do stands in the database."""

from __future__ import annotations

import time
import uuid
from datetime import datetime

from celery import shared_task
from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from notifications import dispatch, doorbell, ledger
from notifications.conf import BELLS
from notifications.models import BatchStatus, Notice, NoticeBatch
from notifications.planner import notice_start
from notifications.workflow import WAITING, Status

HEARTBEAT_KEY = "heartbeat:worker"
HEARTBEAT_TTL = 60


@shared_task(name="notifications.heartbeat")
def heartbeat() -> None:
    """Beat and a worker are alive, or this key would run out: /readyz reads it."""
    cache.set(HEARTBEAT_KEY, time.time(), HEARTBEAT_TTL)


@shared_task(name="notifications.start")
def start_notice(notice_id: str) -> None:
    """Plan a notice whose time has come, call others, and begin to send."""
    notice = notice_start(notice_id=uuid.UUID(notice_id))
    if notice is None:
        return
    batches = NoticeBatch.objects.filter(notice=notice).count()
    doorbell.ring_send(notice.pk, notice.kind, times=min(batches, BELLS) - 1)
    dispatch.notice_send(notice_id=notice.pk, kind=notice.kind)


@shared_task(name="notifications.send")
def send_notice(notice_id: str) -> None:
    """Send what is due of a notice, if it is still being sent."""
    kind = Notice.objects.filter(pk=notice_id, status=Status.SENDING).values_list("kind", flat=True).first()
    if kind is not None:
        dispatch.notice_send(notice_id=uuid.UUID(notice_id), kind=kind)


@shared_task(name="notifications.sweep")
def sweep() -> None:
    """Ring again for whatever is due: nothing waits for a bell that was lost, nor for a worker that died."""
    now = timezone.now()
    its_time = Q(scheduled_at=None) | Q(scheduled_at__lte=now)
    for notice_id, kind in Notice.objects.filter(its_time, status__in=WAITING).values_list("pk", "kind")[:100]:
        doorbell.ring_start(notice_id, kind)
    for notice_id, kind, missing in _short_of_workers(now):
        doorbell.ring_send(notice_id, kind, times=missing)
    for notice_id in _all_closed():
        ledger.notice_finish(notice_id=notice_id)


def _short_of_workers(now: datetime) -> list[tuple[uuid.UUID, str, int]]:
    """Notices with due batches, and how many more workers each could use."""
    live = Count("pk", filter=Q(status=BatchStatus.LEASED, lease_until__gte=now))
    waiting = Count("pk", filter=ledger.due(now))
    open_now = NoticeBatch.objects.filter(status__in=ledger.OPEN, notice__status=Status.SENDING)
    rows = open_now.values_list("notice_id", "notice__kind").annotate(live=live, waiting=waiting).order_by("notice_id")
    found = [(pk, kind, min(due, BELLS - held)) for pk, kind, held, due in rows if due and held < BELLS]
    return found[:100]


def _all_closed() -> list[uuid.UUID]:
    """Notices whose last worker died between the last batch and the last word."""
    sending = Notice.objects.filter(status=Status.SENDING)
    return list(sending.exclude(batches__status__in=ledger.OPEN).values_list("pk", flat=True)[:100])
