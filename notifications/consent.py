"""May receipts be counted? Consents are another subject: they answer through a setting.

settings.NOTICES_CONSENT names a function (user, purpose) -> bool; without one nobody has agreed to anything.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from notifications.models import Preference

# What a person is asked for: that it is counted when their devices show or open a notice.
RECEIPTS = "notice_receipts"


def receipts_allowed(*, user: Any, device_id: uuid.UUID | None) -> bool:
    """By a person among their consents, by a guest among the preferences of the device. Silence is no consent."""
    if user is not None:
        return _is_granted(user, RECEIPTS)
    guests = Preference.objects.filter(device__user=None, receipts_since__isnull=False)
    return device_id is not None and guests.filter(device_id=device_id).exists()


def _is_granted(user: Any, purpose: str) -> bool:
    path = getattr(settings, "NOTICES_CONSENT", "")
    if not path:
        return False
    answer: Callable[[Any, str], bool] = import_string(path)
    return answer(user, purpose)
