"""Receipts: who may send them, what they count, that twice is once, also at the same moment."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.db.models import Sum
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from rest_framework.test import APIClient

from backend.accounts.models import ConsentPurpose, ConsentRecord, User
from notifications import services
from notifications.models import Device, InboxRead, Notice, Origin, Preference, Receipt, ReceiptTick
from notifications.services.receipts import KEPT_FOR, receipts_purge
from tests.factories.accounts import UserFactory, api_client
from tests.factories.notifications import NoticeFactory

pytestmark = pytest.mark.django_db
PATH = "/api/v1/receipts/"
NOW = datetime.now().astimezone().replace(microsecond=0)


def agreeing_guest(*topics: str) -> tuple[APIClient, Device]:
    """A guest's phone that lets receipts be counted."""
    done = services.device_register(
        install_id=uuid.uuid4(), token=None, platform="android", language="vi", topics=topics
    )
    Preference.objects.create(device=done.device, receipts_since=timezone.now())
    return APIClient(headers={"X-Device-Id": str(done.device.pk), "X-Device-Secret": done.secret or ""}), done.device


def agree(user: User, *, granted: bool = True) -> None:
    purpose, _made = ConsentPurpose.objects.get_or_create(
        slug="notice_receipts", version=1, defaults={"title": "Xác nhận", "text": "Đếm."}
    )
    ConsentRecord.objects.create(user=user, purpose=purpose, granted=granted)


def persons_phone(user: User) -> tuple[APIClient, Device]:
    device = services.device_register(
        install_id=uuid.uuid4(), token=None, platform="android", language="vi", user=user
    ).device
    return api_client(user), device


def sent(**values: Any) -> Notice:
    return NoticeFactory.create(sent=True, sent_at=timezone.now() - timedelta(hours=2), **values)


def said(notice: Notice | uuid.UUID, **times: datetime) -> dict[str, str]:
    pk = notice.pk if isinstance(notice, Notice) else notice
    return {"notice_id": str(pk)} | {name: moment.isoformat() for name, moment in times.items()}


def send(client: APIClient, *receipts: dict[str, str], **headers: str) -> Any:
    reply = client.post(PATH, {"receipts": receipts}, format="json", headers=headers)
    assert reply.status_code == 200, reply.content
    return reply.json()


def counts(notice: Notice) -> tuple[int, int]:
    sums = ReceiptTick.objects.filter(notice=notice).aggregate(Sum("delivered"), Sum("opened"))
    return sums["delivered__sum"] or 0, sums["opened__sum"] or 0


def test_a_batch_is_counted_once_however_often_it_is_sent() -> None:
    client, device = agreeing_guest()
    notice, other, unknown = sent(), sent(), uuid.uuid4()
    batch = [
        said(notice, delivered_at=NOW - timedelta(minutes=5)),
        said(notice, opened_at=NOW - timedelta(minutes=1)),
        said(other, delivered_at=NOW),
        said(unknown, opened_at=NOW),
    ]
    for _again in range(3):
        assert send(client, *batch) == {"counted": True, "ignored": [str(unknown)]}
    assert (counts(notice), counts(other)) == ((1, 1), (1, 0))
    assert Receipt.objects.filter(device=device).count() == 2


def test_each_minute_is_counted_by_itself() -> None:
    client, _device = agreeing_guest()
    notice = sent()
    shown, opened = NOW - timedelta(minutes=9), NOW - timedelta(minutes=2)
    send(client, said(notice, delivered_at=shown, opened_at=opened))
    ticks = ReceiptTick.objects.order_by("minute").values_list("minute", "delivered", "opened")
    assert list(ticks) == [(shown.replace(second=0), 1, 0), (opened.replace(second=0), 0, 1)]


def test_the_earlier_time_wins_and_is_not_counted_again() -> None:
    client, _device = agreeing_guest()
    notice = sent()
    for minutes in (10, 30, 5):
        send(client, said(notice, delivered_at=NOW - timedelta(minutes=minutes)))
    assert Receipt.objects.get().delivered_at == NOW - timedelta(minutes=30)
    assert counts(notice) == (1, 0)


