"""When an office is open: by the server's word while it is fresh, else reckoned from its weekly hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from citizen_mobile.client.models import Office, OpeningSpan

Hours = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Opening:
    """Open until `closes`, or closed until `opens`; None where that is not known."""

    is_open: bool
    closes: datetime | None = None
    opens: datetime | None = None


def opening(office: Office, now: datetime, *, fresh: bool) -> Opening | None:
    """What can be said of this moment; None for an office whose hours nobody knows.

    Only the server knows public holidays, so its word stands while the answer is fresh.
    """
    if fresh and (office.is_open or office.opens_at):
        closes = _closes(office.opening_hours, now) if office.is_open else None
        return Opening(office.is_open, closes, office.opens_at)
    if not office.opening_hours:
        return None
    closes = _closes(office.opening_hours, now)
    return Opening(True, closes) if closes else Opening(False, None, _opens(office.opening_hours, now))


def week(spans: Iterable[OpeningSpan]) -> list[tuple[int, int, Hours]]:
    """Runs of days with the same hours: (first day, last day, its spans), 1 Monday to 7 Sunday; closed days too."""
    by_day: dict[int, Hours] = {}
    for span in sorted(spans, key=lambda row: (row.weekday, row.opens)):
        by_day[span.weekday] = (*by_day.get(span.weekday, ()), (span.opens, span.closes))
    runs: list[tuple[int, int, Hours]] = []
    for day in range(1, 8):
        hours = by_day.get(day, ())
        if runs and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], day, hours)
        else:
            runs.append((day, day, hours))
    return runs


def _closes(spans: Iterable[OpeningSpan], now: datetime) -> datetime | None:
    for span in spans:
        if span.weekday == now.isoweekday() and _at(now, span.opens) <= now < _at(now, span.closes):
            return _at(now, span.closes)
    return None


def _opens(spans: Iterable[OpeningSpan], now: datetime) -> datetime | None:
    known = list(spans)
    coming = []
    for ahead in range(8):
        day = now + timedelta(days=ahead)
        coming += [_at(day, span.opens) for span in known if span.weekday == day.isoweekday()]
    return min((moment for moment in coming if moment > now), default=None)


def _at(day: datetime, hour: str) -> datetime:
    hours, minutes = (int(part) for part in hour.split(":"))
    return day.replace(hour=hours, minute=minutes, second=0, microsecond=0)
