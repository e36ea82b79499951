"""Who reads an inbox or changes a device: a person by access token, a guest by the device's secret."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from backend.common.api.devices import DEVICE_OF_GUEST, device_id_of, device_proof_of
from notifications.readers import Reader, reader_of_device, reader_of_user
from notifications.services import device_of_guest, device_seen

# Read by the schema, as `other_credentials` of a view: what it takes beside an access token.
DEVICE_OF_ANYBODY: list[dict[str, list[str]]] = [*DEVICE_OF_GUEST, {"jwt": [], "deviceId": []}]
SECRET_OR_BOTH: list[dict[str, list[str]]] = [{"deviceSecret": []}, {"jwt": [], "deviceSecret": []}]


def user_of(request: Request) -> Any:
    """The person, or None for a guest."""
    return request.user if request.user.is_authenticated else None


def secret_of(request: Request) -> str | None:
    """The device's secret, if one was sent."""
    return request.headers.get("X-Device-Secret") or None


def reader_of(request: Request) -> Reader:
    """Whose inbox this request may see. Raises Unauthenticated without a token or a device's secret."""
    user = user_of(request)
    if user is not None:
        return _reader_of_person(user, request)
    return reader_of_device(device_of_guest(**device_proof_of(request)))


def _reader_of_person(user: Any, request: Request) -> Reader:
    reader = reader_of_user(user, device_id=device_id_of(request))
    if reader.was_silent and reader.device_id:
        device_seen(device_id=reader.device_id)
    return reader
