"""Planning, claiming, sending, recording and retrying, with a transport that answers what the test says."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone

from notifications import conf, course, doorbell, engine, planner, services, tasks
from notifications.audiences import any_of
from notifications.engine import Engine
from notifications.ledger import batches, endings
from notifications.models import BatchStatus, DeliveryFailure, Device, Notice, NoticeBatch, NoticeTick, Origin
from notifications.pace import Pace
from notifications.priorities import EMERGENCY, ORDINARY
from notifications.senders.base import ACCEPTED, Outcome, Outgoing, Result
from notifications.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.notifications import DeviceFactory, NoticeFactory, batches_of, notice_planned
from tests.transports import FakeTransport

pytestmark = pytest.mark.django_db

LATER = Result(Outcome.RETRY, "unavailable", "try again")


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> FakeTransport:
    fake = FakeTransport()
    monkeypatch.setattr(tasks, "transport_for", lambda queue: fake)
    monkeypatch.setattr(tasks, "project_id", lambda: "test")
    return fake


@pytest.fixture(autouse=True)
def rings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, uuid.UUID]]:
    heard: list[tuple[str, uuid.UUID]] = []
    monkeypatch.setattr(doorbell, "_ring", lambda what, notice_id, queue: heard.append((what, notice_id)))
    return heard


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of four."""
    monkeypatch.setattr(planner, "BATCH_SIZE", 4)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The breaker never trips: a few devices are nearly all."""
    monkeypatch.setattr(course, "BREAKER_ANSWERS", 10_000)


def send(notice: Notice) -> Notice:
    tasks.send_notice(str(notice.pk))
    notice.refresh_from_db()
    return notice


def its_time_has_come() -> None:
    """What waits for later is due now. The ledger goes by the database's clock, which no test can move."""
    NoticeBatch.objects.filter(status=BatchStatus.PENDING).update(not_before=timezone.now() - timedelta(days=2))
    Notice.objects.filter(paused_until__isnull=False).update(paused_until=timezone.now() - timedelta(days=2))


def tried_tokens(transport: FakeTransport, before: int) -> list[str]:
    return sorted(transport.tokens[before:])


# --- Planning -------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("small")
def test_the_audience_is_cut_into_ranges_that_hold_each_device_once(django_assert_max_num_queries: Any) -> None:
    made = DeviceFactory.create_batch(10)
    numbers = sorted(Device.objects.filter(pk__in=[d.pk for d in made]).values_list("number", flat=True))
    notice = NoticeFactory.create(approved=True)
    with django_assert_max_num_queries(14):  # the lock, lists and roles, alerts; whatever the size
        planner.notice_start(notice_id=notice.pk)
    rows = batches_of(notice)
    assert [batch.planned for batch in rows] == [4, 4, 2]
    assert [number for batch in rows for number in numbers if batch.lo <= number <= batch.hi] == numbers


def test_a_ledger_is_written_in_parts_and_sending_starts_after_the_first(
    monkeypatch: pytest.MonkeyPatch, transport: FakeTransport
) -> None:
    monkeypatch.setattr(planner, "PLAN_SLICE", 5)
    first = DeviceFactory.create()
    DeviceFactory.create_batch(11)
    number = Device.objects.get(pk=first.pk).number
    notice = NoticeFactory.create(approved=True, planned_to=number - 1)
    assert planner.notice_start(notice_id=notice.pk) is not None
    send(notice)
    assert (notice.status, notice.planned_count, len(transport.sent)) == (Status.SENDING, 5, 5)
    assert planner.notice_plan(notice_id=notice.pk)
    assert not planner.notice_plan(notice_id=notice.pk)  # this was the last part
    send(notice)
    assert (notice.status, notice.planned_count, notice.accepted_count) == (Status.SENT, 12, 12)
    assert len(set(transport.tokens)) == len(transport.tokens) == 12


def test_a_device_that_registers_after_the_start_is_not_sent_to(transport: FakeTransport) -> None:
    DeviceFactory.create(token="before")
    notice = notice_planned()
    DeviceFactory.create(token="after")
    send(notice)
    assert transport.tokens == ["before"]


