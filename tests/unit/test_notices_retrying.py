"""Trying again, pausing, giving up; senders that die, are told to end, or lose the database."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from notifications import conf, course, engine, planner, tasks
from notifications.engine import Engine
from notifications.ledger import batches, endings
from notifications.models import BatchStatus, DeliveryFailure, Device, NoticeBatch
from notifications.pace import Pace
from notifications.priorities import EMERGENCY, ORDINARY
from notifications.senders.base import ACCEPTED, Outcome, Outgoing, Result
from notifications.workflow import Status
from tests.factories.notifications import DeviceFactory, NoticeFactory, batches_of, notice_planned
from tests.transports import FakeTransport, its_time_has_come, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rings")]
LATER = Result(Outcome.RETRY, "unavailable", "try again")


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The breaker never trips: a few devices are nearly all."""
    monkeypatch.setattr(course, "BREAKER_ANSWERS", 10_000)


# --- Later -----------------------------------------------------------------------------------------------------------
def test_only_those_who_said_later_are_tried_again_after_their_time(transport: FakeTransport) -> None:
    DeviceFactory.create_batch(6)
    DeviceFactory.create(token="busy")
    later = Result(Outcome.RETRY, "unavailable", retry_after=60)
    transport.answer = lambda outgoing: later if outgoing.token == "busy" else ACCEPTED
    notice = send(notice_planned())
    (batch,) = batches_of(notice)
    assert (notice.status, len(transport.sent), batch.status) == (Status.SENDING, 7, BatchStatus.PENDING)
    assert batch.not_before > timezone.now() + timedelta(seconds=55)
    send(notice)
    assert len(transport.sent) == 7  # its time has not come
    transport.answer = lambda outgoing: ACCEPTED
    its_time_has_come()
    send(notice)
    assert transport.tokens[7:] == ["busy"]
    assert (notice.status, notice.accepted_count) == (Status.SENT, 7)


@pytest.mark.usefixtures("patient")
def test_many_who_say_later_again_and_again_are_all_kept_and_wait_longer(transport: FakeTransport) -> None:
    DeviceFactory.create_batch(4)
    transport.answer = lambda outgoing: LATER
    notice = notice_planned()
    for turn in range(1, 4):
        send(notice)
        (batch,) = batches_of(notice)
        assert (batch.attempts, batch.accepted, batch.status) == (turn, 0, BatchStatus.PENDING)
        its_time_has_come()
    assert len(transport.sent) == 12


def test_where_most_go_through_the_wait_does_not_grow(transport: FakeTransport) -> None:
    tokens = [device.token for device in DeviceFactory.create_batch(10)]
    transport.answer = lambda outgoing: LATER if outgoing.token == tokens[0] else ACCEPTED
    notice = send(notice_planned())
    (batch,) = batches_of(notice)
    assert batch.attempts == 0
    assert batch.not_before <= timezone.now() + 2 * conf.RETRY_BASE + timedelta(seconds=5)
    assert notice.status == Status.SENDING


def test_backoff_never_undercuts_what_was_asked_and_grows_with_a_cap() -> None:
    for attempts in range(30):
        wait = endings.backoff(attempts, retry_after=45).total_seconds()
        assert 45 <= wait <= 45 + conf.RETRY_CAP.total_seconds()
    assert endings.backoff(0, retry_after=0) >= conf.RETRY_BASE
    assert len({endings.backoff(5, 0) for _ in range(20)}) > 15  # full jitter: no two together


def test_after_a_day_what_is_left_fails_with_its_reason(transport: FakeTransport) -> None:
    device = DeviceFactory.create()
    transport.answer = lambda outgoing: LATER
    notice = send(notice_planned())
    its_time_has_come()
    with time_machine.travel(timezone.now() + conf.GIVE_UP_AFTER + timedelta(minutes=1), tick=False):
        send(notice)
    assert (notice.status, notice.failed_count, len(transport.sent)) == (Status.FAILED, 1, 1)
    assert DeliveryFailure.objects.get(device=device).reason == "expired"


def test_validity_ends_the_trying_too(transport: FakeTransport) -> None:
    DeviceFactory.create()
    transport.answer = lambda outgoing: LATER
    notice = send(notice_planned(valid_until=timezone.now() + timedelta(minutes=30)))
    its_time_has_come()
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        send(notice)
    assert notice.status == Status.FAILED


def test_a_quota_refusal_holds_everybody_back(transport: FakeTransport) -> None:
    DeviceFactory.create_batch(50)
    transport.size = 5
    transport.answer = lambda outgoing: Result(Outcome.QUOTA, "quota_exceeded", retry_after=30)
    notice = notice_planned()
    tasks.send_notice(str(notice.pk))
    assert len(transport.sent) == 5
    (batch,) = batches_of(notice)
    assert batch.not_before > timezone.now() + timedelta(seconds=25)
    with connection.cursor() as cursor:
        cursor.execute("SELECT blocked_until > clock_timestamp() + interval '25 s', share FROM notifications_sendpace")
        is_blocked, share = cursor.fetchone()
    assert is_blocked
    assert share < 1
    assert Pace("test").take(10, backlog=10, is_urgent=True) == 0


# --- The breaker -----------------------------------------------------------------------------------------------------
def test_when_nearly_everything_fails_the_notice_pauses_and_says_why(transport: FakeTransport) -> None:
    DeviceFactory.create_batch(400)
    transport.answer = lambda outgoing: LATER
    notice = send(notice_planned())
    assert notice.paused_until is not None
    assert notice.trouble == "unavailable: try again"
    assert len(transport.sent) <= conf.BREAKER_ANSWERS + 2 * conf.PROBE_SIZE
    tasks.send_notice(str(notice.pk))
    assert len(transport.sent) <= conf.BREAKER_ANSWERS + 2 * conf.PROBE_SIZE  # nobody sends it meanwhile


