"""Counts of an officer's reports, for the console's home page and its badges. Each function is one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from backend.feedback.models import Report
from backend.feedback.selectors import reports_visible_to
from backend.feedback.workflow import CLOCK_RUNS, OPEN, Status

SATISFIED_FROM = 4  # of 5 stars; Decision 766 counts the share of senders who are satisfied


@dataclass(frozen=True)
class ReportCounts:
    """How many of the officer's open reports are in which need."""

    open: int
    overdue: int
    due_today: int
    new: int


@dataclass(frozen=True)
class Day:
    day: date
    received: int
    resolved: int


@dataclass(frozen=True)
class Shares:
    """Percent of a period's reports, None where there was none to count."""

    on_time: int | None
    satisfied: int | None


def _end_of_today(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=23, minute=59, second=59, microsecond=999_999)


def report_counts(officer: Any, now: datetime | None = None) -> ReportCounts:
    """Open, overdue, due until midnight, not yet received."""
    now = now or timezone.now()
    running = Q(status__in=sorted(CLOCK_RUNS))
    row = reports_visible_to(officer).filter(status__in=sorted(OPEN)).aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=running & Q(due_at__lt=now)),
        due_today=Count("pk", filter=running & Q(due_at__gte=now, due_at__lte=_end_of_today(now))),
        new=Count("pk", filter=Q(status__in=[Status.NEW, Status.FORWARDED, Status.REOPENED])),
    )  # fmt: skip
    return ReportCounts(**row)


def reports_due_first(officer: Any, limit: int = 8) -> list[Report]:
    """What to answer next: open, the promise running, soonest due first."""
    rows = reports_visible_to(officer).filter(status__in=sorted(CLOCK_RUNS)).select_related("category")
    return list(rows.defer("search_terms").order_by("due_at", "id")[:limit])


def report_days(officer: Any, days: int = 14) -> list[Day]:
    """Received and resolved on each of the last `days`, today last."""
    today = timezone.localdate()
    first = today - timedelta(days=days - 1)
    received = _per_day(officer, "created_at", first)
    resolved = _per_day(officer, "resolved_at", first)
    span = [first + timedelta(days=n) for n in range(days)]
    return [Day(day, received.get(day, 0), resolved.get(day, 0)) for day in span]


def _per_day(officer: Any, column: str, first: date) -> dict[date, int]:
    start = datetime.combine(first, time.min, tzinfo=timezone.get_default_timezone())
    rows = reports_visible_to(officer).filter(**{f"{column}__gte": start}).annotate(day=TruncDate(column))
    return dict(rows.order_by().values_list("day").annotate(n=Count("pk")))


def open_by_status(officer: Any) -> list[tuple[Status, int]]:
    """Open reports by status, most first."""
    rows = reports_visible_to(officer).filter(status__in=sorted(OPEN)).order_by()
    found = rows.values_list("status").annotate(n=Count("pk"))
    return sorted(((Status(status), n) for status, n in found), key=lambda pair: -pair[1])


def report_shares(officer: Any, days: int = 90) -> Shares:
    """Answered on time, and rated 4 or 5, of what was resolved in the last `days` (the measures of Decision 766)."""
    since = timezone.now() - timedelta(days=days)
    row = reports_visible_to(officer).filter(resolved_at__gte=since).aggregate(
        resolved=Count("pk"),
        on_time=Count("pk", filter=Q(resolved_at__lte=F("due_at"))),
        rated=Count("rating"),
        satisfied=Count("rating", filter=Q(rating__score__gte=SATISFIED_FROM)),
    )  # fmt: skip
    return Shares(_percent(row["on_time"], row["resolved"]), _percent(row["satisfied"], row["rated"]))


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
