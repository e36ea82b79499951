"""Registering a phone: by a guest, by a person, twice, and by somebody else."""

import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from notifications import services
from notifications.models import Device, InboxRead
from tests.factories.accounts import UserFactory, api_client
from tests.factories.notifications import NoticeFactory, TopicFactory

pytestmark = pytest.mark.django_db


def body(**values: Any) -> dict[str, Any]:
    return {
        "install_id": str(uuid.uuid4()),
        "token": f"token-{uuid.uuid4().hex}",
        "platform": "android",
        "language": "vi",
        "app_version": "1.0.0",
        "topics": ["area:24611"],
    } | values


def register(client: APIClient, data: dict[str, Any], **headers: str) -> Any:
    return client.post("/api/v1/devices/", data, headers=headers)


def test_a_guest_registers_and_gets_a_secret_once() -> None:
    data = body()
    reply = register(APIClient(), data)
    assert reply.status_code == 201
    assert set(reply.json()) == {"id", "platform", "language", "topics", "is_active", "secret"}
    assert reply.json()["topics"] == ["all", "area:24611"]
    again = register(APIClient(), data, **{"X-Device-Secret": reply.json()["secret"]})
    assert (again.status_code, again.json()["secret"]) == (200, None)
    assert Device.objects.count() == 1


def test_the_secret_is_not_stored() -> None:
    secret = register(APIClient(), body()).json()["secret"]
    assert secret not in str(Device.objects.values().get())


def test_an_app_whose_first_reply_was_lost_gets_a_new_secret() -> None:
    data = body()
    register(APIClient(), data)
    again = register(APIClient(), data)
    assert again.status_code == 200
    assert services.device_authenticate(device_id=again.json()["id"], secret=again.json()["secret"])


def test_somebody_who_knows_only_the_installation_cannot_take_it_over() -> None:
    data = body()
    register(APIClient(), data)
    reply = register(APIClient(), data | {"token": "another"}, **{"X-Device-Secret": "wrong"})
    assert (reply.status_code, reply.json()["code"]) == (403, "device_secret_required")
    assert Device.objects.get().token == data["token"]


def test_nobody_can_ask_to_hear_what_is_addressed_to_somebody_else() -> None:
    victim = UserFactory.create()
    wished = ["area:24611", f"user:{victim.pk}", "report:1", "dossier:H36.1-261123-0001", "nonsense", "all"]
    reply = register(APIClient(), body(topics=wished))
    assert reply.json()["topics"] == ["all", "area:24611"]


def test_a_device_moves_with_who_logs_in_and_out_on_it() -> None:
    first, second = UserFactory.create(), UserFactory.create()
    data = body()
    registered = register(APIClient(), data).json()
    secret = {"X-Device-Secret": registered["secret"]}
    for user in (first, second):
        register(api_client(user), data, **secret)
        device = Device.objects.get()
        assert (device.user, f"user:{user.pk}" in device.topics) == (user, True)
    assert f"user:{first.pk}" not in device.topics
    assert services.devices_detach_user(user_id=second.pk) == 1
    device.refresh_from_db()
    assert (device.user, device.topics) == (None, ["all", "area:24611"])


def test_what_a_guest_has_read_stays_read_after_login() -> None:
    user, notice = UserFactory.create(), NoticeFactory.create(sent=True)
    data = body()
    registered = register(APIClient(), data).json()
    InboxRead.objects.create(device_id=registered["id"], notice=notice)
    register(api_client(user), data, **{"X-Device-Secret": registered["secret"]})
    assert [item["is_read"] for item in api_client(user).get("/api/v1/inbox/").json()["results"]] == [True]


def test_a_token_belongs_to_one_installation() -> None:
    token = "shared-token"
    register(APIClient(), body(token=token))
    register(APIClient(), body(token=token))
    old, new = Device.objects.order_by("created_at")
    assert (old.token, old.is_active, old.disabled_reason) == (None, False, "replaced")
    assert (new.token, new.is_active) == (token, True)


def test_a_new_token_brings_a_disabled_device_back() -> None:
    registered = register(APIClient(), body()).json()
    Device.objects.update(is_active=False, disabled_reason="unregistered", suspect_count=2)
    reply = APIClient().patch(
        f"/api/v1/devices/{registered['id']}/", {"token": "fresh"}, headers={"X-Device-Secret": registered["secret"]}
    )
    assert (reply.status_code, reply.json()["is_active"]) == (200, True)
    assert Device.objects.get().suspect_count == 0


def test_topics_and_language_change_by_secret_and_not_without() -> None:
    registered = register(APIClient(), body()).json()
    path, change = f"/api/v1/devices/{registered['id']}/", {"topics": ["category:canh-bao"], "language": "en"}
    assert APIClient().patch(path, change).status_code == 404
    assert api_client(UserFactory.create()).patch(path, change).status_code == 404
    reply = APIClient().patch(path, change, headers={"X-Device-Secret": registered["secret"]})
    assert reply.json()["topics"] == ["all", "category:canh-bao"]
    assert Device.objects.get().language == "en"


def test_a_device_is_forgotten_by_its_own_secret_alone() -> None:
    registered = register(APIClient(), body()).json()
    path = f"/api/v1/devices/{registered['id']}/"
    assert APIClient().delete(path, headers={"X-Device-Secret": "wrong"}).status_code == 404
    assert APIClient().delete(path, headers={"X-Device-Secret": registered["secret"]}).status_code == 204
    assert not Device.objects.exists()


@pytest.mark.parametrize("wrong", [{"install_id": "x"}, {"platform": "ios"}, {"language": "fr"}, {"topics": "all"}])
def test_a_malformed_registration_names_the_field(wrong: dict[str, Any]) -> None:
    reply = register(APIClient(), body(**wrong))
    assert (reply.status_code, reply.headers["Content-Type"]) == (400, "application/problem+json")
    assert {error["field"].split(".")[0] for error in reply.json()["errors"]} == set(wrong)


def test_topics_are_listed_in_the_language_asked_for() -> None:
    TopicFactory.create(topic="area:24611", name="Phường Bắc Gia Nghĩa", name_en="Bac Gia Nghia ward", is_default=True)
    TopicFactory.create(is_active=False)
    reply = APIClient().get("/api/v1/topics/", headers={"Accept-Language": "en"})
    assert reply.json()["results"] == [
        {"topic": "area:24611", "name": "Bac Gia Nghia ward", "description": "", "group": "areas", "default": True}
    ]
    assert reply.headers["ETag"]


def test_only_public_topics_can_be_offered() -> None:
    assert services.topic_ensure("category:canh-bao", name="Cảnh báo").pk == "category:canh-bao"
    services.topic_ensure("category:canh-bao", name="Cảnh báo thiên tai")
    with pytest.raises(ValueError, match="not a topic"):
        services.topic_ensure("user:1", name="Ai đó")
