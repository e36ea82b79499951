"""When an answer is due, and how long a sender may object: the promises, all of them data."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from backend.common.business_days import add_working_days
from backend.feedback.models import Report, ReportCategory
from backend.feedback.workflow import Status


def due_date(category: ReportCategory, start: datetime) -> datetime:
    """Hours of the clock for what is urgent, working days for the rest."""
    if category.is_urgent and category.response_hours:
        return start + timedelta(hours=category.response_hours)
    return add_working_days(start, category.response_days)


def reopen_days() -> int:
    """Days after an answer within which the sender may say that it is not so."""
    return int(getattr(settings, "FEEDBACK_REOPEN_DAYS", 14))


def may_reopen(report: Report, now: datetime) -> bool:
    """A withdrawn report was never answered, so it has nothing to object to."""
    answered = report.resolved_at
    settled = report.status in (Status.RESOLVED, Status.REJECTED, Status.CLOSED)
    return settled and answered is not None and now - answered <= timedelta(days=reopen_days())


def may_rate(report: Report) -> bool:
    """Once for each answer: after a second mending there is something new to rate."""
    if report.status not in (Status.RESOLVED, Status.CLOSED) or report.resolved_at is None:
        return False
    rating = getattr(report, "rating", None)
    return rating is None or rating.updated_at < report.resolved_at
