"""What workers are called for. A task carries an id and means "wake up": what there is to do stands in the database."""

from __future__ import annotations

import time
import uuid
from functools import lru_cache

from celery import shared_task
from django.core.cache import cache
from django.db.models import Count, F, Q
from django.utils import timezone

from notifications import doorbell, shutdown
from notifications.conf import BELLS, TASK_BUDGET_SECONDS
from notifications.engine import Engine
from notifications.ledger import batches, endings
from notifications.models import BatchStatus, Notice, NoticeBatch
from notifications.pace import Pace
from notifications.planner import notice_plan, notice_start
from notifications.priorities import PERSONAL, TAKES, priority_of, queue_of
from notifications.senders.base import Transport
from notifications.senders.credentials import project_id
from notifications.senders.firebase import FirebaseTransport
from notifications.senders.http2 import Http2Transport
from notifications.workflow import WAITING, Status

HEARTBEAT_KEY = "heartbeat:worker"
HEARTBEAT_TTL = 60


@shared_task(name="notifications.heartbeat")
def heartbeat() -> None:
    """Beat and a worker are alive, or this key would run out: /readyz reads it."""
    cache.set(HEARTBEAT_KEY, time.time(), HEARTBEAT_TTL)


@shared_task(name="notifications.start")
def start_notice(notice_id: str, queue: str = "notices") -> None:
    """Publish a notice whose time has come, call senders, and write the rest of its ledger while they send."""
    key = uuid.UUID(notice_id)
    notice = notice_start(notice_id=key) or Notice.objects.filter(pk=key, status=Status.SENDING).first()
    if notice is None:
        return
    queue = queue_of(priority_of(notice))
    doorbell.ring_send(key, queue, times=BELLS if not notice.is_planned else BELLS - 1)
    while notice_plan(notice_id=key):
        pass
    send_notice(notice_id, queue)


@shared_task(name="notifications.send")
def send_notice(notice_id: str, queue: str = "notices") -> None:
    """Send what is due, whichever notice it belongs to; ring for the next if time runs out first."""
    first, last = TAKES[queue]
    engine = Engine(transport_for(queue), Pace(project_id()), first=first, last=last, should_stop=shutdown.is_asked)
    if engine.run(seconds=TASK_BUDGET_SECONDS):
        doorbell.ring_send(uuid.UUID(notice_id), queue)


@lru_cache(maxsize=2)
def transport_for(queue: str) -> Transport:
    """The way that this process sends by, made when first needed (after a worker has forked)."""
    first, last = TAKES[queue]
    return FirebaseTransport() if first == last == PERSONAL else Http2Transport()


@shared_task(name="notifications.sweep")
def sweep() -> None:
    """Ring again for whatever is due: nothing waits for a bell that was lost, nor for a worker that died."""
    now = timezone.now()
    its_time = (Q(scheduled_at=None) | Q(scheduled_at__lte=now)) & (Q(held_until=None) | Q(held_until__lte=now))
    unplanned = Q(status=Status.SENDING, plan_to__gt=F("planned_to"))
    starting = Notice.objects.filter(Q(its_time, status__in=WAITING) | unplanned)
    for notice_id, kind in starting.values_list("pk", "kind")[:100]:
        doorbell.ring_start(notice_id, kind)
    for notice_id, queue, missing in _short_of_workers():
        doorbell.ring_send(notice_id, queue, times=missing)
    for notice_id in _all_closed():
        endings.notice_finish(notice_id=notice_id)


def _short_of_workers() -> list[tuple[uuid.UUID, str, int]]:
    """Notices with due batches, and how many more workers each could use."""
    live = Count("lease_id", distinct=True, filter=Q(status=BatchStatus.LEASED, lease_until__gte=timezone.now()))
    waiting = Count("pk", filter=batches.due())
    may_run = Q(notice__paused_until=None) | Q(notice__paused_until__lte=timezone.now())
    open_now = NoticeBatch.objects.filter(may_run, status__in=endings.OPEN, notice__status=Status.SENDING)
    rows = open_now.values_list("notice_id", "priority").annotate(live=live, waiting=waiting).order_by("priority")
    found = [
        (pk, queue_of(priority), min(due, BELLS - held)) for pk, priority, held, due in rows if due and held < BELLS
    ]
    return found[:100]


def _all_closed() -> list[uuid.UUID]:
    """Notices whose last worker died between the last batch and the last word."""
    sending = Notice.objects.filter(status=Status.SENDING, plan_to__lte=F("planned_to"))
    return list(sending.exclude(batches__status__in=endings.OPEN).values_list("pk", flat=True)[:100])
