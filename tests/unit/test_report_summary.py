"""Sums over an officer's reports: what counts, on which day, and what a share is a share of."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from backend.feedback import summary
from backend.feedback.models import Rating, Report
from backend.feedback.workflow import CLOCK_RUNS, OPEN, SETTLED, Status
from tests.factories.accounts import UserFactory
from tests.factories.feedback import ReportFactory, agency_make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return None


@pytest.fixture
def boss() -> Any:
    """Sees every report."""
    return UserFactory(administrator=True)


def report(**values: Any) -> Report:
    made = ReportFactory(**{name: value for name, value in values.items() if name != "created_at"})
    if "created_at" in values:
        Report.objects.filter(pk=made.pk).update(created_at=values["created_at"])
    return made


def test_only_open_reports_are_counted(boss: Any) -> None:
    for status in Status:
        report(status=status, resolved_at=NOON if status in SETTLED else None)
    counts = summary.report_counts(boss)
    assert counts.open == len(OPEN) and counts.new == 3  # new, forwarded, reopened


def test_a_report_whose_clock_stands_still_is_never_overdue(boss: Any) -> None:
    for status in Status:
        report(status=status, due_at=NOON - timedelta(seconds=1))
    assert summary.report_counts(boss).overdue == len(CLOCK_RUNS)


@pytest.mark.parametrize(
    ("due", "overdue", "today"),
    [
        (NOON - timedelta(seconds=1), 1, 0),
        (NOON, 0, 1),
        (NOON.replace(hour=23, minute=59, second=59), 0, 1),
        (NOON.replace(hour=0) + timedelta(days=1), 0, 0),
    ],
)
def test_due_today_ends_at_midnight_of_the_province(boss: Any, due: datetime, overdue: int, today: int) -> None:
    report(status=Status.IN_PROGRESS, due_at=due)
    counts = summary.report_counts(boss)
    assert (counts.overdue, counts.due_today) == (overdue, today)


def test_due_first_leaves_out_what_waits_for_the_sender_and_keeps_to_the_limit(boss: Any) -> None:
    late, soon, later = (report(due_at=NOON + timedelta(hours=hours)) for hours in (-5, 1, 9))
    report(status=Status.WAITING_INFO, due_at=NOON - timedelta(days=9))
    assert summary.reports_due_first(boss) == [late, soon, later]
    assert summary.reports_due_first(boss, limit=2) == [late, soon]


def test_days_run_to_today_and_are_days_of_the_province(boss: Any) -> None:
    report(created_at=datetime(2026, 11, 22, 23, 30, tzinfo=timezone.get_default_timezone()))
    report(created_at=datetime(2026, 11, 23, 0, 30, tzinfo=timezone.get_default_timezone()), resolved_at=NOON)
    report(created_at=NOON - timedelta(days=3))
    days = summary.report_days(boss, days=3)
    assert [(day.day, day.received, day.resolved) for day in days] == [
        (date(2026, 11, 21), 0, 0),
        (date(2026, 11, 22), 1, 0),
        (date(2026, 11, 23), 1, 1),
    ]


def test_statuses_come_most_first_without_the_settled(boss: Any) -> None:
    for status in (Status.NEW, Status.IN_PROGRESS, Status.IN_PROGRESS, Status.CLOSED):
        report(status=status)
    assert summary.open_by_status(boss) == [(Status.IN_PROGRESS, 2), (Status.NEW, 1)]


def test_shares_are_of_what_was_resolved_and_of_what_was_rated(boss: Any) -> None:
    on_time = report(status=Status.RESOLVED, resolved_at=NOON - timedelta(days=1), due_at=NOON)
    late = report(status=Status.RESOLVED, resolved_at=NOON, due_at=NOON - timedelta(days=1))
    report(status=Status.CLOSED, resolved_at=NOON, due_at=NOON)
    report(status=Status.RESOLVED, resolved_at=NOON - timedelta(days=91), due_at=NOON - timedelta(days=95))
    report(status=Status.NEW)
    Rating.objects.create(report=on_time, score=4)
    Rating.objects.create(report=late, score=3)
    assert summary.report_shares(boss) == summary.Shares(on_time=67, satisfied=50)


def test_a_share_of_nothing_is_unknown_and_not_zero(boss: Any) -> None:
    assert summary.report_shares(boss) == summary.Shares(on_time=None, satisfied=None)


def test_each_number_is_of_the_officers_own_reports() -> None:
    report(agency=agency_make("H16.32"), due_at=NOON - timedelta(days=1))
    stranger = UserFactory(officer=True)
    assert summary.report_counts(stranger) == summary.ReportCounts(open=0, overdue=0, due_today=0, new=0)
    assert summary.reports_due_first(stranger) == [] and summary.open_by_status(stranger) == []
    assert sum(day.received for day in summary.report_days(stranger)) == 0


@pytest.mark.parametrize(
    "ask", [summary.report_counts, summary.open_by_status, summary.report_shares], ids=lambda ask: ask.__name__
)
def test_each_sum_is_one_query(boss: Any, ask: Any, django_assert_num_queries: Any) -> None:
    report()
    with django_assert_num_queries(1):
        ask(boss)