@pytest.mark.parametrize("moment", ["9999-12-31T12:00:00Z", "2100-01-01T00:00:00Z"])
def test_the_future_is_now(moment: str) -> None:
    client, _device = agreeing_guest()
    send(client, said(sent()) | {"opened_at": moment})
    opened = Receipt.objects.get().opened_at
    assert opened is not None
    assert abs(opened - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"])
def test_nothing_was_shown_before_it_was_sent(moment: str) -> None:
    client, _device = agreeing_guest()
    notice = sent()
    reply = client.post(PATH, {"receipts": [said(notice) | {"delivered_at": moment}]}, format="json")
    assert reply.status_code in (200, 400)
    if reply.status_code == 200:
        assert Receipt.objects.get().delivered_at == notice.sent_at
    assert parse_datetime(moment)


def test_what_was_opened_is_read() -> None:
    client, _device = agreeing_guest()
    notice, other = sent(), sent()
    send(client, said(notice, opened_at=NOW), said(other, delivered_at=NOW))
    assert client.get("/api/v1/inbox/unread-count/").json() == {"unread": 1}
    assert InboxRead.objects.get().notice == notice


def test_without_consent_it_is_read_but_nothing_is_counted_or_kept() -> None:
    client, device = agreeing_guest()
    Preference.objects.update(receipts_since=None)
    notice = sent()
    assert send(client, said(notice, opened_at=NOW)) == {"counted": False, "ignored": []}
    assert InboxRead.objects.filter(device=device, notice=notice).exists()
    assert not Receipt.objects.exists()
    assert not ReceiptTick.objects.exists()


def test_a_persons_consent_is_asked_for_and_can_be_withdrawn() -> None:
    user = UserFactory.create()
    client, device = persons_phone(user)
    named = {"X-Device-Id": str(device.pk)}
    notice = sent()
    preferences = "/api/v1/notification-preferences/"
    for granted in (None, True, False):
        if granted is not None:
            agree(user, granted=granted)
        assert client.get(preferences).json()["receipts"] == bool(granted)
        assert send(client, said(notice, opened_at=NOW), **named)["counted"] == bool(granted)
    assert counts(notice) == (0, 1)
    assert InboxRead.objects.get().user == user


def test_a_guest_does_not_agree_for_the_person_who_is_signed_in() -> None:
    client, device = agreeing_guest()
    services.device_attach_user(device_id=device.pk, user=UserFactory.create())
    assert send(client, said(sent(), opened_at=NOW))["counted"] is False


@pytest.mark.parametrize("named", ["", "not-a-uuid", "strangers", "guests"])
def test_a_person_sends_for_a_device_of_their_own(named: str) -> None:
    user = UserFactory.create()
    _client, mine = persons_phone(user)
    _other, strangers = persons_phone(UserFactory.create())
    _third, guests = agreeing_guest()
    header = {"strangers": str(strangers.pk), "guests": str(guests.pk)}.get(named, named)
    body = {"receipts": [said(sent(), opened_at=NOW)]}
    reply = api_client(user).post(PATH, body, format="json", headers={"X-Device-Id": header})
    assert (reply.status_code, reply.json()["code"]) == (404, "device_not_found")
    assert mine.user == user


def test_without_proof_nobody_sends_receipts() -> None:
    body = {"receipts": [said(uuid.uuid4(), opened_at=NOW)]}
    assert APIClient().post(PATH, body, format="json").status_code == 401
    _client, device = agreeing_guest()
    wrong = {"X-Device-Id": str(device.pk), "X-Device-Secret": "wrong"}
    assert APIClient().post(PATH, body, format="json", headers=wrong).json()["code"] == "device_unknown"


@pytest.mark.parametrize(
    "make",
    [
        lambda: sent(topics=["area:24640"]),
        lambda: NoticeFactory.create(),
        lambda: NoticeFactory.create(sent=True, sent_at=timezone.now() - KEPT_FOR - timedelta(hours=1)),
        lambda: sent(origin=Origin.RECALL, author=None, key="recall:1", approver=None),
    ],
)
def test_what_was_not_sent_to_this_device_is_ignored(make: Callable[[], Notice]) -> None:
    client, _device = agreeing_guest("area:24611")
    notice = make()
    assert send(client, said(notice, opened_at=NOW))["ignored"] == [str(notice.pk)]
    assert not Receipt.objects.exists()
    assert not InboxRead.objects.exists()


def test_a_digest_is_counted_but_is_in_no_inbox_to_be_read() -> None:
    client, _device = agreeing_guest()
    digest = sent(origin=Origin.DIGEST, author=None, key="digest:1", approver=None)
    send(client, said(digest, opened_at=NOW))
    assert (counts(digest), InboxRead.objects.exists()) == ((0, 1), False)


@pytest.mark.parametrize(
    "receipts",
    [[], [{"opened_at": "2026-11-23T08:00:00Z"}], [{"notice_id": "x"}], "x", [{"notice_id": str(uuid.uuid4())}] * 201],
)
def test_a_malformed_batch_is_refused(receipts: Any) -> None:
    client, _device = agreeing_guest()
    reply = client.post(PATH, {"receipts": receipts}, format="json")
    assert (reply.status_code, reply.json()["code"]) == (400, "validation_error")


@pytest.mark.parametrize("size", [1, 200])
def test_a_batch_costs_the_same_at_any_size(size: int, django_assert_max_num_queries: Any) -> None:
    client, _device = agreeing_guest()
    author, approver = UserFactory.create(administrator=True), UserFactory.create(administrator=True)
    sent_at = timezone.now() - timedelta(hours=2)
    notices = [NoticeFactory.build(sent=True, author=author, approver=approver, sent_at=sent_at) for _ in range(size)]
    Notice.objects.bulk_create(notices)
    batch = [said(notice, delivered_at=NOW, opened_at=NOW) for notice in notices]
    with django_assert_max_num_queries(13):
        send(client, *batch)
    assert Receipt.objects.count() == size


def test_who_said_what_is_forgotten_and_the_counts_stay() -> None:
    client, _device = agreeing_guest()
    old, new = sent(), sent()
    send(client, said(old, delivered_at=NOW), said(new, delivered_at=NOW))
    Notice.objects.filter(pk=old.pk).update(sent_at=timezone.now() - KEPT_FOR - timedelta(hours=1))
    assert receipts_purge() == 1
    assert (Receipt.objects.get().notice, counts(old)) == (new, (1, 0))


def at_once(asks: list[Callable[[], Any]]) -> list[Any]:
    def ask(one: Callable[[], Any]) -> Any:
        try:
            return one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(ask, asks))


