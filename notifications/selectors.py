"""Reads: who is addressed, how far a notice has got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from notifications import topics as topic_names
from notifications.audiences import any_of
from notifications.models import DeliveryFailure, Kind, Notice, NoticeBatch, Topic
from notifications.reach import devices_count


def topics_offered() -> QuerySet[Topic]:
    """The topics that people can choose."""
    return Topic.objects.filter(is_active=True)


def audience_count(topics: list[str], kind: str = Kind.INFORMATION) -> int:
    """How many devices a broadcast to these topics reaches now; private topics count nobody, or counting would tell."""
    public = [topic for topic in topics if topic_names.is_public(topic)]
    return devices_count(any_of(public), kind) if public else 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a notice has got, added up from the ledger."""

    planned: int
    accepted: int
    failed: int
    skipped: int
    batches: int
    batches_done: int
    requests: int

    @property
    def waiting(self) -> int:
        return max(0, self.planned - self.accepted - self.failed - self.skipped)

    @property
    def percent(self) -> int:
        """Devices settled either way, in percent of those planned."""
        return 100 * (self.planned - self.waiting) // self.planned if self.planned else 100

    @property
    def accepted_percent(self) -> int:
        return 100 * self.accepted // self.planned if self.planned else 0

    @property
    def failed_percent(self) -> int:
        return 100 * self.failed // self.planned if self.planned else 0


def notice_progress(notice: Notice) -> Progress:
    """The ledger of one notice, added up."""
    sums = NoticeBatch.objects.filter(notice=notice).aggregate(
        planned=Sum("planned", default=0),
        accepted=Sum("accepted", default=0),
        failed=Sum("failed", default=0),
        skipped=Sum("skipped", default=0),
        requests=Sum("sent", default=0),
        batches=Count("id"),
        batches_done=Count("id", filter=Q(status="done")),
    )
    return Progress(**sums)


def failure_reasons(notice: Notice) -> list[dict[str, Any]]:
    """Why devices were not reached, the most frequent first: [{reason, devices}]."""
    rows = DeliveryFailure.objects.filter(notice=notice).values("reason").annotate(devices=Count("id"))
    return [dict(row) for row in rows.order_by("-devices", "reason")]
