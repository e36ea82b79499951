"""Planning, claiming, recording and retrying, with a sender that answers what the test says."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from notifications import conf, dispatch, doorbell, ledger, planner, services, tasks
from notifications.models import BatchStatus, DeliveryFailure, Device, Notice, NoticeBatch
from notifications.senders.base import Outcome, Outgoing, Result
from notifications.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.notifications import DeviceFactory, NoticeFactory, batches_of, notice_planned

pytestmark = pytest.mark.django_db

Answer = Callable[[Outgoing], Result]


class FakeSender:
    """Answers by function and remembers whom it was asked to reach."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.sent: list[Outgoing] = []
        self.calls = 0

    def send(self, messages: list[Outgoing]) -> list[Result]:
        self.calls += 1
        self.sent += messages
        return [self.answer(message) for message in messages]


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> FakeSender:
    fake = FakeSender(lambda outgoing: Result(Outcome.ACCEPTED))
    monkeypatch.setattr(dispatch, "fcm_sender", lambda: fake)
    return fake


@pytest.fixture(autouse=True)
def rings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, uuid.UUID]]:
    heard: list[tuple[str, uuid.UUID]] = []
    monkeypatch.setattr(doorbell, "_ring", lambda what, notice_id, kind: heard.append((what, notice_id)))
    return heard


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of four, slices of two."""
    monkeypatch.setattr(planner, "BATCH_SIZE", 4)
    monkeypatch.setattr(ledger, "SLICE_SIZE", 2)
    monkeypatch.setattr(dispatch, "SLICE_SIZE", 2)


def send(notice: Notice) -> Notice:
    dispatch.notice_send(notice_id=notice.pk, kind=notice.kind)
    notice.refresh_from_db()
    return notice


# --- Planning -------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("small")
def test_the_audience_is_cut_into_ranges_that_hold_each_device_once(django_assert_max_num_queries: Any) -> None:
    devices = sorted(device.pk for device in DeviceFactory.create_batch(10))
    notice = NoticeFactory.create(approved=True)
    with django_assert_max_num_queries(6):
        planner.notice_start(notice_id=notice.pk)
    batches = batches_of(notice)
    assert [batch.planned for batch in batches] == [4, 4, 2]
    assert [pk for batch in batches for pk in devices if batch.lo <= pk <= batch.hi] == devices


def test_only_devices_that_follow_a_topic_and_can_be_reached_are_planned() -> None:
    DeviceFactory.create(topics=["all", "area:24611"])
    DeviceFactory.create(topics=["all", "area:24611", "category:canh-bao"])
    DeviceFactory.create(topics=["all", "area:24640"])
    DeviceFactory.create(topics=["all", "area:24611"], is_active=False)
    DeviceFactory.create(topics=["all", "area:24611"], token=None)
    assert services.audience_count(["area:24611", "category:canh-bao"]) == 2
    assert notice_planned(topics=["area:24611", "category:canh-bao"]).planned_count == 2


def test_a_notice_is_planned_once_however_often_the_bell_rings() -> None:
    DeviceFactory.create()
    notice = notice_planned()
    assert planner.notice_start(notice_id=notice.pk) is None
    assert NoticeBatch.objects.count() == 1


def test_a_scheduled_notice_starts_at_its_time_and_not_before(rings: list[Any]) -> None:
    DeviceFactory.create()
    at = timezone.now() + timedelta(hours=2)
    notice = NoticeFactory.create(approved=True, status=Status.SCHEDULED, scheduled_at=at)
    assert planner.notice_start(notice_id=notice.pk) is None
    tasks.sweep()
    assert rings == []
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        tasks.sweep()
        assert rings == [("start", notice.pk)]
        assert planner.notice_start(notice_id=notice.pk) is not None


def test_a_notice_without_devices_is_sent_at_once_and_stays_in_the_inbox() -> None:
    notice = NoticeFactory.create(approved=True)
    assert planner.notice_start(notice_id=notice.pk) is None
    notice.refresh_from_db()
    assert (notice.status, notice.planned_count) == (Status.SENT, 0)
    assert notice.sent_at is not None


def test_a_notice_that_ran_out_before_its_start_fails_with_a_reason() -> None:
    notice = NoticeFactory.create(approved=True, valid_until=timezone.now() - timedelta(seconds=1))
    assert planner.notice_start(notice_id=notice.pk) is None
    notice.refresh_from_db()
    assert notice.status == Status.FAILED
    assert notice.status_reason


# --- Sending --------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("small")
def test_every_device_gets_it_once_and_the_ledger_adds_up(sender: FakeSender) -> None:
    devices = DeviceFactory.create_batch(11)
    notice = send(notice_planned())
    assert sorted(out.device_id for out in sender.sent) == sorted(device.pk for device in devices)
    assert (notice.status, notice.planned_count, notice.accepted_count, notice.failed_count) == ("sent", 11, 11, 0)


def test_each_phone_gets_its_own_language(sender: FakeSender) -> None:
    DeviceFactory.create(token="vi-phone", language="vi")
    DeviceFactory.create(token="en-phone", language="en")
    send(notice_planned())
    assert {out.token: out.content.title for out in sender.sent} == {"vi-phone": "Mưa lớn", "en-phone": "Heavy rain"}


def test_a_cancelled_notice_sends_nothing_more(sender: FakeSender) -> None:
    DeviceFactory.create()
    notice = notice_planned()
    services.notice_cancel(notice_id=notice.pk, by=notice.author)
    tasks.send_notice(str(notice.pk))
    assert sender.sent == []


@pytest.mark.usefixtures("small")
def test_cancelling_on_the_way_stops_within_a_slice(sender: FakeSender) -> None:
    DeviceFactory.create_batch(8)
    notice = notice_planned()

    def cancel_after_the_first(outgoing: Outgoing) -> Result:
        Notice.objects.filter(pk=notice.pk).update(status=Status.CANCELLED)
        return Result(Outcome.ACCEPTED)

    sender.answer = cancel_after_the_first
    send(notice)
    assert len(sender.sent) == 2
    assert batches_of(notice)[0].accepted == 2


# --- Answers --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("reason", ["unregistered", "sender_id_mismatch"])
def test_a_device_that_firebase_calls_gone_is_disabled(sender: FakeSender, reason: str) -> None:
    device = DeviceFactory.create()
    sender.answer = lambda outgoing: Result(Outcome.GONE, reason)
    notice = send(notice_planned())
    device.refresh_from_db()
    assert (device.is_active, device.disabled_reason) == (False, reason)
    assert list(notice.failures.values_list("device", "reason")) == [(device.pk, reason)]
    assert (notice.status, notice.failed_count) == (Status.SENT, 1)


def test_a_token_renewed_while_we_were_sending_is_not_disabled(sender: FakeSender) -> None:
    device = DeviceFactory.create(token="old")

    def renewed_meanwhile(outgoing: Outgoing) -> Result:
        Device.objects.filter(pk=device.pk).update(token="new")
        return Result(Outcome.GONE, "unregistered")

    sender.answer = renewed_meanwhile
    send(notice_planned())
    device.refresh_from_db()
    assert device.is_active


@pytest.mark.usefixtures("small")
def test_a_bad_message_stops_the_notice_within_a_slice_and_disables_nobody(sender: FakeSender) -> None:
    DeviceFactory.create_batch(9)
    sender.answer = lambda outgoing: Result(Outcome.BAD_MESSAGE, "invalid_payload", "too big")
    notice = send(notice_planned())
    assert (notice.status, len(sender.sent)) == (Status.FAILED, 2)
    assert "too big" in notice.status_reason
    assert Device.objects.filter(is_active=True, suspect_count=0).count() == 9
    assert {batch.status for batch in batches_of(notice)} == {BatchStatus.STOPPED}


def test_an_invalid_token_is_only_suspect_until_it_goes_on(sender: FakeSender) -> None:
    device = DeviceFactory.create()
    sender.answer = lambda outgoing: Result(Outcome.SUSPECT, "invalid_token")
    for turn in range(1, conf.SUSPECT_LIMIT + 1):
        send(notice_planned())
        device.refresh_from_db()
        assert (device.suspect_count, device.is_active) == (turn, turn < conf.SUSPECT_LIMIT)


def test_a_success_clears_the_suspicion(sender: FakeSender) -> None:
    device = DeviceFactory.create(suspect_count=conf.SUSPECT_LIMIT - 1)
    send(notice_planned())
    device.refresh_from_db()
    assert device.suspect_count == 0


# --- Later ----------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("small")
def test_only_those_who_said_later_are_tried_again_after_their_time(sender: FakeSender) -> None:
    DeviceFactory.create_batch(6)
    slow = DeviceFactory.create(token="busy")
    later = Result(Outcome.RETRY, "quota_exceeded", retry_after=60)
    sender.answer = lambda outgoing: later if outgoing.token == "busy" else Result(Outcome.ACCEPTED)
    notice = send(notice_planned())
    batch = NoticeBatch.objects.get(retry_ids__contains=[slow.pk])
    assert (notice.status, len(sender.sent), batch.status) == (Status.SENDING, 7, BatchStatus.PENDING)
    assert batch.not_before > timezone.now() + timedelta(seconds=59)
    send(notice)
    assert len(sender.sent) == 7  # its time has not come
    sender.answer = lambda outgoing: Result(Outcome.ACCEPTED)
    with time_machine.travel(batch.not_before + timedelta(seconds=1), tick=False):
        send(notice)
    assert [out.device_id for out in sender.sent[7:]] == [slow.pk]
    assert (notice.status, notice.accepted_count) == (Status.SENT, 7)


@pytest.mark.usefixtures("small")
def test_many_who_say_later_again_and_again_are_all_kept(sender: FakeSender) -> None:
    devices = DeviceFactory.create_batch(4)
    sender.answer = lambda outgoing: Result(Outcome.RETRY, "unavailable")
    notice = notice_planned()
    at = timezone.now()
    for _round in range(3):
        with time_machine.travel(at, tick=False):
            send(notice)
        (batch,) = batches_of(notice)
        assert sorted(batch.retry_ids) == sorted(device.pk for device in devices)
        at = batch.not_before + timedelta(seconds=1)
    assert len(sender.sent) == 12


def test_backoff_never_undercuts_what_was_asked_and_grows_with_a_cap() -> None:
    for attempts in range(30):
        wait = ledger.backoff(attempts, retry_after=45).total_seconds()
        assert 45 <= wait <= 45 + conf.RETRY_CAP.total_seconds()
    assert ledger.backoff(0, retry_after=0) >= conf.RETRY_BASE
    assert len({ledger.backoff(5, 0) for _ in range(20)}) > 15  # full jitter: no two together


def test_after_a_day_what_is_left_fails_with_its_reason(sender: FakeSender) -> None:
    device = DeviceFactory.create()
    sender.answer = lambda outgoing: Result(Outcome.RETRY, "unavailable")
    notice = send(notice_planned())
    with time_machine.travel(timezone.now() + conf.GIVE_UP_AFTER + timedelta(minutes=1), tick=False):
        send(notice)
    assert (notice.status, notice.failed_count, len(sender.sent)) == (Status.FAILED, 1, 1)
    assert DeliveryFailure.objects.get(device=device).reason == "expired"


def test_validity_ends_the_trying_too(sender: FakeSender) -> None:
    DeviceFactory.create()
    sender.answer = lambda outgoing: Result(Outcome.RETRY, "unavailable")
    notice = send(notice_planned(valid_until=timezone.now() + timedelta(minutes=30)))
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        send(notice)
    assert notice.status == Status.FAILED


# --- Leases ---------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("small")
def test_a_silent_workers_batch_goes_on_where_it_stopped(sender: FakeSender, rings: list[Any]) -> None:
    devices = sorted(device.pk for device in DeviceFactory.create_batch(4))
    notice = notice_planned()
    killed = ledger.batch_claim(notice_id=notice.pk)
    assert killed is not None
    first = [(Outgoing(pk, f"t{pk}", None), Result(Outcome.ACCEPTED)) for pk in devices[:2]]  # type: ignore[arg-type]
    assert ledger.slice_record(killed, first, done_to=devices[1], retry_ids=[])
    assert ledger.batch_claim(notice_id=notice.pk) is None  # held
    with time_machine.travel(timezone.now() + conf.LEASE + timedelta(seconds=1), tick=False):
        tasks.sweep()
        assert ("send", notice.pk) in rings
        send(notice)
        assert [out.device_id for out in sender.sent] == devices[2:]
        assert (notice.status, notice.accepted_count) == (Status.SENT, 4)
        # The first worker was not dead after all: it may write nothing any more.
        assert ledger.slice_record(killed, first, done_to=devices[3], retry_ids=[]) is None
    assert batches_of(notice)[0].accepted == 4


@pytest.mark.usefixtures("small")
def test_no_batch_is_given_to_two_workers() -> None:
    DeviceFactory.create_batch(8)
    notice = notice_planned()
    claimed = [ledger.batch_claim(notice_id=notice.pk) for _worker in range(3)]
    assert [batch is not None for batch in claimed] == [True, True, False]
    assert claimed[0] != claimed[1]


def test_the_sweeper_closes_a_notice_whose_worker_died_before_the_last_word() -> None:
    DeviceFactory.create()
    notice = notice_planned()
    NoticeBatch.objects.update(status=BatchStatus.DONE, accepted=1)
    tasks.sweep()
    notice.refresh_from_db()
    assert (notice.status, notice.accepted_count) == (Status.SENT, 1)


def test_the_sweeper_rings_no_more_workers_than_there_are_batches(rings: list[Any]) -> None:
    DeviceFactory.create()
    notice = notice_planned()
    tasks.sweep()
    assert rings == [("send", notice.pk)]


# --- One person -----------------------------------------------------------------------------------------------------
def notify(user: Any, key: str = "report:1:received") -> uuid.UUID:
    return services.notify(user_id=user.pk, key=key, title={"vi": "Đã nhận"}, body={"vi": "Cảm ơn bạn."})


def test_saying_the_same_thing_twice_says_it_once(rings: list[Any], django_capture_on_commit_callbacks: Any) -> None:
    user = UserFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        first, second = notify(user), notify(user)
        assert rings == []  # nothing leaves before the commit
    assert first == second
    assert rings == [("start", first)]


def test_a_personal_notice_reaches_every_device_of_its_owner_and_no_other(sender: FakeSender) -> None:
    owner, other = UserFactory.create(), UserFactory.create()
    mine = [DeviceFactory.create(user=owner, topics=["all", f"user:{owner.pk}"]) for _ in range(2)]
    DeviceFactory.create(user=other, topics=["all", f"user:{other.pk}"])
    tasks.start_notice(str(notify(owner)))
    assert {out.device_id for out in sender.sent} == {device.pk for device in mine}
    assert sender.sent[0].content.title == "Đã nhận"  # no English: Vietnamese for everybody


@pytest.mark.parametrize("topics", [["all"], ["area:24611"], ["report:1", "all"], []])
def test_what_speaks_to_many_cannot_go_around_the_second_person(topics: list[str]) -> None:
    with pytest.raises(ValueError, match="not a personal audience"):
        services.notify(user_id=None, key="k", title={"vi": "T"}, body={"vi": "B"}, topics=topics)


def test_a_guests_device_hears_of_the_report_it_follows(sender: FakeSender) -> None:
    device, report = DeviceFactory.create(), uuid.uuid4()
    assert services.device_follow(device_id=device.pk, topic=f"report:{report}")
    notice_id = services.notify(user_id=None, key="k", title={"vi": "T"}, body={"vi": "B"}, topics=[f"report:{report}"])
    tasks.start_notice(str(notice_id))
    assert [out.device_id for out in sender.sent] == [device.pk]
