"""Working days of the Vietnamese calendar: what a promise of "5 working days" means.

Holidays come from the `holidays` library; the days that the government swaps each year come from CalendarOverride.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

from backend.common.memory import kept_briefly
from backend.common.models import CalendarOverride

END_OF_WORK = time(17, 0)


@lru_cache(maxsize=1)
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("VN")


@kept_briefly
def calendar_overrides() -> dict[date, bool]:
    """Date to "is a working day"."""
    return dict(CalendarOverride.objects.values_list("date", "is_working"))


def is_working_day(day: date, overrides: dict[date, bool] | None = None) -> bool:
    """Whether offices work on `day`: an override first, then weekends and public holidays."""
    overrides = calendar_overrides() if overrides is None else overrides
    if day in overrides:
        return overrides[day]
    return _calendar().is_working_day(day)


def is_public_holiday(day: date, overrides: dict[date, bool] | None = None) -> bool:
    """Whether `day` is free beyond an ordinary weekend, so that even offices with Saturday hours stay shut."""
    overrides = calendar_overrides() if overrides is None else overrides
    if day in overrides:
        return not overrides[day]
    return day in _calendar() and not _calendar().is_working_day(day)


def add_working_days(start: datetime, days: int) -> datetime:
    """The end of the `days`-th working day after `start` (17:00 local time); the day of `start` does not count."""
    overrides = calendar_overrides()
    day = timezone.localtime(start).date()
    left = days
    while left > 0:
        day += timedelta(days=1)
        if is_working_day(day, overrides):
            left -= 1
    return datetime.combine(day, END_OF_WORK, tzinfo=timezone.get_default_timezone())


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; 0 if `end` is not later."""
    overrides = calendar_overrides()
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=n), overrides) for n in range(1, span + 1))
