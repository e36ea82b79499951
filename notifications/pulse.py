"""Reads: how a notice is doing, for the page that lives. From the ledger's sums, never by counting devices."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Notice, NoticeTick, ReceiptTick
from notifications.selectors import Progress, failure_reasons, notice_progress
from notifications.workflow import Status

SHARES = (50, 95, 100)
# What lasted less is drawn by the second.
SHORT = timedelta(minutes=5)
LIVE = (Status.APPROVED, Status.SENDING)
# What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened in one minute, or one second."""

    at: datetime
    sent: int
    accepted: int
    failed: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """One notice now. `sent` counts requests, retries included; the rest counts devices."""

    status: str
    is_live: bool
    paused_until: datetime | None
    trouble: str
    planned: int
    sent: int
    accepted: int
    failed: int
    skipped: int
    waiting: int
    percent: int
    delivered: int
    opened: int
    reasons: list[dict[str, Any]]
    step_seconds: int
    series: list[Moment]
    # Seconds from the first push until this share of the devices was settled; None until then.
    time_to: dict[int, float | None]


def pulse(notice: Notice) -> Pulse:
    """Everything that the page shows, in five small reads."""
    progress = notice_progress(notice)
    receipts = ReceiptTick.objects.filter(notice=notice).aggregate(
        delivered=Sum("delivered", default=0), opened=Sum("opened", default=0)
    )
    step = _step_of(notice)
    return Pulse(
        status=notice.status,
        is_live=notice.status in LIVE,
        paused_until=notice.paused_until if _is_paused(notice) else None,
        trouble=notice.trouble,
        planned=progress.planned,
        sent=progress.requests,
        accepted=progress.accepted,
        failed=progress.failed,
        skipped=progress.skipped,
        waiting=progress.waiting,
        percent=progress.percent,
        reasons=failure_reasons(notice),
        step_seconds=step,
        series=_series(notice, step),
        time_to=_time_to(notice, progress),
        **receipts,
    )


def pulse_csv(notice: Notice) -> list[list[str]]:
    """The same as rows for a spreadsheet: figures, reasons, then the course of it."""
    now = pulse(notice)
    figures = ("planned", "sent", "accepted", "failed", "skipped", "waiting", "delivered", "opened")
    rows = [[_("Notice"), notice.title], [_("Status"), str(Status(notice.status).label)]]
    rows += [[name, str(getattr(now, name))] for name in figures]
    rows += [[f"seconds_to_{share}", "" if spent is None else f"{spent:.1f}"] for share, spent in now.time_to.items()]
    rows += [["reason", "devices"], *([str(row["reason"]), str(row["devices"])] for row in now.reasons)]
    rows += [["at", "sent", "accepted", "failed"]]
    rows += [[moment.at.isoformat(), *map(str, list(asdict(moment).values())[1:])] for moment in now.series]
    return [[defused(cell) for cell in row] for row in rows]


def defused(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _is_paused(notice: Notice) -> bool:
    return notice.paused_until is not None and notice.paused_until > timezone.now()


def _step_of(notice: Notice) -> int:
    """Seconds between two points of the series."""
    last = NoticeTick.objects.filter(notice=notice).aggregate(last=Max("at"))["last"]
    is_short = last is None or notice.sent_at is None or last - notice.sent_at < SHORT
    return 1 if is_short else 60


def _series(notice: Notice, step: int) -> list[Moment]:
    statement = """
        SELECT date_bin(make_interval(secs => %s), at, 'epoch'::timestamptz) AS moment,
               sum(sent)::bigint, sum(accepted)::bigint, sum(failed)::bigint
        FROM notifications_noticetick WHERE notice_id = %s GROUP BY moment ORDER BY moment
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [step, notice.pk])
        return [Moment(*row) for row in cursor.fetchall()]


def _time_to(notice: Notice, progress: Progress) -> dict[int, float | None]:
    """By the ticks, added up in the order in which they came."""
    # Who was gone when their turn came is never settled; without them the last hundredth is reached as well.
    there = progress.planned - progress.skipped
    if (
        notice.sent_at is None or there <= 0 or (notice.plan_to and not notice.is_planned)
    ):  # half of half is not yet half
        return dict.fromkeys(SHARES, None)
    wanted = [-(-there * share // 100) for share in SHARES]
    statement = """
        SELECT min(at) FILTER (WHERE settled >= %s), min(at) FILTER (WHERE settled >= %s),
               min(at) FILTER (WHERE settled >= %s)
        FROM (
            SELECT at, sum(accepted + failed) OVER (ORDER BY at, id) AS settled
            FROM notifications_noticetick WHERE notice_id = %s
        ) AS course
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [*wanted, notice.pk])
        moments = cursor.fetchone()
    begun = notice.sent_at
    spent = [None if moment is None else max(0.0, (moment - begun).total_seconds()) for moment in moments]
    return dict(zip(SHARES, spent, strict=True))
