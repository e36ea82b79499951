"""The installation of the app that a request comes from, as it says itself."""

from __future__ import annotations

import uuid

from rest_framework.request import Request

# Read by the schema, as `other_credentials` of a view: works without a device, and does more with one.
DEVICE_IF_ANY: list[dict[str, list[str]]] = [{}, {"deviceId": []}]
# Of a guest: what stands in the place of an access token.
DEVICE_OF_GUEST: list[dict[str, list[str]]] = [{"deviceId": [], "deviceSecret": []}]


def device_id_of(request: Request) -> uuid.UUID | None:
    """What `X-Device-Id` says; None without one. Proves nothing: whose device it is, the caller checks."""
    try:
        return uuid.UUID(request.headers.get("X-Device-Id", ""))
    except ValueError:
        return None


def device_proof_of(request: Request) -> dict[str, str]:
    """What a guest's device says to prove itself, as `notifications.services.device_of_guest` takes it."""
    return {
        "device_id": request.headers.get("X-Device-Id", ""),
        "secret": request.headers.get("X-Device-Secret", ""),
    }
