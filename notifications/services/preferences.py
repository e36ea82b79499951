"""What a person, or a guest on a device, wants to hear and how."""

from __future__ import annotations

from typing import Any

from notifications.models import Device, Preference
from notifications.services.addressing import muted_marks


def preference_inherit(*, user: Any, device: Device) -> None:
    """Let a guest's choice be that of the person who logs in, unless they have made one; the guest's own stays."""
    guests = Preference.objects.filter(device=device).first()
    if guests is None or Preference.objects.filter(user=user).exists():
        return
    Preference.objects.create(
        user=user, push_off=guests.push_off, inbox_off=guests.inbox_off, wants_digest=guests.wants_digest
    )
    Device.objects.filter(user=user).update(muted=muted_marks(guests))
