"""What is in whose inbox, by which proof, and at what price."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from notifications import services
from notifications.models import Device, Notice
from notifications.workflow import Status
from tests.factories.accounts import UserFactory, api_client
from tests.factories.notifications import DeviceFactory, NoticeFactory

pytestmark = pytest.mark.django_db


def guest(*topics: str) -> tuple[APIClient, Device]:
    """A guest's phone with its own secret."""
    done = services.device_register(
        install_id=uuid.uuid4(), token=None, platform="android", language="vi", topics=topics
    )
    client = APIClient(headers={"X-Device-Id": str(done.device.pk), "X-Device-Secret": done.secret or ""})
    return client, done.device


def ids(reply: Any) -> list[str]:
    assert reply.status_code == 200, reply.content
    return [item["id"] for item in reply.json()["results"]]


def test_a_guest_sees_what_their_device_follows_also_from_before_it_was_installed() -> None:
    for_all = NoticeFactory.create(sent=True, sent_at=timezone.now() - timedelta(days=2))
    for_area = NoticeFactory.create(sent=True, topics=["area:24611"], sent_at=timezone.now() - timedelta(days=1))
    NoticeFactory.create(sent=True, topics=["area:24640"])
    client, _device = guest("area:24611")
    assert ids(client.get("/api/v1/inbox/")) == [str(for_area.pk), str(for_all.pk)]


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.SENDING, Status.SENT, Status.FAILED)])
def test_what_nobody_stands_for_is_never_shown(status: str) -> None:
    client, _device = guest()
    approver = UserFactory.create(administrator=True)
    NoticeFactory.create(status=status, approver=approver, sent_at=timezone.now())
    assert ids(client.get("/api/v1/inbox/")) == []


def test_an_expired_notice_is_gone() -> None:
    client, _device = guest()
    NoticeFactory.create(sent=True, valid_until=timezone.now() - timedelta(seconds=1))
    valid = NoticeFactory.create(sent=True, valid_until=timezone.now() + timedelta(hours=1))
    assert ids(client.get("/api/v1/inbox/")) == [str(valid.pk)]


def test_a_person_sees_what_any_of_their_devices_follows_and_what_is_theirs_alone() -> None:
    user = UserFactory.create(area_codes=["24640"])
    DeviceFactory.create(user=user, topics=["all", "area:24611"])
    shown = [
        NoticeFactory.create(sent=True, topics=[topic])
        for topic in ("all", "area:24611", "area:24640", f"user:{user.pk}")
    ]
    NoticeFactory.create(sent=True, topics=[f"user:{UserFactory.create().pk}"])
    assert set(ids(api_client(user).get("/api/v1/inbox/"))) == {str(notice.pk) for notice in shown}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Device-Id": "not-a-uuid", "X-Device-Secret": "x"},
        {"X-Device-Id": "0190b0a8-0000-7000-8000-000000000000", "X-Device-Secret": "x"},
    ],
)
@pytest.mark.parametrize("path", ["inbox/", "inbox/unread-count/"])
def test_without_proof_there_is_no_inbox(headers: dict[str, str], path: str) -> None:
    reply = APIClient().get(f"/api/v1/{path}", headers=headers)
    assert reply.status_code == 401
    assert reply.json()["code"] in ("not_authenticated", "device_unknown")


def test_the_secret_of_one_device_does_not_open_another() -> None:
    _client, device = guest()
    stranger, _other = guest()
    reply = stranger.get("/api/v1/inbox/", headers={"X-Device-Id": str(device.pk)})
    assert reply.status_code == 401


def test_reading_one_and_all_is_remembered_per_reader() -> None:
    client, _device = guest()
    other, _other = guest()
    first, second = (NoticeFactory.create(sent=True) for _ in range(2))
    assert client.get("/api/v1/inbox/unread-count/").json() == {"unread": 2}
    for _twice in range(2):
        assert client.post(f"/api/v1/inbox/{first.pk}/read/").status_code == 204
    assert ids(client.get("/api/v1/inbox/?unread=true")) == [str(second.pk)]
    assert client.post("/api/v1/inbox/read-all/").status_code == 204
    assert client.get("/api/v1/inbox/unread-count/").json() == {"unread": 0}
    assert other.get("/api/v1/inbox/unread-count/").json() == {"unread": 2}


def test_what_is_not_in_my_inbox_cannot_be_read_or_marked() -> None:
    client, _device = guest()
    theirs = NoticeFactory.create(sent=True, topics=["area:24640"])
    assert client.get(f"/api/v1/inbox/{theirs.pk}/").json()["code"] == "notice_not_found"
    assert client.post(f"/api/v1/inbox/{theirs.pk}/read/").status_code == 404


def test_an_item_speaks_the_language_asked_for() -> None:
    client, _device = guest()
    notice = NoticeFactory.create(sent=True, kind="warning", link="daknong://article/mua-lon", body_en="")
    item = client.get(f"/api/v1/inbox/{notice.pk}/", headers={"Accept-Language": "en"}).json()
    assert set(item) == {
        "id", "kind", "title", "body", "link", "image_url", "sent_at", "valid_until", "is_read",
    }  # fmt: skip
    assert (item["title"], item["body"], item["kind"]) == ("Heavy rain", notice.body, "warning")


def test_kinds_can_be_asked_for() -> None:
    client, _device = guest()
    NoticeFactory.create(sent=True)
    warning = NoticeFactory.create(sent=True, kind="warning")
    assert ids(client.get("/api/v1/inbox/?kind=warning")) == [str(warning.pk)]
    assert client.get("/api/v1/inbox/?kind=gossip").status_code == 400


def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    client, _device = guest()
    same_moment = timezone.now()
    wanted = {str(NoticeFactory.create(sent=True, sent_at=same_moment).pk) for _ in range(7)}
    seen: list[str] = []
    url: str | None = "/api/v1/inbox/?page_size=3"
    while url:
        reply = client.get(url)
        seen += ids(reply)
        url = reply.json()["next"]
    assert (len(seen), set(seen)) == (7, wanted)


@pytest.mark.parametrize("size", [2, 40])
def test_the_inbox_costs_the_same_few_queries_at_any_size(size: int, django_assert_max_num_queries: Any) -> None:
    user = UserFactory.create()
    DeviceFactory.create_batch(3, user=user, topics=["all", "area:24611"])
    author, approver = UserFactory.create(administrator=True), UserFactory.create(administrator=True)
    for _ in range(size):
        NoticeFactory.create(
            status=Status.SENT, sent_at=timezone.now(), author=author, approver=approver, topics=["area:24611"]
        )
    client = api_client(user)
    with django_assert_max_num_queries(3):
        assert len(ids(client.get("/api/v1/inbox/?page_size=100"))) == size
    assert Notice.objects.count() == size
