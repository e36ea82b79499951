from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from backend.agencies.hours import OpeningCalendar
from backend.common.models import CalendarOverride

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WEEK = [
    SimpleNamespace(weekday=day, opens=opens, closes=closes)
    for day in range(1, 6)
    for opens, closes in ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0)))
]
SATURDAY_TOO = [*WEEK, SimpleNamespace(weekday=6, opens=time(7, 30), closes=time(11, 30))]

pytestmark = pytest.mark.django_db


def at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [("07:29:59", False), ("07:30", True), ("11:29:59", True), ("11:30", False), ("13:30", True), ("17:00", False)],
)
def test_an_office_is_open_from_opening_until_before_closing(clock: str, is_open: bool) -> None:
    assert OpeningCalendar(at("2026-11-25", clock)).state(WEEK).is_open is is_open


@pytest.mark.parametrize(
    ("now", "opens_at"),
    [
        (("2026-11-25", "06:00"), ("2026-11-25", "07:30")),
        (("2026-11-25", "12:00"), ("2026-11-25", "13:30")),
        (("2026-11-25", "18:00"), ("2026-11-26", "07:30")),
        (("2026-11-27", "18:00"), ("2026-11-30", "07:30")),  # over a weekend
        (("2026-12-31", "18:00"), ("2027-01-04", "07:30")),  # New Year's Day is a Friday
    ],
)
def test_a_closed_office_says_when_it_opens(now: tuple[str, str], opens_at: tuple[str, str]) -> None:
    state = OpeningCalendar(at(*now)).state(WEEK)
    assert (state.is_open, state.opens_at) == (False, at(*opens_at))


def test_now_is_taken_in_vietnamese_time() -> None:
    utc = datetime(2026, 11, 25, 1, 0, tzinfo=ZoneInfo("UTC"))
    assert OpeningCalendar(utc).state(WEEK).is_open


def test_tet_is_bridged() -> None:
    state = OpeningCalendar(at("2026-02-14", "12:00")).state(WEEK)
    assert state.opens_at is not None
    assert state.opens_at.date() > date(2026, 2, 20)


def test_saturday_hours_hold_on_an_ordinary_saturday_and_not_on_a_free_one() -> None:
    CalendarOverride.objects.create(date=date(2026, 12, 5), is_working=False)
    assert OpeningCalendar(at("2026-11-28", "08:00")).state(SATURDAY_TOO).is_open
    assert not OpeningCalendar(at("2026-12-05", "08:00")).state(SATURDAY_TOO).is_open


def test_a_swapped_working_saturday_is_worked_like_a_monday() -> None:
    # 2026-08-22 is the swapped Saturday that the calendar library knows.
    assert OpeningCalendar(at("2026-08-22", "14:00")).state(WEEK).is_open


def test_a_swapped_free_monday_is_closed() -> None:
    CalendarOverride.objects.create(date=date(2026, 11, 30), is_working=False)
    state = OpeningCalendar(at("2026-11-30", "08:00")).state(WEEK)
    assert state.opens_at == at("2026-12-01", "07:30")


def test_day_and_night_means_on_holidays_too() -> None:
    state = OpeningCalendar(at("2026-02-17", "03:00")).state([], always_open=True)
    assert (state.is_open, state.opens_at) == (True, None)


def test_without_hours_nothing_is_promised() -> None:
    state = OpeningCalendar(at("2026-11-25", "08:00")).state([])
    assert (state.is_open, state.opens_at) == (False, None)


def test_an_opening_years_away_is_not_searched_for() -> None:
    for ahead in range(30):
        CalendarOverride.objects.create(date=date(2026, 11, 25) + timedelta(days=ahead), is_working=False)
    assert OpeningCalendar(at("2026-11-25", "08:00")).state(WEEK).opens_at is None
