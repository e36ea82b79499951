"""What the sender of a report is told, in both languages, through the one door of the notifications package."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from backend.feedback.models import Report, ReportEvent
from backend.feedback.texts import both
from backend.feedback.workflow import Status
from notifications.services import notify

# One line each, as it stands on a locked screen: what happened, not what the report is about.
TITLES: dict[str, Promise] = {
    Status.RECEIVED: _("Your report %(code)s has been received"),
    Status.REJECTED: _("Your report %(code)s was not accepted"),
    Status.FORWARDED: _("Your report %(code)s was forwarded"),
    Status.IN_PROGRESS: _("Your report %(code)s is being worked on"),
    Status.WAITING_INFO: _("Please add to your report %(code)s"),
    Status.EXTENDED: _("Your report %(code)s needs more time"),
    Status.RESOLVED: _("Your report %(code)s has been answered"),
    Status.CLOSED: _("Your report %(code)s has been closed"),
    Status.REOPENED: _("Your report %(code)s is open again"),
}
SENT = _("We have your report %(code)s")
BODY_MAX = 300


def report_topic(report: Report) -> str:
    """What a guest's device follows."""
    return f"report:{report.pk}"


def tell_received(report: Report, event: ReportEvent) -> None:
    """The acknowledgement: we have it, and who answers for it."""
    _tell(report, event, SENT, {"vi": event.text, "en": event.text_en or event.text})


def tell_moved(report: Report, event: ReportEvent) -> None:
    """A change of status, with the sentence that the officer wrote."""
    plain = both(_("Status: %(status)s."), status=Status(event.to_status).label)
    body = {"vi": event.text or plain["vi"], "en": event.text_en or event.text or plain["en"]}
    _tell(report, event, TITLES[event.to_status], body)


def _tell(report: Report, event: ReportEvent, title: Promise, body: dict[str, str]) -> None:
    if not report.reporter_id and not report.device_id:
        return  # a guest without a device comes back with code and secret
    notify(
        user_id=report.reporter_id,
        topics=[report_topic(report)] if report.device_id else None,
        key=f"report:{report.pk}:{event.pk}",
        title=both(title, code=report.code),
        body={language: text[:BODY_MAX] for language, text in body.items()},
        link=f"daknong://report/{report.code}",
    )