def test_a_bitmap_never_spans_more_than_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    devices = DeviceFactory.create_batch(3)
    far = Device.objects.get(pk=devices[0].pk).number + 500_000
    Device.objects.filter(pk=devices[2].pk).update(number=far)
    notice = notice_planned()
    while planner.notice_plan(notice_id=notice.pk):
        pass
    assert sorted(batch.planned for batch in batches_of(notice)) == [1, 2]
    assert all(batch.hi - batch.lo < conf.BATCH_WIDTH for batch in batches_of(notice))


def test_only_devices_that_are_addressed_and_can_be_reached_are_planned() -> None:
    DeviceFactory.create(topics=["all", "area:24611"])
    DeviceFactory.create(topics=["all", "area:24611", "category:canh-bao"])
    DeviceFactory.create(topics=["all", "area:24640"])
    DeviceFactory.create(topics=["all", "area:24611"], is_active=False)
    DeviceFactory.create(topics=["all", "area:24611"], token=None)
    DeviceFactory.create(topics=["all", "area:24611"], token=None, fid="installation-1")
    DeviceFactory.create(topics=["all", "area:24611"], last_seen_at=timezone.now() - timedelta(days=271))
    assert notice_planned(topics=["area:24611", "category:canh-bao"]).planned_count == 3


@pytest.mark.parametrize(
    ("kind", "muted", "is_reached"),
    [
        ("warning", ["mute:warning"], False),
        ("warning", ["mute:information"], True),
        ("warning", ["mute:area:24611"], False),
        ("information", ["digest"], False),
        ("warning", ["digest"], True),
        ("emergency", ["mute:emergency", "mute:area:24611", "digest"], True),
    ],
)
def test_what_a_person_has_turned_off_is_not_pushed_but_for_an_emergency(
    kind: str, muted: list[str], is_reached: bool
) -> None:
    DeviceFactory.create(topics=["all", "area:24611"], muted=muted)
    notice = NoticeFactory.create(approved=True, kind=kind, topics=["area:24611"])
    planner.notice_start(notice_id=notice.pk)
    notice.refresh_from_db()
    assert notice.planned_count == int(is_reached)


def test_who_turned_an_area_off_is_still_left_out_of_what_is_not_for_it() -> None:
    DeviceFactory.create(topics=["all", "area:24611"], muted=["mute:area:24611"])
    there = DeviceFactory.create(topics=["all"], token="elsewhere")
    notice = notice_planned(audience={"all": ["all", {"not": "area:24611"}]}, kind="warning")
    assert notice.planned_count == 1
    (batch,) = batches_of(notice)
    assert batch.lo == Device.objects.get(pk=there.pk).number


def test_a_device_gets_so_much_information_a_day_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.targets.INFORMATION_PER_DAY", 2)
    DeviceFactory.create(topics=["all", "area:24611"])
    DeviceFactory.create(topics=["all"])
    assert [notice_planned(topics=["area:24611"]).planned_count for _turn in range(2)] == [1, 1]
    third = NoticeFactory.create(approved=True)
    planner.notice_start(notice_id=third.pk)
    third.refresh_from_db()
    assert third.planned_count == 1  # the one that is in no area has had nothing yet
    assert notice_planned(kind="warning").planned_count == 2  # warnings are not counted
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=1), tick=False):
        Device.objects.update(last_seen_at=timezone.now())
        assert notice_planned(topics=["area:24611"]).planned_count == 1


def test_a_notice_is_planned_once_however_often_the_bell_rings() -> None:
    DeviceFactory.create()
    notice = notice_planned()
    assert planner.notice_start(notice_id=notice.pk) is None
    assert NoticeBatch.objects.count() == 1


@pytest.mark.parametrize("field", ["scheduled_at", "held_until"])
def test_a_notice_starts_at_its_time_and_not_before(rings: list[Any], field: str) -> None:
    DeviceFactory.create()
    at = timezone.now() + timedelta(hours=2)
    notice = NoticeFactory.create(approved=True, status=Status.SCHEDULED, **{field: at})
    assert planner.notice_start(notice_id=notice.pk) is None
    tasks.sweep()
    assert rings == []
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        tasks.sweep()
        assert rings == [("start", notice.pk)]
        assert planner.notice_start(notice_id=notice.pk) is not None