def test_after_a_pause_a_few_are_sent_to_find_out(transport: FakeTransport) -> None:
    DeviceFactory.create_batch(400)
    transport.answer = lambda outgoing: LATER
    notice = send(notice_planned())
    before = len(transport.sent)
    its_time_has_come()
    send(notice)
    assert len(transport.sent) - before == conf.PROBE_SIZE
    assert notice.paused_until is not None
    transport.answer = lambda outgoing: ACCEPTED
    its_time_has_come()
    send(notice)
    assert (notice.status, notice.accepted_count) == (Status.SENT, 400)
    assert (notice.paused_until, notice.trouble) == (None, "")


def test_phones_that_are_gone_are_no_trouble(transport: FakeTransport) -> None:
    DeviceFactory.create_batch(300)
    transport.answer = lambda outgoing: Result(Outcome.GONE, "unregistered")
    notice = send(notice_planned())
    assert (notice.status, notice.failed_count) == (Status.SENT, 300)


# --- Leases ----------------------------------------------------------------------------------------------------------
def claim() -> list[batches.Batch]:
    return batches.batches_claim(first=EMERGENCY, last=ORDINARY, limit=10)


def lapse() -> None:
    NoticeBatch.objects.filter(status=BatchStatus.LEASED).update(lease_until=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def long_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database has been up for longer than anybody gets to come back."""
    monkeypatch.setattr(batches, "RESTART_GRACE", timedelta(seconds=-3600))


@pytest.mark.usefixtures("small", "long_up")
def test_a_silent_workers_batch_goes_on_where_it_stopped(transport: FakeTransport, rings: list[Any]) -> None:
    tokens = [device.token for device in DeviceFactory.create_batch(4)]
    notice = notice_planned()
    (killed,) = claim()
    hand = course.Hand(killed, course.Course(notice), batches.addressees_load(killed, course.Course(notice).reach))
    done = hand.queue[:2]
    for addressee in done:
        hand.in_air += 1
        hand.note(addressee, ACCEPTED)
    engine.checkpoint_write([course.Entry(killed, BatchStatus.LEASED)], [])
    assert claim() == []  # held
    lapse()
    tasks.sweep()
    assert ("send", notice.pk) in rings
    send(notice)
    assert sorted([*transport.tokens, *(a.token for a in done)]) == sorted(tokens)
    assert (notice.status, notice.accepted_count) == (Status.SENT, 4)
    # The first worker was not dead after all: it may write nothing any more.
    assert engine.checkpoint_write([course.Entry(killed, BatchStatus.DONE)], []).kept == set()
    assert batches_of(notice)[0].accepted == 4


@pytest.mark.usefixtures("small")
def test_after_a_restart_of_the_database_its_holder_may_come_back_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "RESTART_GRACE", timedelta(days=3650))
    DeviceFactory.create()
    notice_planned()
    assert claim()
    lapse()
    assert claim() == []


@pytest.mark.usefixtures("small")
def test_no_batch_is_given_to_two_workers() -> None:
    DeviceFactory.create_batch(8)
    notice_planned()
    first, second = claim(), claim()
    assert (len(first), second) == (2, [])


def test_a_sender_that_lost_its_lease_stops(transport: FakeTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "CHECKPOINT_MIN_SECONDS", 0.0)
    DeviceFactory.create_batch(10)
    transport.size = 2
    notice = notice_planned()

    def taken_over(outgoing: Outgoing) -> Result:
        NoticeBatch.objects.update(lease_id=uuid.uuid4())
        return ACCEPTED

    transport.answer = taken_over
    tasks.send_notice(str(notice.pk))
    assert len(transport.sent) == 2
    assert batches_of(notice)[0].accepted == 0  # that is for its new holder to say


def test_told_to_end_it_puts_down_the_rest_and_nothing_is_tried_in_vain(transport: FakeTransport) -> None:
    DeviceFactory.create_batch(10)
    transport.size = 2
    notice = notice_planned()
    sender = Engine(transport, Pace("test"), first=0, last=3, should_stop=lambda: len(transport.sent) >= 4)
    assert sender.run(seconds=5)
    (batch,) = batches_of(notice)
    assert (len(transport.sent), batch.accepted, batch.status, batch.attempts) == (4, 4, BatchStatus.PENDING, 0)
    assert batch.not_before <= timezone.now()


# --- The database goes away ------------------------------------------------------------------------------------------
def test_what_was_answered_while_the_database_was_away_is_written_when_it_is_back(
    transport: FakeTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    DeviceFactory.create_batch(10)
    notice = notice_planned()
    real, failures = engine.checkpoint_write, [OperationalError("gone")] * 3
    monkeypatch.setattr(engine.connection, "close", lambda: None)

    def flaky(*args: Any) -> Any:
        if failures:
            raise failures.pop()
        return real(*args)

    monkeypatch.setattr(engine, "checkpoint_write", flaky)
    send(notice)
    assert failures == []
    assert (notice.status, notice.accepted_count, len(transport.sent)) == (Status.SENT, 10, 10)


# --- Sweeping --------------------------------------------------------------------------------------------------------
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


def test_the_sweeper_calls_for_the_rest_of_a_ledger_whose_writer_died(
    rings: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "PLAN_SLICE", 1)
    first = DeviceFactory.create()
    DeviceFactory.create()
    number = Device.objects.get(pk=first.pk).number
    notice = NoticeFactory.create(approved=True, planned_to=number - 1)
    planner.notice_start(notice_id=notice.pk)
    tasks.sweep()
    assert ("start", notice.pk) in rings
