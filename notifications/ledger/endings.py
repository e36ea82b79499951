"""How sending ends: everybody is done with, the message is refused, time is up, or nearly everything fails."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet, Sum
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.logging import get_logger
from notifications.conf import BREAKER_PAUSE, BREAKER_PAUSE_CAP, GIVE_UP_AFTER, RETRY_BASE, RETRY_CAP
from notifications.models import BatchStatus, DeliveryFailure, Notice, NoticeBatch, NoticeTick
from notifications.workflow import Status, require_move

log = get_logger(__name__)

OPEN = (BatchStatus.PENDING, BatchStatus.LEASED)
EXPIRED = "expired"


def deadline(notice: Notice) -> datetime:
    """When what has not been delivered is given up."""
    latest = (notice.sent_at or timezone.now()) + GIVE_UP_AFTER
    return min(latest, notice.valid_until) if notice.valid_until else latest


def backoff(attempts: int, retry_after: float) -> timedelta:
    """At least what they asked for and never under the base; above it exponential with full jitter, capped."""
    floor = max(RETRY_BASE.total_seconds(), retry_after)
    spread = min(RETRY_CAP.total_seconds(), RETRY_BASE.total_seconds() * 2 ** min(attempts, 16))
    return timedelta(seconds=floor + random.uniform(0, spread))


def notice_end(notice: Notice, status: Status, reason: str) -> None:
    """Close a notice that is held by the caller's transaction."""
    require_move(notice.status, status)
    notice.status, notice.status_reason, notice.finished_at = status, reason[:500], timezone.now()
    notice.paused_until = None
    _add_up(notice)
    notice.save()


@transaction.atomic
def notice_finish(*, notice_id: uuid.UUID) -> bool:
    """Close a notice whose ledger is written and done with; False if it is not its time."""
    notice = Notice.objects.select_for_update().filter(pk=notice_id, status=Status.SENDING).first()
    if notice is None or not notice.is_planned or _open_batches(notice_id).exists():
        return False
    expired = DeliveryFailure.objects.filter(notice=notice, reason=EXPIRED).exists()
    _add_up(notice)
    if expired and not notice.accepted_count:
        notice_end(notice, Status.FAILED, _("Nobody could be reached in time."))
    else:
        notice_end(notice, Status.SENT, "")
    return True


@transaction.atomic
def notice_stop(*, notice_id: uuid.UUID, detail: str) -> None:
    """Firebase refuses the message itself: nobody else is sent it."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    if notice.status != Status.SENDING:
        return
    _open_batches(notice_id).filter(status=BatchStatus.PENDING).update(status=BatchStatus.STOPPED)
    notice.plan_to = notice.planned_to
    notice_end(notice, Status.FAILED, _("Firebase refuses the message: %(detail)s") % {"detail": detail})
    log.error("notice_stopped", notice_id=str(notice_id), detail=detail[:300])


def notice_pause(*, notice_id: uuid.UUID, trouble: str, retry_after: float = 0.0) -> None:
    """Nearly everything fails: nobody sends it for a while, longer the longer it lasts. Its page says so."""
    now = timezone.now()
    notice = Notice.objects.only("sent_at").get(pk=notice_id)
    well = NoticeTick.objects.filter(notice_id=notice_id, accepted__gt=0).aggregate(at=Max("at"))["at"]
    pause = min(BREAKER_PAUSE_CAP, max(BREAKER_PAUSE, (now - (well or notice.sent_at or now)) / 20))
    pause = max(pause, timedelta(seconds=retry_after))
    sending = Notice.objects.filter(pk=notice_id, status=Status.SENDING)
    if sending.update(paused_until=now + pause, trouble=trouble[:300]):
        log.error("notice_paused", notice_id=str(notice_id), seconds=pause.total_seconds(), detail=trouble[:300])


def notice_resume(*, notice_id: uuid.UUID) -> None:
    """It works again: who waits for that has waited long enough, and the pace spreads them out."""
    waiting = NoticeBatch.objects.filter(notice_id=notice_id, status=BatchStatus.PENDING)
    waiting.filter(not_before__gt=Now()).update(not_before=Now())
    Notice.objects.filter(pk=notice_id).update(paused_until=None, trouble="")
    log.info("notice_resumed", notice_id=str(notice_id))


def notice_alert(*, notice_id: uuid.UUID, trouble: str) -> None:
    """Something that a person has to mend, while sending goes on."""
    Notice.objects.filter(pk=notice_id, trouble="").update(trouble=trouble[:300])


def _open_batches(notice_id: uuid.UUID) -> QuerySet[NoticeBatch]:
    return NoticeBatch.objects.filter(notice_id=notice_id, status__in=OPEN)


def _add_up(notice: Notice) -> None:
    batches = NoticeBatch.objects.filter(notice=notice)
    sums = batches.aggregate(p=Sum("planned", default=0), a=Sum("accepted", default=0), f=Sum("failed", default=0))
    notice.planned_count, notice.accepted_count, notice.failed_count = sums["p"], sums["a"], sums["f"]
