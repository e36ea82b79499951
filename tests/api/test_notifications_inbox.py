"""What is in whose inbox, by which proof, and at what price."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from notifications import services
from notifications.models import AudienceList, AudienceMember, Device, InboxRead, Notice, Origin, Preference
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
        "id", "kind", "title", "body", "event", "instruction", "risk_level", "link", "image_url", "sent_at",
        "valid_until", "is_read", "is_archived", "is_exercise", "is_test", "tag", "replaces",
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


def put_away(client: APIClient, notice: Notice) -> None:
    assert client.post(f"/api/v1/inbox/{notice.pk}/archive/").status_code == 204


def test_what_is_put_away_leaves_the_list_and_comes_back() -> None:
    client, _device = guest()
    notice, other = NoticeFactory.create(sent=True), NoticeFactory.create(sent=True)
    for _twice in range(2):
        put_away(client, notice)
    assert ids(client.get("/api/v1/inbox/")) == [str(other.pk)]
    assert ids(client.get("/api/v1/inbox/?archived=true")) == [str(notice.pk)]
    item = client.get(f"/api/v1/inbox/{notice.pk}/").json()
    assert (item["is_archived"], item["is_read"]) == (True, True)
    assert client.get("/api/v1/inbox/unread-count/").json() == {"unread": 1}
    for _twice in range(2):
        assert client.delete(f"/api/v1/inbox/{notice.pk}/archive/").status_code == 204
    assert len(ids(client.get("/api/v1/inbox/"))) == 2
    assert client.get(f"/api/v1/inbox/{notice.pk}/").json()["is_read"]


def test_putting_away_what_was_read_keeps_when_it_was_read() -> None:
    client, device = guest()
    notice = NoticeFactory.create(sent=True)
    read_at = timezone.now() - timedelta(hours=3)
    InboxRead.objects.create(device=device, notice=notice, read_at=read_at)
    put_away(client, notice)
    mark = InboxRead.objects.get()
    assert (mark.read_at, mark.archived_at is None) == (read_at, False)


@pytest.mark.parametrize("method", ["post", "delete"])
def test_what_is_not_in_my_inbox_cannot_be_put_away(method: str) -> None:
    client, _device = guest()
    theirs = NoticeFactory.create(sent=True, topics=["area:24640"])
    reply = getattr(client, method)(f"/api/v1/inbox/{theirs.pk}/archive/")
    assert (reply.status_code, reply.json()["code"]) == (404, "notice_not_found")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("mua lon", ["rain"]),
        ("MƯA LỚN", ["rain"]),
        ("heavy rain", ["rain"]),
        ("duong 23 thang 3", ["power"]),
        ("tuyet", []),
        ("!!", []),
    ],
)
def test_words_are_found_in_either_language_in_any_spelling(wanted: str, found: list[str]) -> None:
    client, _device = guest()
    known = {
        "rain": NoticeFactory.create(sent=True),
        "power": NoticeFactory.create(sent=True, title="Cắt điện", body="Dọc đường 23 Tháng 3.", title_en=""),
    }
    assert ids(client.get("/api/v1/inbox/", {"q": wanted})) == [str(known[name].pk) for name in found]


def test_several_kinds_can_be_asked_for_at_once() -> None:
    client, _device = guest()
    made = {kind: str(NoticeFactory.create(sent=True, kind=kind).pk) for kind in ("information", "warning", "reminder")}
    assert set(ids(client.get("/api/v1/inbox/?kind=warning,reminder"))) == {made["warning"], made["reminder"]}
    reply = client.get("/api/v1/inbox/?kind=warning,gossip")
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (400, "kind")


@pytest.mark.parametrize(
    ("audience", "is_shown"),
    [
        ({"all": ["area:24611", "role:citizen"]}, True),
        ({"all": ["area:24611", {"not": "role:citizen"}]}, False),
        ({"any": ["area:24640", "lang:vi"]}, True),
        ({"not": "area:24611"}, False),
        ({"not": "area:24640"}, True),
        ({"all": ["all", "role:officer"]}, False),
    ],
)
def test_the_formula_of_the_audience_decides(audience: Any, is_shown: bool) -> None:
    notice = NoticeFactory.create(sent=True, audience=audience)
    reply = api_client(UserFactory.create(area_codes=["24611"])).get("/api/v1/inbox/")
    assert ids(reply) == ([str(notice.pk)] if is_shown else [])


def test_a_list_of_people_is_read_by_its_people_alone() -> None:
    member, other = UserFactory.create(), UserFactory.create()
    people = AudienceList.objects.create(name="Trưởng thôn", author=UserFactory.create(administrator=True))
    AudienceMember.objects.create(audience_list=people, user=member)
    notice = NoticeFactory.create(sent=True, audience=f"list:{people.pk}")
    assert ids(api_client(member).get("/api/v1/inbox/")) == [str(notice.pk)]
    assert ids(api_client(other).get("/api/v1/inbox/")) == []


def test_what_a_reader_has_turned_off_is_not_shown_but_an_emergency_is() -> None:
    client, device = guest("area:24611")
    Preference.objects.create(device=device, inbox_off=["information", "area:24611"])
    NoticeFactory.create(sent=True)
    NoticeFactory.create(sent=True, kind="warning", topics=["area:24611"])
    warning = NoticeFactory.create(sent=True, kind="warning", topics=["all"])
    emergency = NoticeFactory.create(sent=True, kind="emergency", topics=["area:24611"])
    assert set(ids(client.get("/api/v1/inbox/"))) == {str(warning.pk), str(emergency.pk)}


def test_a_replaced_notice_is_gone_once_the_newer_one_went_out() -> None:
    client, _device = guest()
    old = NoticeFactory.create(sent=True, sent_at=timezone.now() - timedelta(hours=1))
    newer = NoticeFactory.create(replaces=old, tag_id=old.pk)
    assert ids(client.get("/api/v1/inbox/")) == [str(old.pk)]
    approver = UserFactory.create(administrator=True)
    Notice.objects.filter(pk=newer.pk).update(status="sent", sent_at=timezone.now(), approver=approver)
    assert ids(client.get("/api/v1/inbox/")) == [str(newer.pk)]
    item = client.get(f"/api/v1/inbox/{newer.pk}/").json()
    assert (item["replaces"], item["tag"]) == (str(old.pk), str(old.pk))
    Notice.objects.filter(pk=newer.pk).update(status="cancelled")
    assert ids(client.get("/api/v1/inbox/")) == []


def test_a_trial_is_in_its_authors_inbox_alone_and_marked() -> None:
    author, other = UserFactory.create(administrator=True), UserFactory.create()
    draft = NoticeFactory.create(author=author)
    trial = NoticeFactory.create(
        origin=Origin.TEST, author=author, concerns=draft, audience="all", status="sent", sent_at=timezone.now()
    )
    (item,) = api_client(author).get("/api/v1/inbox/").json()["results"]
    assert (item["id"], item["title"], item["is_test"]) == (str(trial.pk), "[THỬ] Mưa lớn", True)
    assert ids(api_client(other).get("/api/v1/inbox/")) == []
    assert ids(guest()[0].get("/api/v1/inbox/")) == []


@pytest.mark.parametrize("origin", [Origin.RECALL, Origin.DIGEST])
def test_recalls_and_digests_only_knock(origin: str) -> None:
    NoticeFactory.create(origin=origin, author=None, key="x", status="sent", sent_at=timezone.now())
    assert ids(guest()[0].get("/api/v1/inbox/")) == []


def test_an_exercise_says_so_in_front_in_the_language_asked_for() -> None:
    client, _device = guest()
    NoticeFactory.create(sent=True, is_exercise=True, event="Lũ quét", instruction="Lên chỗ cao.", risk_level=3)
    (item,) = client.get("/api/v1/inbox/", headers={"Accept-Language": "en"}).json()["results"]
    assert (item["title"], item["is_exercise"]) == ("[EXERCISE] Heavy rain", True)
    assert (item["event"], item["instruction"], item["risk_level"]) == ("Lũ quét", "Lên chỗ cao.", 3)


@pytest.mark.parametrize("query", ["", "?q=mua&kind=warning,information&unread=true", "?archived=true"])
def test_the_list_is_one_query_for_the_reader_and_one_for_the_notices(
    query: str, django_assert_num_queries: Any
) -> None:
    user = UserFactory.create(area_codes=["24611"])
    DeviceFactory.create_batch(3, user=user, topics=["all", "area:24611"])
    Preference.objects.create(user=user, inbox_off=["reminder"])
    for topic in ("all", "area:24611", f"user:{user.pk}"):
        NoticeFactory.create(sent=True, topics=[topic])
    client = api_client(user)
    by_token, by_secret = 1 + 1 + 1, 1 + 1  # session and person; reader; notices
    with django_assert_num_queries(by_token):
        client.get(f"/api/v1/inbox/{query}")
    client, _device = guest("area:24611")
    with django_assert_num_queries(by_secret):
        client.get(f"/api/v1/inbox/{query}")


@pytest.mark.parametrize("size", [1, 30])
def test_marking_all_as_read_costs_the_same_at_any_size(size: int, django_assert_max_num_queries: Any) -> None:
    client, _device = guest()
    for _ in range(size):
        NoticeFactory.create(sent=True)
    with django_assert_max_num_queries(5):
        client.post("/api/v1/inbox/read-all/")
    assert client.get("/api/v1/inbox/unread-count/").json() == {"unread": 0}