@pytest.mark.django_db(transaction=True)
def test_the_same_batch_from_one_device_at_the_same_moment_counts_once() -> None:
    client, _device = agreeing_guest()
    notices = [sent() for _ in range(5)]
    batch = [said(notice, delivered_at=NOW, opened_at=NOW) for notice in notices]
    at_once([lambda: send(client, *batch) for _ in range(6)])
    assert [counts(notice) for notice in notices] == [(1, 1)] * 5


@pytest.mark.django_db(transaction=True)
def test_batches_of_many_devices_in_any_order_wait_in_no_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.services.receipts.SHARDS", 1)  # all add to the same rows
    user = UserFactory.create()
    agree(user)
    notices = [sent() for _ in range(12)]
    batch = [said(notice, delivered_at=NOW, opened_at=NOW) for notice in notices]
    phones = [agreeing_guest(), persons_phone(user), persons_phone(user)]  # fewer than there are connections
    asks = [
        lambda client=client, device=device, turn=turn: send(
            client, *(batch if turn else reversed(batch)), **{"X-Device-Id": str(device.pk)}
        )
        for client, device in phones
        for turn in (0, 1)
    ]
    assert all(answer["counted"] for answer in at_once(asks))
    assert [counts(notice) for notice in notices] == [(3, 3)] * 12


@pytest.mark.django_db(transaction=True)
def test_a_device_that_is_forgotten_meanwhile_breaks_nothing() -> None:
    for _ in range(3):
        client, device = agreeing_guest()
        body = {"receipts": [said(sent(), opened_at=NOW)]}
        statuses = at_once(
            [
                lambda client=client, body=body: client.post(PATH, body, format="json").status_code,
                lambda client=client, device=device: client.delete(f"/api/v1/devices/{device.pk}/").status_code,
            ]
        )
        assert statuses[0] in (200, 401, 404)
        assert statuses[1] == 204
