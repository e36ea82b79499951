"""The console's home page: the officer's own work first, then how things go."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.agencies.selectors import memberships_of
from backend.areas.selectors import area_names
from backend.common.i18n import current_language, pick
from backend.feedback import summary
from backend.feedback.models import Report
from notifications.services import notices_awaiting

NOTICES_SHOWN = 6


@dataclass
class Tile:
    label: str
    value: int
    hint: str
    href: str
    tone: str = "calm"


@dataclass
class Work:
    """All that the page shows. Lists are empty where the person has no right to the subject."""

    name: str
    agency: str
    today: date
    shows_reports: bool
    shows_notices: bool
    tiles: list[Tile] = field(default_factory=list)
    reports: list[dict[str, str]] = field(default_factory=list)
    notices: list[dict[str, str]] = field(default_factory=list)
    days: list[dict[str, Any]] = field(default_factory=list)
    chart: str = ""
    by_status: list[dict[str, Any]] = field(default_factory=list)
    shares: list[dict[str, Any]] = field(default_factory=list)


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Unfold's callback: adds `work` to the page's context."""
    user: Any = request.user
    work = Work(
        name=user.full_name or str(user),
        agency=", ".join(pick(membership.agency, "name") for membership in memberships_of(user)),
        today=timezone.localdate(),
        shows_reports=user.has_perm("feedback.view_report"),
        shows_notices=user.has_perm("notifications.view_notice"),
    )
    if work.shows_reports:
        _add_reports(work, user)
    if work.shows_notices:
        _add_notices(work, user)
    return {**context, "work": work}


def _add_reports(work: Work, user: Any) -> None:
    counts = summary.report_counts(user)
    here = reverse("admin:feedback_report_changelist")
    work.tiles += [
        Tile(
            _("Overdue"),
            counts.overdue,
            _("the promise is broken"),
            f"{here}?overdue=yes",
            _tone(counts.overdue, "danger"),
        ),
        Tile(
            _("Due today"),
            counts.due_today,
            _("until midnight"),
            f"{here}?overdue=today",
            _tone(counts.due_today, "warning"),
        ),
        Tile(_("To receive"), counts.new, _("new, forwarded or reopened"), f"{here}?status__exact=new"),
        Tile(_("Open"), counts.open, _("reports in all"), here),
    ]
    found = summary.reports_due_first(user)
    names = area_names({report.area_code for report in found if report.area_code})
    work.reports = [_report_row(report, names) for report in found]
    _add_charts(work, user)


def _add_charts(work: Work, user: Any) -> None:
    days = summary.report_days(user)
    work.days = [{"label": f"{day.day:%d/%m}", "received": day.received, "resolved": day.resolved} for day in days]
    work.chart = _chart(work.days)
    statuses = summary.open_by_status(user)
    most = max((n for _status, n in statuses), default=1)
    work.by_status = [{"label": status.label, "value": n, "percent": round(100 * n / most)} for status, n in statuses]
    shares = summary.report_shares(user)
    work.shares = [
        {"label": _("Answered on time"), "percent": shares.on_time},
        {"label": _("Senders satisfied (4 or 5 stars)"), "percent": shares.satisfied},
    ]


def _tone(count: int, tone: str) -> str:
    return tone if count else "calm"


def _report_row(report: Report, names: dict[str, tuple[str, str]]) -> dict[str, str]:
    now = timezone.now()
    vietnamese, english = names.get(report.area_code, ("", ""))
    return {
        "href": reverse("admin:feedback_report_change", args=[report.pk]),
        "text": report.text,
        "code": report.code,
        "category": pick(report.category, "name"),
        "area": english if current_language() == "en" and english else vietnamese,
        "status": report.get_status_display(),
        "due_label": _due_label(report.due_at, now),
        "due_class": "dk-danger" if report.due_at < now else _soon_class(report.due_at, now),
    }


def _soon_class(due_at: datetime, now: datetime) -> str:
    return "dk-warning" if (due_at - now).days < 1 else ""


def _due_label(due_at: datetime, now: datetime) -> str:
    """How long ago the promise broke, or how long there is still."""
    hours = int(abs((due_at - now).total_seconds()) // 3600)
    amount = (
        ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}
        if hours >= 24
        else ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    )
    return (_("%(time)s late") if due_at < now else _("%(time)s left")) % {"time": amount}


def _add_notices(work: Work, user: Any) -> None:
    waiting = notices_awaiting(user)
    if user.has_perm("notifications.approve_notice"):
        href = f"{reverse('admin:notifications_notice_changelist')}?status__exact=submitted"
        hint = _("written by somebody else")
        work.tiles.append(Tile(_("Notices to approve"), len(waiting), hint, href, _tone(len(waiting), "warning")))
    work.notices = [
        {
            "href": reverse("admin:notifications_notice_change", args=[notice.pk]),
            "title": pick(notice, "title"),
            "kind": notice.get_kind_display(),
            "author": str(notice.author or ""),
        }
        for notice in waiting[:NOTICES_SHOWN]
    ]


def _chart(days: list[dict[str, Any]]) -> str:
    """Data for unfold's Chart.js component."""
    return json.dumps(
        {
            "labels": [day["label"] for day in days],
            "datasets": [
                {"label": _("Received"), "data": [day["received"] for day in days], "backgroundColor": "#3f8f5b"},
                {"label": _("Resolved"), "data": [day["resolved"] for day in days], "backgroundColor": "#b7791f"},
            ],
        }
    )