def test_a_notice_without_devices_is_sent_at_once_and_stays_in_the_inbox() -> None:
    notice = NoticeFactory.create(approved=True)
    planner.notice_start(notice_id=notice.pk)
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
def test_every_device_gets_it_once_and_the_ledger_adds_up(transport: FakeTransport) -> None:
    tokens = sorted(device.token for device in DeviceFactory.create_batch(11))
    notice = send(notice_planned())
    assert sorted(transport.tokens) == tokens
    assert (notice.status, notice.planned_count, notice.accepted_count, notice.failed_count) == ("sent", 11, 11, 0)
    assert sum(NoticeTick.objects.filter(notice=notice).values_list("accepted", flat=True)) == 11
    assert sum(byte.bit_count() for batch in batches_of(notice) for byte in bytes(batch.settled)) == 11


def test_each_phone_gets_its_own_language(transport: FakeTransport) -> None:
    DeviceFactory.create(token="vi-phone", language="vi")
    DeviceFactory.create(token="en-phone", language="en")
    send(notice_planned())
    titles = {out.token: out.letter.content["notification"].title for out in transport.sent}
    assert titles == {"vi-phone": "Mưa lớn", "en-phone": "Heavy rain"}


def test_a_device_without_a_token_is_reached_by_its_installation(transport: FakeTransport) -> None:
    DeviceFactory.create(token=None, fid="installation-1")
    send(notice_planned())
    (outgoing,) = transport.sent
    assert json.loads(outgoing.letter.body(outgoing.token, outgoing.fid))["message"]["fid"] == "installation-1"


def test_a_cancelled_notice_sends_nothing_more(transport: FakeTransport) -> None:
    DeviceFactory.create()
    notice = notice_planned()
    services.notice_cancel(notice_id=notice.pk, by=notice.author)
    tasks.send_notice(str(notice.pk))
    assert transport.sent == []


