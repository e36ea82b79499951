"""How a notice is doing, from the ledger's sums."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from backend.common.ids import uuid7
from notifications.models import BatchStatus, Notice, NoticeTick, ReceiptTick
from notifications.pulse import defused, pulse, pulse_csv
from notifications.workflow import Status
from tests.factories.notifications import NoticeFactory, batch_of

pytestmark = pytest.mark.django_db


def notice_with_ticks(*ticks: tuple[float, int, int], planned: int, **values: Any) -> Notice:
    """A notice under way: (seconds after the first push, accepted, failed) of each tick."""
    begun = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    notice = NoticeFactory.create(sent=True, **({"status": Status.SENDING, "sent_at": begun} | values))
    accepted, failed = sum(tick[1] for tick in ticks), sum(tick[2] for tick in ticks)
    batch_of(notice, planned=planned, sent=accepted + failed + 1, accepted=accepted, failed=failed)
    for seconds, good, bad in ticks:
        at = begun + timedelta(seconds=seconds)
        NoticeTick.objects.create(id=uuid7(), notice=notice, at=at, sent=good + bad, accepted=good, failed=bad)
    return notice


def test_the_sums_come_from_the_ledger_in_few_reads(django_assert_num_queries: Any) -> None:
    notice = notice_with_ticks((1, 40, 10), planned=100)
    batch_of(notice, planned=50, skipped=5, status=BatchStatus.DONE)
    minute = timezone.now().replace(second=0, microsecond=0)
    for shard in range(2):
        ReceiptTick.objects.create(notice=notice, minute=minute, shard=shard, delivered=7, opened=2)
    with django_assert_num_queries(6):
        now = pulse(notice)
    assert (now.planned, now.sent, now.accepted, now.failed, now.skipped, now.waiting) == (150, 51, 40, 10, 5, 95)
    assert (now.delivered, now.opened, now.is_live) == (14, 4, True)


def test_times_are_those_at_which_a_share_was_settled() -> None:
    notice = notice_with_ticks((2, 40, 0), (4, 10, 0), (9, 45, 0), (20, 0, 5), planned=100)
    assert pulse(notice).time_to == {50: 4.0, 95: 9.0, 100: 20.0}


def test_a_share_that_was_not_reached_has_no_time() -> None:
    assert pulse(notice_with_ticks((2, 60, 0), planned=100)).time_to == {50: 2.0, 95: None, 100: None}


def test_who_was_gone_does_not_keep_the_end_away() -> None:
    notice = notice_with_ticks((2, 90, 0), planned=100)
    notice.batches.update(skipped=10)
    assert pulse(notice).time_to[100] == 2.0


def test_half_of_what_is_planned_so_far_is_not_half() -> None:
    notice = notice_with_ticks((2, 100, 0), planned=100, plan_to=5000, planned_to=1000)
    assert pulse(notice).time_to == {50: None, 95: None, 100: None}


def test_what_was_short_is_drawn_by_the_second_and_what_was_long_by_the_minute() -> None:
    short = pulse(notice_with_ticks((1.2, 1, 0), (1.7, 2, 0), (3, 4, 1), planned=10))
    assert (short.step_seconds, [(moment.accepted, moment.failed) for moment in short.series]) == (1, [(3, 0), (4, 1)])
    long = pulse(notice_with_ticks((0, 1, 0), (301, 2, 0), (302, 2, 0), planned=10))
    assert long.step_seconds == 60 and sum(moment.accepted for moment in long.series) == 5


def test_a_notice_that_waits_has_an_empty_pulse() -> None:
    now = pulse(NoticeFactory.create())
    assert (now.planned, now.series, now.time_to, now.is_live) == (0, [], {50: None, 95: None, 100: None}, False)


def test_a_pause_that_is_over_is_none() -> None:
    notice = notice_with_ticks((1, 0, 9), planned=10, trouble="Firebase từ chối", paused_until=timezone.now())
    assert pulse(notice).paused_until is None
    notice.paused_until = timezone.now() + timedelta(minutes=1)
    assert pulse(notice).paused_until == notice.paused_until


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_begins_as_a_formula(text: str) -> None:
    rows = pulse_csv(notice_with_ticks((1, 5, 0), planned=10, title=text))
    assert defused(text) == f"'{text}" and rows[0][1] == f"'{text}"
    assert rows[-1][1:] == ["5", "5", "0"]
