"""Addresses of photos that expire, so that a link passed on does not open a private photo for ever."""

from __future__ import annotations

import time
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core import signing

VARIANTS = ("full", "thumb")


def _window() -> int:
    return int(getattr(settings, "FEEDBACK_PHOTO_URL_SECONDS", 3600))


class _WindowSigner(signing.TimestampSigner):
    """Stamps the start of the present window: within it the same photo has the same address, so phones can cache it."""

    def timestamp(self) -> str:
        window = _window()
        return signing.b62_encode(int(time.time()) // window * window)


def _signer() -> _WindowSigner:
    return _WindowSigner(salt="feedback.photo")


def photo_signature(photo_id: UUID, variant: str) -> str:
    """The `sig` of one variant of one photo; good for one to two windows."""
    return _signer().sign(f"{photo_id.hex}.{variant}").split(":", 1)[1]


def photo_signature_holds(photo_id: UUID, variant: str, signature: str) -> bool:
    """Whether `signature` is ours, for this very file, and not out of date."""
    value = f"{photo_id.hex}.{variant}"
    try:
        _signer().unsign(f"{value}:{signature}", max_age=2 * _window())
    except signing.BadSignature:
        return False
    return True


def photo_path(photo_id: UUID, variant: str, *, is_public: bool) -> str:
    """The path to ask for; a public report's photos need no signature and may be kept by anybody."""
    path = f"/api/v1/report-photos/{photo_id}/{variant}/"
    return path if is_public else f"{path}?sig={quote(photo_signature(photo_id, variant))}"
