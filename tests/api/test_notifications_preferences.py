"""How people want to hear: by kind and topic, push and inbox apart; an emergency interrupts everybody."""

import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from notifications import services
from notifications.audiences import query_of
from notifications.models import Device, Preference, Receipt
from notifications.models.fields import Addressed
from tests.factories.accounts import UserFactory, api_client
from tests.factories.notifications import DeviceFactory, NoticeFactory, TopicFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v1/notification-preferences/"


def guest(*topics: str) -> tuple[APIClient, Device]:
    done = services.device_register(
        install_id=uuid.uuid4(), token="t-" + uuid.uuid4().hex, platform="android", language="vi", topics=topics
    )
    return APIClient(headers={"X-Device-Id": str(done.device.pk), "X-Device-Secret": done.secret or ""}), done.device


def change(client: APIClient, **body: Any) -> Any:
    return client.patch(PATH, body, format="json")


def by_name(reply: Any, group: str, key: str) -> dict[str, dict[str, Any]]:
    assert reply.status_code == 200, reply.content
    return {row[key]: row for row in reply.json()[group]}


def reached(topic: str, kind: str) -> set[Any]:
    return set(Device.objects.filter(Addressed(query_of(topic, kind=kind))).values_list("pk", flat=True))


def test_who_has_said_nothing_gets_everything_but_no_receipts_are_counted() -> None:
    TopicFactory.create(topic="category:canh-bao", name="Cảnh báo", name_en="Warnings", group="news", order=0)
    TopicFactory.create(topic="all", name="Toàn tỉnh")
    client, _device = guest("area:24611")
    reply = client.get(PATH, headers={"Accept-Language": "en"})
    kinds, topics = by_name(reply, "kinds", "kind"), by_name(reply, "topics", "topic")
    assert list(kinds) == ["information", "reminder", "warning", "emergency", "personal"]
    assert all(row["push"] and row["inbox"] for row in [*kinds.values(), *topics.values()])
    assert [kind for kind, row in kinds.items() if not row["can_turn_off"]] == ["emergency"]
    assert topics["category:canh-bao"] == {
        "topic": "category:canh-bao", "name": "Warnings", "group": "news", "followed": False, "push": True,
        "inbox": True,
    }  # fmt: skip
    assert topics["area:24611"]["followed"]
    assert "all" not in topics
    assert (reply.json()["digest"], reply.json()["receipts"]) == (False, False)


def test_push_and_inbox_are_turned_off_apart_and_on_again() -> None:
    client, device = guest("area:24611")
    change(client, kinds=[{"kind": "information", "push": False}], topics=[{"topic": "area:24611", "inbox": False}])
    reply = change(client, digest=True)
    kinds, topics = by_name(reply, "kinds", "kind"), by_name(reply, "topics", "topic")
    assert (kinds["information"]["push"], kinds["information"]["inbox"]) == (False, True)
    assert (topics["area:24611"]["push"], topics["area:24611"]["inbox"]) == (True, False)
    device.refresh_from_db()
    assert device.muted == ["digest", "mute:information"]
    change(client, kinds=[{"kind": "information", "push": True}], digest=False)
    device.refresh_from_db()
    assert device.muted == []


def test_pushes_follow_the_preferences() -> None:
    client, device = guest("area:24611")
    change(client, kinds=[{"kind": "reminder", "push": False}], topics=[{"topic": "area:24611", "push": False}])
    assert reached("area:24611", "warning") == reached("all", "reminder") == set()
    assert reached("all", "warning") == reached("area:24611", "emergency") == {device.pk}


def test_a_persons_choice_is_for_all_their_devices_and_nobody_elses() -> None:
    user, other = UserFactory.create(), UserFactory.create()
    DeviceFactory.create_batch(2, user=user)
    theirs = DeviceFactory.create(user=other)
    change(api_client(user), kinds=[{"kind": "information", "push": False}])
    assert [device.muted for device in Device.objects.filter(user=user)] == [["mute:information"]] * 2
    theirs.refresh_from_db()
    assert theirs.muted == []
    new = services.device_register(
        install_id=uuid.uuid4(), token=None, platform="android", language="vi", user=user
    ).device
    assert new.muted == ["mute:information"]


