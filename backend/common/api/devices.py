"""The installation of the app that a request comes from, as it says itself."""

from __future__ import annotations

import uuid

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

DEVICE_ID = OpenApiParameter(
    "X-Device-Id",
    uuid.UUID,
    OpenApiParameter.HEADER,
    description="The device that asks: the `id` that `POST /api/v1/devices/` gave.",
)


def device_id_of(request: Request) -> uuid.UUID | None:
    """What `X-Device-Id` says; None without one. Proves nothing: whose device it is, the caller checks."""
    try:
        return uuid.UUID(request.headers.get("X-Device-Id", ""))
    except ValueError:
        return None
