"""Reads: who is addressed, what an inbox shows, how far a notice has got."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from notifications import topics as topic_names
from notifications.audiences import any_of
from notifications.models import DeliveryFailure, Device, InboxRead, Kind, Notice, NoticeBatch, Topic
from notifications.reach import devices_count
from notifications.workflow import VISIBLE

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class ReadMark(TypedDict):
        is_read: bool

    InboxNotice = WithAnnotations[Notice, ReadMark]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose inbox it is: a person's, or that of a guest's device."""

    topics: tuple[str, ...]
    user_id: uuid.UUID | None = None
    device_id: uuid.UUID | None = None

    def owns(self) -> Q:
        """Picks this reader's own read marks."""
        return Q(user_id=self.user_id) if self.user_id else Q(device_id=self.device_id)


def reader_of_user(user: Any) -> Reader:
    """What the person follows on any of their devices, what they chose in their profile, and what is theirs alone."""
    followed = {topic for row in Device.objects.filter(user=user).values_list("topics", flat=True) for topic in row}
    followed |= {topic_names.of_area(code) for code in getattr(user, "area_codes", None) or []}
    followed |= {topic_names.ALL, topic_names.of_user(user.pk)}
    return Reader(topics=tuple(sorted(followed)), user_id=user.pk)


def reader_of_device(device: Device) -> Reader:
    """What a guest's device follows."""
    return Reader(topics=tuple(device.topics), device_id=device.pk)


def inbox(reader: Reader) -> QuerySet[InboxNotice]:
    """Notices for this reader, also those from before the app was installed, each with `is_read`. One query."""
    still_valid = Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    read = InboxRead.objects.filter(reader.owns(), notice=OuterRef("pk"))
    visible = Notice.objects.filter(still_valid, topics__overlap=list(reader.topics), status__in=VISIBLE)
    return visible.filter(sent_at__isnull=False).annotate(is_read=Exists(read))


def topics_offered() -> QuerySet[Topic]:
    """The topics that people can choose."""
    return Topic.objects.filter(is_active=True)


def audience(topics: list[str]) -> QuerySet[Device]:
    """Devices that a push to these topics goes to."""
    return Device.objects.filter(topics__overlap=topics, is_active=True, token__isnull=False)


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