@pytest.mark.parametrize(
    "body",
    [
        {"kinds": [{"kind": "emergency", "inbox": False}]},
        {"kinds": [{"kind": "emergency", "push": False}]},
        {"topics": [{"topic": "all", "push": False}]},
        {"topics": [{"topic": "user:1", "inbox": False}]},
        {"topics": [{"topic": "role:guest", "push": False}]},
        {"topics": [{"topic": "emergency", "push": False}]},
        {"topics": [{"topic": "nonsense", "push": True}]},
    ],
)
def test_what_cannot_be_turned_off_is_refused_and_nothing_changes(body: dict[str, Any]) -> None:
    client, device = guest()
    reply = change(client, digest=True, **body)
    assert (reply.status_code, reply.json()["code"]) == (400, "preference_invalid")
    device.refresh_from_db()
    assert (device.muted, Preference.objects.exists()) == ([], False)


def test_an_emergency_may_be_named_as_it_is() -> None:
    client, _device = guest()
    assert change(client, kinds=[{"kind": "emergency", "push": True, "inbox": True}]).status_code == 200


def test_more_than_can_be_sensible_is_refused() -> None:
    client, _device = guest()
    for start in (0, 300):
        topics = [{"topic": f"area:{start + number}", "push": False} for number in range(300)]
        reply = change(client, topics=topics)
    assert (reply.status_code, reply.json()["code"]) == (400, "preference_invalid")


@pytest.mark.parametrize("body", [{"kinds": [{"kind": "gossip"}]}, {"topics": "all"}, {"digest": "perhaps"}])
def test_a_malformed_change_names_the_field(body: dict[str, Any]) -> None:
    client, _device = guest()
    reply = change(client, **body)
    assert (reply.status_code, reply.json()["code"]) == (400, "validation_error")


@pytest.mark.parametrize("method", ["get", "patch"])
def test_without_proof_there_are_no_preferences(method: str) -> None:
    assert getattr(APIClient(), method)(PATH).status_code == 401
    wrong = APIClient(headers={"X-Device-Id": str(guest()[1].pk), "X-Device-Secret": "wrong"})
    assert getattr(wrong, method)(PATH).json()["code"] == "device_unknown"


def test_a_guests_choice_does_not_touch_the_person_who_is_signed_in_on_the_device() -> None:
    user = UserFactory.create()
    client, device = guest()
    services.device_attach_user(device_id=device.pk, user=user)
    change(client, kinds=[{"kind": "information", "push": False}])
    device.refresh_from_db()
    assert (device.muted, Preference.objects.filter(user=user).exists()) == ([], False)
    services.devices_detach_user(user_id=user.pk)
    device.refresh_from_db()
    assert device.muted == ["mute:information"]


def test_a_guest_agrees_to_receipts_by_an_act_and_takes_it_back() -> None:
    client, device = guest()
    assert change(client, receipts=True).json()["receipts"]
    given = Preference.objects.get().receipts_since
    change(client, receipts=True)
    assert Preference.objects.get().receipts_since == given is not None
    Receipt.objects.create(device=device, notice=NoticeFactory.create(sent=True))
    assert not change(client, receipts=False).json()["receipts"]
    assert (Preference.objects.get().receipts_since, Receipt.objects.exists()) == (None, False)


def test_a_person_agrees_among_their_consents_and_not_here() -> None:
    reply = change(api_client(UserFactory.create()), receipts=True)
    assert (reply.status_code, reply.json()["code"]) == (400, "preference_invalid")


@pytest.mark.parametrize("size", [1, 30])
def test_preferences_cost_the_same_at_any_size(size: int, django_assert_max_num_queries: Any) -> None:
    TopicFactory.create_batch(size)
    client, _device = guest("area:24611")
    change(client, topics=[{"topic": f"area:{number}", "push": False} for number in range(size)])
    with django_assert_max_num_queries(4):
        client.get(PATH)
