"""The life of a notice in one table: from where to where, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.errors import Conflict


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    REJECTED = "rejected", _("Sent back")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent out")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


TRANSITIONS: dict[str, dict[str, str]] = {
    Status.DRAFT: {
        Status.SUBMITTED: "the author thinks it is ready",
        Status.APPROVED: "an emergency: one person, two taps, with a reason",
        Status.CANCELLED: "the author drops it",
    },
    Status.SUBMITTED: {
        Status.APPROVED: "a second person stands for it",
        Status.REJECTED: "the second person sends it back, with a reason",
        Status.DRAFT: "the author takes it back",
        Status.CANCELLED: "it is no longer needed",
    },
    Status.REJECTED: {
        Status.DRAFT: "the author works on it again",
        Status.CANCELLED: "the author drops it",
    },
    Status.APPROVED: {
        Status.SCHEDULED: "its time has not come",
        Status.SENDING: "the audience has been cut into batches",
        Status.CANCELLED: "stopped before the first push",
        Status.FAILED: "its validity ran out before it could be sent",
    },
    Status.SCHEDULED: {
        Status.SENDING: "its time has come and the audience has been cut into batches",
        Status.CANCELLED: "stopped before the first push",
        Status.FAILED: "its validity ran out before it could be sent",
    },
    Status.SENDING: {
        Status.SENT: "no batch is open any more",
        Status.CANCELLED: "stopped on the way: what has not left never leaves",
        Status.FAILED: "Firebase refuses the message itself, or nobody could be reached in time",
    },
    Status.SENT: {Status.CANCELLED: "recalled: it disappears from the inboxes"},
    Status.CANCELLED: {},
    Status.FAILED: {Status.CANCELLED: "recalled: some may have got it"},
}
# Words that somebody has stood for: only these are ever shown to citizens.
VISIBLE = (Status.SENDING, Status.SENT, Status.FAILED)
EDITABLE = (Status.DRAFT, Status.REJECTED)
# What can still be tried out on one's own phone.
TESTABLE = (Status.DRAFT, Status.SUBMITTED, Status.REJECTED, Status.APPROVED, Status.SCHEDULED)
UNAPPROVED = (Status.DRAFT, Status.SUBMITTED, Status.REJECTED, Status.CANCELLED)
WAITING = (Status.APPROVED, Status.SCHEDULED)


def can_move(current: str, to: str) -> bool:
    """Is there an arrow from here to there?"""
    return to in TRANSITIONS[current]


def require_move(current: str, to: str) -> None:
    """Refuse with 409 unless there is an arrow."""
    if not can_move(current, to):
        text = _("A notice that is “%(current)s” cannot become “%(to)s”.")
        values = {"current": Status(current).label, "to": Status(to).label}
        raise Conflict("notice_state", text % values)
