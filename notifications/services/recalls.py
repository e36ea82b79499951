"""Takes a notice off the phones that may have it: a message of the same tag, which shows nothing."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from notifications.conf import RECALL_AFTER
from notifications.models import BatchStatus, Notice, Origin
from notifications.workflow import VISIBLE, Status

COPIED = ("kind", "title", "title_en", "agency_code", "collapse_key", "is_exercise")


def recall_from_phones(notice: Notice, *, by: Any) -> Notice | None:
    """Send the recall of a cancelled notice; None where no phone can have it, or a later one has taken its place."""
    if not _may_have_left(notice) or notice.replaced_by.filter(status__in=VISIBLE).exists():
        return None
    copied = {name: getattr(notice, name) for name in COPIED}
    recall = Notice(
        **copied, origin=Origin.RECALL, author=by, concerns=notice, key=f"recall:{notice.pk}",
        tag_id=notice.tag_id or notice.pk, status=Status.SCHEDULED, approved_at=timezone.now(),
        held_until=timezone.now() + RECALL_AFTER,
    )  # fmt: skip
    recall.address_to(notice.audience)
    recall.save()
    return recall


def _may_have_left(notice: Notice) -> bool:
    """Whether any message may be on its way: a batch that somebody began to send counts, whatever became of it."""
    begun = Q(sent__gt=0) | Q(accepted__gt=0) | Q(attempts__gt=0) | Q(status=BatchStatus.LEASED)
    return notice.accepted_count > 0 or notice.batches.filter(begun).exists()