@pytest.mark.usefixtures("small")
def test_cancelling_on_the_way_leaves_what_has_not_left(
    transport: FakeTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CHECKPOINT_MIN_SECONDS", 0.0)
    transport.size = 2
    DeviceFactory.create_batch(8)
    notice = notice_planned()

    def cancel_after_the_first(outgoing: Outgoing) -> Result:
        Notice.objects.filter(pk=notice.pk).update(status=Status.CANCELLED)
        return ACCEPTED

    transport.answer = cancel_after_the_first
    send(notice)
    assert len(transport.sent) == 2
    assert batches_of(notice)[0].accepted == 2
    assert BatchStatus.LEASED not in {batch.status for batch in batches_of(notice)}


def test_an_emergency_overtakes_what_is_under_way(transport: FakeTransport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "BATCH_SIZE", 2)
    monkeypatch.setattr(engine, "LOOK_SECONDS", 0.0)
    transport.size = 2
    DeviceFactory.create_batch(40)
    ordinary = notice_planned(title="Tin")
    urgent = NoticeFactory.create(approved=True, kind="emergency", title="Lũ")

    def flood_comes(outgoing: Outgoing) -> Result:
        if len(transport.sent) == 2:
            planner.notice_start(notice_id=urgent.pk)
        return ACCEPTED

    transport.answer = flood_comes
    send(ordinary)
    titles = [out.letter.content["notification"].title for out in transport.sent]
    first = titles.index("Lũ")
    assert first <= 2 + 2 * conf.BATCHES_HELD  # what was in hand, and then at once
    assert titles[first : first + 40] == ["Lũ"] * 40


# --- Answers --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("reason", ["unregistered", "sender_id_mismatch"])
def test_a_device_that_firebase_calls_gone_is_disabled(transport: FakeTransport, reason: str) -> None:
    device = DeviceFactory.create()
    transport.answer = lambda outgoing: Result(Outcome.GONE, reason)
    notice = send(notice_planned())
    device.refresh_from_db()
    assert (device.is_active, device.disabled_reason) == (False, reason)
    assert list(notice.failures.values_list("device", "reason")) == [(device.pk, reason)]
    assert (notice.status, notice.failed_count) == (Status.SENT, 1)


def test_a_wrong_service_account_does_not_disable_a_province(transport: FakeTransport) -> None:
    DeviceFactory.create_batch(300)
    transport.answer = lambda outgoing: Result(Outcome.GONE, "sender_id_mismatch", "SenderId mismatch")
    notice = send(notice_planned())
    assert notice.status == Status.SENDING
    assert notice.paused_until is not None
    assert "mismatch" in notice.trouble
    assert Device.objects.filter(is_active=False).count() <= 4 * conf.PROBE_SIZE


def test_a_token_renewed_while_we_were_sending_is_not_disabled(transport: FakeTransport) -> None:
    device = DeviceFactory.create(token="old")

    def renewed_meanwhile(outgoing: Outgoing) -> Result:
        Device.objects.filter(pk=device.pk).update(token="new")
        return Result(Outcome.GONE, "unregistered")

    transport.answer = renewed_meanwhile
    send(notice_planned())
    device.refresh_from_db()
    assert device.is_active


def test_a_bad_message_stops_the_notice_after_a_few_and_disables_nobody(transport: FakeTransport) -> None:
    DeviceFactory.create_batch(200)
    transport.answer = lambda outgoing: Result(Outcome.BAD_MESSAGE, "invalid_payload", "too big")
    notice = send(notice_planned())
    assert notice.status == Status.FAILED
    assert len(transport.sent) <= 2 * conf.PROBE_SIZE
    assert "too big" in notice.status_reason
    assert Device.objects.filter(is_active=True, suspect_count=0).count() == 200
    assert {batch.status for batch in batches_of(notice)} == {BatchStatus.STOPPED}


def test_an_invalid_token_is_only_suspect_until_it_goes_on(transport: FakeTransport) -> None:
    device = DeviceFactory.create()
    transport.answer = lambda outgoing: Result(Outcome.SUSPECT, "invalid_token")
    for turn in range(1, conf.SUSPECT_LIMIT + 1):
        send(notice_planned(kind="warning"))
        device.refresh_from_db()
        assert (device.suspect_count, device.is_active) == (turn, turn < conf.SUSPECT_LIMIT)


def test_a_success_clears_the_suspicion(transport: FakeTransport) -> None:
    device = DeviceFactory.create(suspect_count=conf.SUSPECT_LIMIT - 1)
    send(notice_planned())
    device.refresh_from_db()
    assert device.suspect_count == 0


def test_a_third_partys_certificate_is_reported_while_sending_goes_on(transport: FakeTransport) -> None:
    DeviceFactory.create(token="apple")
    DeviceFactory.create()
    missing = Result(Outcome.FAILED, "third_party_auth", "Auth error from APNS")
    transport.answer = lambda outgoing: missing if outgoing.token == "apple" else ACCEPTED
    notice = send(notice_planned())
    assert (notice.status, notice.accepted_count, notice.failed_count) == (Status.SENT, 1, 1)
    assert notice.trouble == "Auth error from APNS"


# --- Later ----------------------------------------------------------------------------------------------------------
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


# --- The breaker ----------------------------------------------------------------------------------------------------
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


# --- Leases ---------------------------------------------------------------------------------------------------------
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


# --- The database goes away -----------------------------------------------------------------------------------------
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


# --- Sweeping -------------------------------------------------------------------------------------------------------
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


def test_a_personal_notice_reaches_every_device_of_its_owner_and_no_other(transport: FakeTransport) -> None:
    owner, other = UserFactory.create(), UserFactory.create()
    mine = [DeviceFactory.create(user=owner, topics=["all", f"user:{owner.pk}"]) for _ in range(2)]
    DeviceFactory.create(user=other, topics=["all", f"user:{other.pk}"])
    tasks.start_notice(str(notify(owner)))
    assert set(transport.tokens) == {device.token for device in mine}
    assert transport.sent[0].letter.content["notification"].title == "Đã nhận"  # no English: Vietnamese for everybody
    assert Notice.objects.get().origin == Origin.PERSONAL


@pytest.mark.parametrize("topics", [["all"], ["area:24611"], ["report:1", "all"], []])
def test_what_speaks_to_many_cannot_go_around_the_second_person(topics: list[str]) -> None:
    with pytest.raises(ValueError, match="not a personal audience"):
        services.notify(user_id=None, key="k", title={"vi": "T"}, body={"vi": "B"}, topics=topics)


def test_a_guests_device_hears_of_the_report_it_follows(transport: FakeTransport) -> None:
    device, report = DeviceFactory.create(), uuid.uuid4()
    assert services.device_follow(device_id=device.pk, topic=f"report:{report}")
    notice_id = services.notify(user_id=None, key="k", title={"vi": "T"}, body={"vi": "B"}, topics=[f"report:{report}"])
    tasks.start_notice(str(notice_id))
    assert transport.tokens == [device.token]


def test_any_of_one_topic_is_that_topic() -> None:
    assert any_of(["all", "all"]) == "all"
