"""What this package holds about a person: their devices, their wishes, and what was told to them alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q

from notifications import topics as topic_names
from notifications.models import AudienceMember, Device, InboxRead, Notice, Preference, Receipt

Json = Mapping[str, Any]


def devices_held(user: Any) -> Iterator[Json]:
    """Installations, without the token and the secret by which they are reached: those are keys, not knowledge."""
    columns = (
        "id", "install_id", "platform", "language", "app_version", "topics", "is_active", "disabled_reason",
        "created_at", "last_seen_at",
    )  # fmt: skip
    for device in Device.objects.filter(user=user).order_by("-id").values(*columns).iterator():
        yield {**device, "receipts": list(_receipts(device["id"]))}


def preferences_held(user: Any) -> Json | None:
    """What is turned off, and the lists that the person stands on."""
    found = Preference.objects.filter(user=user).values("push_off", "inbox_off", "wants_digest", "updated_at").first()
    lists = list(AudienceMember.objects.filter(user=user).values_list("audience_list__name", flat=True))
    return {**dict(found or ()), "lists": lists} if found or lists else None


def notices_held(user: Any) -> Iterator[Json]:
    """What was written to this person alone, and whatever they have read or put away."""
    own = Notice.objects.filter(topics__contains=[topic_names.of_user(user.pk)]).values("pk")
    read = InboxRead.objects.filter(user=user)
    marks: dict[Any, Json] = {
        mark["notice_id"]: mark for mark in read.values("notice_id", "read_at", "archived_at").iterator()
    }
    shown = Notice.objects.filter(Q(pk__in=own) | Q(pk__in=read.values("notice_id"))).order_by("-id")
    for notice in shown.values("id", "kind", "title", "body", "link", "sent_at").iterator():
        mark = marks.get(notice["id"], {})
        yield {**notice, "read_at": mark.get("read_at"), "archived_at": mark.get("archived_at")}


def _receipts(device_id: Any) -> Iterator[Json]:
    receipts = Receipt.objects.filter(device=device_id).order_by("-id")
    yield from receipts.values("notice_id", "delivered_at", "opened_at").iterator()
