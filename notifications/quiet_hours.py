"""When people sleep: information and reminders wait for the morning, a warning never does."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications import conf
from notifications.models import Kind

# The clock of the people who are woken, wherever the server stands.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HELD = (Kind.INFORMATION, Kind.REMINDER)


def held_until(kind: str, moment: datetime) -> datetime | None:
    """The end of the quiet hours that a notice of this kind would fall into at `moment`; None: it may go out then.

    The first minute is quiet, the last is not: at 21:00 sharp a notice waits, at 06:30 sharp it goes.
    """
    hours = _hours()
    if kind not in HELD or hours is None:
        return None
    begins, ends = hours
    local = moment.astimezone(ZONE)
    if not _is_between(local.time(), begins, ends):
        return None
    days = 1 if local.time() >= ends else 0
    return datetime.combine(local.date() + timedelta(days=days), ends, ZONE)


def _hours() -> tuple[time, time] | None:
    if not conf.QUIET_FROM or not conf.QUIET_UNTIL or conf.QUIET_FROM == conf.QUIET_UNTIL:
        return None
    return time.fromisoformat(conf.QUIET_FROM), time.fromisoformat(conf.QUIET_UNTIL)


def _is_between(now: time, begins: time, ends: time) -> bool:
    """Over midnight, unless they begin and end on one day."""
    return begins <= now < ends if begins < ends else now >= begins or now < ends
