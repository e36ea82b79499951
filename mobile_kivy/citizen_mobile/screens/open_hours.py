"""Opening hours in words and as a badge."""

from __future__ import annotations

from datetime import datetime

from citizen_mobile.client.models import Office
from citizen_mobile.client.opening import Hours, opening, week
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.theme.basics import Badge, KeyValue


def open_state(office: Office, *, fresh: bool) -> tuple[str, str, str]:
    """Words, tone and icon: open until, opens at, or unknown."""
    found = opening(office, fmt.local(fmt.now()), fresh=fresh)
    if found is None:
        return L.tr("Hours unknown: call first"), "quiet", "question"
    if found.is_open:
        until = L.tr("Open until {when}").format(when=_clock(found.closes)) if found.closes else L.tr("Open now")
        return until, "good", "done"
    if found.opens is None:
        return L.tr("Closed"), "wait", "clock"
    return L.tr("Closed, opens {when}").format(when=_moment(found.opens)), "wait", "clock"


def open_badge(office: Office, *, fresh: bool) -> Badge:
    words, tone, icon = open_state(office, fresh=fresh)
    return Badge(text=words, tone=tone, icon=icon)


def hours_rows(office: Office) -> list[KeyValue]:
    """The week, days with the same hours together."""
    return [KeyValue(name=_days(first, last), value=_spans(hours)) for first, last, hours in week(office.opening_hours)]


def _spans(hours: Hours) -> str:
    return ", ".join(f"{opens}–{closes}" for opens, closes in hours) or L.tr("closed")


def _days(first: int, last: int) -> str:
    names = day_names()
    return names[first - 1] if first == last else f"{names[first - 1]} – {names[last - 1]}"


def day_names() -> list[str]:
    """Monday first."""
    return [
        L.tr("Monday"),
        L.tr("Tuesday"),
        L.tr("Wednesday"),
        L.tr("Thursday"),
        L.tr("Friday"),
        L.tr("Saturday"),
        L.tr("Sunday"),
    ]


def _clock(moment: datetime) -> str:
    return f"{fmt.local(moment):%H:%M}"


def _moment(moment: datetime) -> str:
    """13:30 today, else the day with it."""
    days = (fmt.local(moment).date() - fmt.local(fmt.now()).date()).days
    if days == 0:
        return L.tr("at {time}").format(time=_clock(moment))
    if days == 1:
        return L.tr("tomorrow at {time}").format(time=_clock(moment))
    day = day_names()[fmt.local(moment).weekday()] if days < 7 else fmt.day(moment)
    return L.tr("{day} at {time}").format(day=day, time=_clock(moment))
