"""Registering a phone: by a guest, by a person, twice, and by somebody else."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts import services as accounts
from backend.accounts.models import Role, User
from notifications import services
from notifications.conf import STALE_AFTER
from notifications.models import AudienceList, AudienceMember, Device, InboxRead, Preference
from notifications.stale import device_mark_stale
from tests.factories.accounts import UserFactory, api_client, tokens_of
from tests.factories.notifications import DeviceFactory, NoticeFactory, TopicFactory

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
    assert (device.user, device.topics) == (None, ["all", "area:24611", "lang:vi", "role:guest"])


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


def phone(user: User | None = None, **values: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """What an app on a new phone registers with, and the headers that it sends from then on."""
    data = body(**values)
    registered = register(api_client(user) if user else APIClient(), data).json()
    return data, {"X-Device-Id": registered["id"], "X-Device-Secret": registered["secret"]}


def listed(*users: User) -> AudienceList:
    found = AudienceList.objects.create(name="Trưởng thôn", author=UserFactory.create(administrator=True))
    AudienceMember.objects.bulk_create(AudienceMember(audience_list=found, user=user) for user in users)
    return found


def official(device: Device) -> set[str]:
    device.refresh_from_db()
    return {topic for topic in device.topics if topic.split(":")[0] in ("lang", "role", "list")}


def test_a_device_is_addressed_by_the_language_role_and_lists_of_who_uses_it() -> None:
    officer = UserFactory.create(officer=True)
    of_people = listed(officer, UserFactory.create())
    data, headers = phone(language="en")
    device = Device.objects.get()
    assert official(device) == {"lang:en", "role:guest"}
    register(api_client(officer), data, **headers)
    assert official(device) == {"lang:en", "role:officer", f"list:{of_people.pk}"}
    APIClient().patch(f"/api/v1/devices/{device.pk}/", {"language": "vi"}, headers=headers)
    assert official(device) == {"lang:vi", "role:officer", f"list:{of_people.pk}"}
    register(APIClient(), data | {"language": "vi"}, **headers)
    assert official(device) == {"lang:vi", "role:guest"}


def test_no_phone_chooses_or_sees_how_officers_address_it() -> None:
    wished = ["area:24611", "role:administrator", "lang:en", f"list:{uuid.uuid4()}"]
    _data, headers = phone(topics=wished)
    device = Device.objects.get()
    path = f"/api/v1/devices/{device.pk}/"
    reply = APIClient().patch(path, {"topics": wished}, headers=headers)
    assert reply.json()["topics"] == ["all", "area:24611"]
    assert official(device) == {"lang:vi", "role:guest"}


def test_a_new_role_is_heard_on_every_device_of_the_person() -> None:
    administrator, user = UserFactory.create(administrator=True), UserFactory.create()
    phone(user), phone(user)
    accounts.user_role_change(user=user, role=Role.OFFICER, by=administrator)
    assert [official(device) for device in Device.objects.all()] == [{"lang:vi", "role:officer"}] * 2


def test_logging_out_takes_the_device_that_asks_off_the_account() -> None:
    user = UserFactory.create()
    listed(user)
    pair = tokens_of(user)
    _data, headers = phone(user)
    _other, _headers = phone(user)
    services.device_follow(device_id=uuid.UUID(headers["X-Device-Id"]), topic="report:1")
    reply = APIClient().post("/api/v1/auth/logout/", {"refresh": pair.refresh}, headers=headers)
    assert reply.status_code == 204
    device, other = Device.objects.order_by("number")
    assert (device.user, device.topics) == (None, ["all", "area:24611", "lang:vi", "role:guest"])
    assert (other.user, f"user:{user.pk}" in other.topics) == (user, True)


@pytest.mark.parametrize("named", ["", "not-a-uuid", "0190b0a8-0000-7000-8000-000000000000"])
def test_logging_out_without_a_device_of_ones_own_is_no_error(named: str) -> None:
    user, stranger = UserFactory.create(), UserFactory.create()
    pair = tokens_of(user)
    phone(stranger)
    reply = APIClient().post("/api/v1/auth/logout/", {"refresh": pair.refresh}, headers={"X-Device-Id": named})
    assert (reply.status_code, Device.objects.get().user) == (204, stranger)


def test_nobody_logs_a_strangers_device_out() -> None:
    user, stranger = UserFactory.create(), UserFactory.create()
    pair = tokens_of(user)
    _data, headers = phone(stranger)
    APIClient().post("/api/v1/auth/logout/", {"refresh": pair.refresh}, headers=headers)
    assert Device.objects.get().user == stranger


@pytest.mark.parametrize(
    "end",
    [
        lambda user, by: accounts.user_logout_everywhere(user=user),
        lambda user, by: accounts.user_disable(user=user, by=by),
        lambda user, by: accounts.user_sessions_end(user=user, by=by),
    ],
)
def test_where_every_session_ends_no_device_keeps_the_person(end: Any) -> None:
    user = UserFactory.create()
    phone(user), phone(user)
    end(user, UserFactory.create(administrator=True))
    assert [(device.user, official(device)) for device in Device.objects.all()] == [
        (None, {"lang:vi", "role:guest"})
    ] * 2


def test_a_guests_preferences_wait_for_the_person_to_log_out_again() -> None:
    user = UserFactory.create()
    Preference.objects.create(user=user, push_off=["reminder"], wants_digest=True)
    data, headers = phone()
    device = Device.objects.get()
    Preference.objects.create(device=device, push_off=["information"])
    for client, muted in (
        (APIClient(), ["mute:information"]),
        (api_client(user), ["digest", "mute:reminder"]),
        (APIClient(), ["mute:information"]),
    ):
        register(client, data, **headers)
        device.refresh_from_db()
        assert device.muted == muted


def test_a_person_without_preferences_takes_over_those_of_the_guest_on_all_devices() -> None:
    user = UserFactory.create()
    phone(user)
    data, headers = phone()
    guests = Preference.objects.create(
        device_id=headers["X-Device-Id"], push_off=["reminder"], inbox_off=["area:24611"], wants_digest=True
    )
    register(api_client(user), data, **headers)
    mine = Preference.objects.get(user=user)
    assert (mine.push_off, mine.inbox_off, mine.wants_digest) == (["reminder"], ["area:24611"], True)
    assert [device.muted for device in Device.objects.all()] == [["digest", "mute:reminder"]] * 2
    assert Preference.objects.filter(pk=guests.pk).exists()


def test_what_a_guest_put_away_stays_away_after_login() -> None:
    user, notice = UserFactory.create(), NoticeFactory.create(sent=True)
    data, headers = phone()
    InboxRead.objects.create(device_id=headers["X-Device-Id"], notice=notice, archived_at=timezone.now())
    register(api_client(user), data, **headers)
    assert InboxRead.objects.get(user=user).archived_at is not None


def test_a_device_is_known_by_its_firebase_installation_alone() -> None:
    _data, _headers = phone(token=None, fid="fid-1")
    assert Device.objects.values("token", "fid", "is_active").get() == {
        "token": None,
        "fid": "fid-1",
        "is_active": True,
    }


def test_a_refreshed_token_replaces_the_old_one() -> None:
    data, headers = phone()
    APIClient().patch(f"/api/v1/devices/{headers['X-Device-Id']}/", {"token": "newer"}, headers=headers)
    assert not Device.objects.filter(token=data["token"]).exists()
    assert Device.objects.get().token == "newer"


def silent_for(device: Device, silence: timedelta) -> None:
    Device.objects.filter(pk=device.pk).update(last_seen_at=timezone.now() - silence)


def test_silent_devices_are_left_out_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.stale.BATCH", 2)
    silent, heard = DeviceFactory.create_batch(5), DeviceFactory.create()
    for device in silent:
        silent_for(device, STALE_AFTER + timedelta(minutes=1))
    silent_for(heard, STALE_AFTER - timedelta(minutes=1))
    assert (device_mark_stale(), device_mark_stale()) == (5, 0)
    assert set(Device.objects.values_list("is_active", "disabled_reason")) == {(False, "stale"), (True, "")}
    assert Device.objects.get(is_active=True) == heard


@pytest.mark.parametrize("by", ["guest", "person"])
def test_a_device_that_calls_again_is_alive_again(by: str) -> None:
    user = UserFactory.create()
    _data, headers = phone(user if by == "person" else None)
    device = Device.objects.get()
    silent_for(device, timedelta(days=300))
    device_mark_stale()
    client = api_client(user) if by == "person" else APIClient()
    assert client.get("/api/v1/inbox/unread-count/", headers=headers).status_code == 200
    device.refresh_from_db()
    assert (device.is_active, device.disabled_reason, device.disabled_at) == (True, "", None)
    assert timezone.now() - device.last_seen_at < timedelta(minutes=1)


def test_what_firebase_took_back_does_not_come_back_by_calling() -> None:
    _data, headers = phone()
    Device.objects.update(is_active=False, disabled_reason="unregistered", last_seen_at=timezone.now() - timedelta(2))
    APIClient().get("/api/v1/inbox/unread-count/", headers=headers)
    assert not Device.objects.get().is_active


def test_a_device_is_written_down_as_seen_once_a_day() -> None:
    user = UserFactory.create()
    _data, headers = phone(user)
    device = Device.objects.get()
    for hours, is_written in ((23, False), (25, True)):
        silent_for(device, timedelta(hours=hours))
        api_client(user).get("/api/v1/inbox/", headers=headers)
        device.refresh_from_db()
        assert (timezone.now() - device.last_seen_at < timedelta(minutes=1)) == is_written


def test_nobody_keeps_a_strangers_device_alive() -> None:
    phone(UserFactory.create())
    device = Device.objects.get()
    silent_for(device, timedelta(days=2))
    api_client(UserFactory.create()).get("/api/v1/inbox/", headers={"X-Device-Id": str(device.pk)})
    device.refresh_from_db()
    assert timezone.now() - device.last_seen_at > timedelta(days=1)
