"""Dates, ages, money and numbers as people here write them; `tr` and language are passed in: no Kivy needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

Tr = Callable[[str], str]

MB = 1_000_000

# The province's clock, whatever the phone is set to: due dates of dossiers are told in local time. No daylight saving.
VIETNAM = timezone(timedelta(hours=7))

_now: Callable[[], datetime] = lambda: datetime.now(VIETNAM)  # noqa: E731 - replaced by tests


def freeze(moment: datetime | None) -> None:
    """Stop the clock of all ages shown (for kept pictures); None starts it again."""
    global _now
    _now = (lambda: moment) if moment else (lambda: datetime.now(VIETNAM))


def now() -> datetime:
    return _now()


def local(moment: datetime) -> datetime:
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def day(moment: datetime | None) -> str:
    """23/11/2026"""
    return local(moment).strftime("%d/%m/%Y") if moment else ""


def day_time(moment: datetime | None) -> str:
    """14:05, 23/11/2026"""
    return local(moment).strftime("%H:%M, %d/%m/%Y") if moment else ""


def age(moment: datetime | None, tr: Tr) -> str:
    """How long ago, in words, up to a week; then the date."""
    if moment is None:
        return ""
    seconds = (now() - local(moment)).total_seconds()
    if seconds < 90:
        return tr("just now")
    if seconds < 3600:
        return tr("{n} min ago").format(n=round(seconds / 60))
    if seconds < 86400:
        return tr("{n} h ago").format(n=round(seconds / 3600))
    if seconds < 7 * 86400:
        return tr("{n} days ago").format(n=round(seconds / 86400)) if seconds >= 1.5 * 86400 else tr("yesterday")
    return day(moment)


def age_of(stored_at: float, tr: Tr) -> str:
    return age(datetime.fromtimestamp(stored_at, VIETNAM), tr)


def money(amount: float | None, tr: Tr) -> str:
    """10.000 đ; zero and unknown in words."""
    if amount is None:
        return tr("As regulated")
    if amount == 0:
        return tr("Free of charge")
    return f"{int(amount):,}".replace(",", ".") + " đ"


def decimal(number: float, language: str) -> str:
    """One place after the mark, which is a comma in Vietnamese: 3,2."""
    said = f"{number:.1f}"
    return said.replace(".", ",") if language == "vi" else said


def length(metres: float, language: str) -> str:
    """A distance as it is said: 350 m, 1,2 km, 24 km."""
    if metres < 995:
        return f"{metres:.0f} m"
    kilometres = metres / 1000
    if kilometres >= 9.95 or round(kilometres, 1).is_integer():
        return f"{kilometres:.0f} km"
    return f"{decimal(kilometres, language)} km"


def size(octets: int, language: str) -> str:
    """What a file takes: 12 kB, 3,4 MB; never less than 1 kB."""
    if octets < MB:
        return f"{max(1, octets // 1000)} kB"
    return f"{decimal(octets / MB, language)} MB"
