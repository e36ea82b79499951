"""Devices that several hands move at the same moment: nobody waits in a circle, and all end up with the same word."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from notifications import services
from notifications.models import Device, InboxRead, Preference
from notifications.services.addressing import muted_marks
from tests.factories.accounts import UserFactory, api_client
from tests.factories.notifications import NoticeFactory

pytestmark = pytest.mark.django_db(transaction=True)
PREFERENCES = "/api/v1/notification-preferences/"


def at_once(asks: list[Callable[[], int]]) -> list[int]:
    """Everything at the same moment; the statuses."""
    barrier = threading.Barrier(len(asks))

    def ask(one: Callable[[], int]) -> int:
        barrier.wait()
        try:
            return one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(ask, asks))


def guests_phone(off: str) -> tuple[dict[str, Any], dict[str, str]]:
    data = {"install_id": str(uuid.uuid4()), "token": f"t-{uuid.uuid4().hex}", "platform": "android", "language": "vi"}
    done = services.device_register(**{**data, "install_id": uuid.UUID(data["install_id"])})
    Preference.objects.create(device=done.device, push_off=[off])
    return data, {"X-Device-Id": str(done.device.pk), "X-Device-Secret": done.secret or ""}


def test_of_guests_who_become_one_person_at_once_one_choice_is_everywhere() -> None:
    for _round in range(3):
        user = UserFactory.create()
        phones = [guests_phone(off) for off in ("information", "reminder", "warning")]
        logins = [
            lambda user=user, data=data, headers=headers: (
                api_client(user).post("/api/v1/devices/", data, format="json", headers=headers).status_code
            )
            for data, headers in phones
        ]
        assert at_once(logins) == [200, 200, 200]
        marks = muted_marks(Preference.objects.get(user=user))
        assert [device.muted for device in Device.objects.filter(user=user)] == [marks] * 3


def test_a_change_of_mind_beside_a_login_reaches_that_device_too() -> None:
    for _round in range(4):
        user = UserFactory.create()
        Preference.objects.create(user=user)
        data, headers = guests_phone("warning")
        body = {"kinds": [{"kind": "information", "push": False}]}
        statuses = at_once(
            [
                lambda user=user, data=data, headers=headers: (
                    api_client(user).post("/api/v1/devices/", data, format="json", headers=headers).status_code
                ),
                lambda user=user, body=body: api_client(user).patch(PREFERENCES, body, format="json").status_code,
            ]
        )
        assert statuses == [200, 200]
        assert Device.objects.get(user=user).muted == ["mute:information"]


def test_a_logout_beside_a_change_of_mind_leaves_the_guests_choice() -> None:
    for _round in range(4):
        user = UserFactory.create()
        Preference.objects.create(user=user)
        _data, headers = guests_phone("warning")
        device_id = uuid.UUID(headers["X-Device-Id"])
        services.device_attach_user(device_id=device_id, user=user)
        body = {"kinds": [{"kind": "information", "push": False}]}
        at_once(
            [
                lambda user=user, device_id=device_id: services.devices_detach_user(
                    user_id=user.pk, device_id=device_id
                ),
                lambda user=user, body=body: api_client(user).patch(PREFERENCES, body, format="json").status_code,
            ]
        )
        assert Device.objects.get(pk=device_id).muted == ["mute:warning"]


def test_read_and_archived_at_once_from_many_devices_is_one_mark() -> None:
    user, notices = UserFactory.create(), [NoticeFactory.create(sent=True) for _ in range(3)]
    client = api_client(user)
    asks = [lambda: client.post("/api/v1/inbox/read-all/").status_code for _ in range(2)]
    asks += [
        lambda pk=notice.pk: client.post(f"/api/v1/inbox/{pk}/archive/").status_code for notice in reversed(notices)
    ]
    assert set(at_once(asks)) == {204}
    assert InboxRead.objects.filter(user=user, archived_at__isnull=False).count() == 3
