"""Cutting an audience into the ledger: who is meant, when, and how often."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from notifications import conf, planner, tasks
from notifications.models import Device, NoticeBatch
from notifications.workflow import Status
from tests.factories.notifications import DeviceFactory, NoticeFactory, batches_of, notice_planned
from tests.transports import FakeTransport, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rings")]


# --- Planning --------------------------------------------------------------------------------------------------------
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
