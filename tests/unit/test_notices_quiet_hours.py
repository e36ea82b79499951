"""When a notice waits for the morning: every edge of the night."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from backend.common.errors import Conflict
from notifications import conf, doorbell, quiet_hours, services
from notifications.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NoticeFactory


def at(text: str) -> datetime:
    """A moment of the province's clock, as the database gives it."""
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


@pytest.fixture(autouse=True)
def nights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conf, "QUIET_FROM", "21:00")
    monkeypatch.setattr(conf, "QUIET_UNTIL", "06:30")


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-26T20:59:59.999999", None),
        ("2026-11-26T21:00:00", "2026-11-27T06:30:00"),
        ("2026-11-26T23:59:59", "2026-11-27T06:30:00"),
        ("2026-11-27T00:00:00", "2026-11-27T06:30:00"),
        ("2026-11-27T06:29:59.999999", "2026-11-27T06:30:00"),
        ("2026-11-27T06:30:00", None),
        ("2026-11-27T12:00:00", None),
        ("2026-12-31T22:00:00", "2027-01-01T06:30:00"),
    ],
)
def test_the_night_ends_at_half_past_six_of_the_next_morning(moment: str, until: str | None) -> None:
    assert quiet_hours.held_until("information", at(moment)) == (at(until) if until else None)


@pytest.mark.parametrize(
    ("kind", "is_held"),
    [("information", True), ("reminder", True), ("warning", False), ("emergency", False), ("personal", False)],
)
def test_what_cannot_wait_never_waits(kind: str, is_held: bool) -> None:
    assert (quiet_hours.held_until(kind, at("2026-11-27T03:00:00")) is not None) is is_held


@pytest.mark.parametrize(("begins", "ends"), [("", "06:30"), ("21:00", ""), ("", ""), ("00:00", "00:00")])
def test_without_a_beginning_or_an_end_there_is_no_night(
    monkeypatch: pytest.MonkeyPatch, begins: str, ends: str
) -> None:
    monkeypatch.setattr(conf, "QUIET_FROM", begins)
    monkeypatch.setattr(conf, "QUIET_UNTIL", ends)
    assert quiet_hours.held_until("information", at("2026-11-27T03:00:00")) is None


def test_quiet_hours_within_one_day_are_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conf, "QUIET_FROM", "12:00")
    monkeypatch.setattr(conf, "QUIET_UNTIL", "14:00")
    assert quiet_hours.held_until("information", at("2026-11-27T12:00:00")) == at("2026-11-27T14:00:00")
    assert quiet_hours.held_until("information", at("2026-11-27T14:00:00")) is None


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is ten in the evening."""
    moment = at("2026-11-26T22:00:00")
    monkeypatch.setattr(timezone, "now", lambda: moment)
    monkeypatch.setattr(doorbell, "ring_start", lambda notice_id, kind: pytest.fail("it rang at night"))
    return moment


def approved(**values: Any) -> Any:
    notice = NoticeFactory.create(submitted=True, **values)
    return services.notice_approve(notice_id=notice.pk, by=UserFactory.create(administrator=True))


@pytest.mark.django_db
def test_what_is_approved_at_night_is_scheduled_for_the_morning(night: datetime) -> None:
    notice = approved()
    assert (notice.status, notice.held_until) == (Status.SCHEDULED, at("2026-11-27T06:30:00"))


@pytest.mark.django_db
def test_a_warning_goes_out_at_night(night: datetime) -> None:
    notice = approved(kind="warning")
    assert (notice.status, notice.held_until) == (Status.APPROVED, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scheduled", "until"), [("2026-11-27T05:00:00", "2026-11-27T06:30:00"), ("2026-11-27T08:00:00", None)]
)
def test_the_hour_that_an_author_chose_counts_and_not_that_of_the_approval(
    night: datetime, scheduled: str, until: str | None
) -> None:
    notice = approved(scheduled_at=at(scheduled))
    assert (notice.status, notice.held_until) == (Status.SCHEDULED, at(until) if until else None)


@pytest.mark.django_db
def test_what_would_be_out_of_date_in_the_morning_is_not_approved(night: datetime) -> None:
    with pytest.raises(Conflict) as refused:
        approved(valid_until=night + timedelta(hours=1))
    assert refused.value.code == "notice_expired"
