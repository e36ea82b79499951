"""Whether an office is open, and when it next opens, by its hours and the calendar of public holidays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.utils import timezone

from backend.common.business_days import calendar_overrides, is_public_holiday, is_working_day

# Longer than any holiday: Tết with its bridge days and two weekends.
LOOK_AHEAD_DAYS = 21
MONDAY, FRIDAY = 1, 5


class Span(Protocol):
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class State:
    is_open: bool
    opens_at: datetime | None


class OpeningCalendar:
    """Answers for many offices at one moment; each day is looked up in the calendar once."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = timezone.localtime(now)
        self._overrides = calendar_overrides()
        self._hours_of: dict[date, int] = {}

    def state(self, spans: Iterable[Span], *, always_open: bool = False) -> State:
        """Open now, or the next opening within three weeks (None: unknown)."""
        if always_open:
            return State(True, None)
        spans = sorted(spans, key=lambda span: (span.weekday, span.opens))
        today, clock = self.now.date(), self.now.time()
        if any(span.opens <= clock < span.closes for span in self._on(today, spans)):
            return State(True, None)
        for ahead in range(LOOK_AHEAD_DAYS if spans else 0):
            day = today + timedelta(days=ahead)
            for span in self._on(day, spans):
                if ahead or span.opens > clock:
                    return State(False, timezone.make_aware(datetime.combine(day, span.opens)))
        return State(False, None)

    def _on(self, day: date, spans: list[Span]) -> list[Span]:
        if day not in self._hours_of:
            self._hours_of[day] = self._weekday_that_applies(day)
        return [span for span in spans if span.weekday == self._hours_of[day]]

    def _weekday_that_applies(self, day: date) -> int:
        """The weekday whose hours hold on this day, 0 if none: a swapped working Saturday is worked like a Monday."""
        weekday, works = day.isoweekday(), is_working_day(day, self._overrides)
        if weekday <= FRIDAY:
            return weekday if works else 0
        if works:
            return MONDAY
        return 0 if is_public_holiday(day, self._overrides) else weekday
