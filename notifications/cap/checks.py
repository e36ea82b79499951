"""A sender that the standard forbids is told at the start, not by receivers that drop an emergency."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.checks import Error

# CAP 1.2, section 3.2.1: "MUST NOT include spaces, commas or restricted characters (< and &)".
_SENDER = re.compile(r"[^\s,<&]{1,120}")


def check_sender(**_kwargs: Any) -> list[Error]:
    """For Django's system checks."""
    if _SENDER.fullmatch(settings.NOTICES_CAP_SENDER):
        return []
    text = "The sender of alerts is empty or has a space, a comma, < or &: set NOTICES_CAP_SENDER to an e-mail address."
    return [Error(text, id="notifications.E001")]
