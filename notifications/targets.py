"""Which devices a notice is pushed to, as a condition of SQL: planner and senders ask the same."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from notifications.audiences import without
from notifications.conf import INFORMATION_PER_DAY, STALE_AFTER
from notifications.models import Kind, Notice, Origin
from notifications.reach import REACHABLE
from notifications.topics import DIGEST

ADDRESSED = "address @@ %s::tsquery"
# A device has had enough for today if this many of the day's earlier notices were for it.
NOT_TIRED = "(SELECT count(*) FROM unnest(%s::tsquery[]) AS earlier WHERE address @@ earlier) < %s"
Condition = tuple[str, list[Any]]


def targets_of(notice: Notice) -> Condition:
    """The condition and its parameters. It depends on nothing but the notice and what was sent before it."""
    query = without(notice.query, DIGEST) if is_ordinary(notice) else notice.query
    parts = [REACHABLE.format(since="%s"), ADDRESSED]
    values: list[Any] = [timezone.now() - STALE_AFTER, query]
    earlier = _earlier_today(notice) if is_ordinary(notice) and INFORMATION_PER_DAY else []
    if len(earlier) >= INFORMATION_PER_DAY > 0:
        parts, values = [*parts, NOT_TIRED], [*values, earlier, INFORMATION_PER_DAY]
    return " AND ".join(parts), values


def is_ordinary(notice: Notice) -> bool:
    """Information of an officer: what may wait for the digest, and what a day has only so much of."""
    return notice.kind == Kind.INFORMATION and notice.origin == Origin.OFFICER


def _earlier_today(notice: Notice) -> list[str]:
    """Formulas of the information that went out before this notice on the same day."""
    sent_at = notice.sent_at or timezone.now()
    midnight = datetime.combine(timezone.localdate(sent_at), time.min, timezone.get_current_timezone())
    sent = Notice.objects.filter(kind=Kind.INFORMATION, origin=Origin.OFFICER, sent_at__gte=midnight)
    earlier = sent.filter(sent_at__lt=sent_at).exclude(pk=notice.pk).order_by("sent_at", "pk")
    return [without(query, DIGEST) for query in earlier.values_list("query", flat=True)]
