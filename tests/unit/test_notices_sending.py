"""Sending, and what each answer means, with a transport that answers what the test says."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from notifications import conf, engine, planner, services, tasks
from notifications.audiences import any_of
from notifications.models import BatchStatus, Device, Notice, NoticeTick, Origin
from notifications.senders.base import ACCEPTED, Outcome, Outgoing, Result
from notifications.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.notifications import DeviceFactory, NoticeFactory, batches_of, notice_planned
from tests.transports import FakeTransport, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rings")]


# --- Sending ---------------------------------------------------------------------------------------------------------
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


# --- Answers ---------------------------------------------------------------------------------------------------------
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


# --- One person ------------------------------------------------------------------------------------------------------
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
