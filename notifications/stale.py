"""Devices that nobody has heard of: Firebase itself takes a token back after 270 days of silence."""

from __future__ import annotations

from django.utils import timezone

from notifications.conf import STALE_AFTER
from notifications.models import Device, DisabledReason

BATCH = 1000


def device_mark_stale() -> int:
    """Send nothing more to devices that have been silent for 270 days; how many they were. One that calls is back."""
    total = 0
    while found := _mark_some():
        total += found
    return total


def _mark_some() -> int:
    """A thousand at a time: no statement holds many rows, and a phone that calls meanwhile is passed over."""
    now = timezone.now()
    silent = Device.objects.filter(is_active=True, last_seen_at__lt=now - STALE_AFTER).order_by("last_seen_at")
    some = silent.select_for_update(skip_locked=True).values("pk")[:BATCH]
    return Device.objects.filter(pk__in=some).update(
        is_active=False, disabled_reason=DisabledReason.STALE, disabled_at=now
    )
