"""The life of a report as one table: which arrow, why it exists, who may take it, what it must carry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    NEW = "new", _("New")
    RECEIVED = "received", _("Received")
    REJECTED = "rejected", _("Rejected")
    FORWARDED = "forwarded", _("Forwarded")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING_INFO = "waiting_info", _("Waiting for information")
    EXTENDED = "extended", _("Extended")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")


class Who(StrEnum):
    OFFICER = "officer"  # a handler of the agency that holds the report
    SENDER = "sender"  # the citizen or guest who sent it
    SYSTEM = "system"  # a timer


@dataclass(frozen=True, slots=True)
class Arrow:
    """One permitted change; `why` is what a reader of the table needs to agree with it."""

    who: frozenset[Who]
    why: str
    needs_text: bool = False
    needs_due_at: bool = False
    needs_agency: bool = False
    takes_after_photo: bool = False


def _officer(why: str, **needs: bool) -> Arrow:
    return Arrow(frozenset({Who.OFFICER}), why, **needs)


def _sender(why: str, **needs: bool) -> Arrow:
    return Arrow(frozenset({Who.SENDER}), why, **needs)


# "No reply and no reason" is what people complain about most: these four never go out without a sentence.
_REJECT = {"needs_text": True}
_FORWARD = {"needs_text": True, "needs_agency": True}
_WAIT = {"needs_text": True}
_EXTEND = {"needs_text": True, "needs_due_at": True}
# An answer is a sentence too; the photo of the mended place is offered, not demanded (a phone call has no picture).
_RESOLVE = {"needs_text": True, "takes_after_photo": True}

S = Status
TABLE: dict[Status, dict[Status, Arrow]] = {
    S.NEW: {
        S.RECEIVED: _officer("the agency says that it has read the report and answers for it"),
        S.REJECTED: _officer("not a matter for feedback, or nothing that can be acted on", **_REJECT),
        S.FORWARDED: _officer("the automatic route was wrong; the report goes to who can act", **_FORWARD),
        S.CLOSED: _sender("the sender takes back what nobody has started on"),
    },
    S.RECEIVED: {
        S.IN_PROGRESS: _officer("somebody is sent"),
        S.REJECTED: _officer("reading it closely showed that it is not for us or not true", **_REJECT),
        S.FORWARDED: _officer("another agency owns the road, the lamp, the case", **_FORWARD),
        S.WAITING_INFO: _officer("the place or the facts are not clear enough to send somebody", **_WAIT),
        S.EXTENDED: _officer("it is already plain that the promise cannot be kept", **_EXTEND),
        S.RESOLVED: _officer("a question is answered at once, with nothing to mend", **_RESOLVE),
        S.CLOSED: _sender("the sender takes back what nobody has started on"),
    },
    S.FORWARDED: {
        S.RECEIVED: _officer("the second agency takes it over"),
        S.IN_PROGRESS: _officer("the second agency starts without ceremony"),
        S.REJECTED: _officer("the second agency has a reason why nobody acts", **_REJECT),
        S.FORWARDED: _officer("the second agency knows a third that can act", **_FORWARD),
        S.CLOSED: _sender("the sender takes back what nobody has started on"),
    },
    S.IN_PROGRESS: {
        S.WAITING_INFO: _officer("on the spot it was not found as described", **_WAIT),
        S.EXTENDED: _officer("material, weather or another office holds it up", **_EXTEND),
        S.FORWARDED: _officer("on the spot it turned out to belong to another agency", **_FORWARD),
        S.REJECTED: _officer("on the spot it turned out to be no matter for feedback", **_REJECT),
        S.RESOLVED: _officer("done; the sender reads what was done", **_RESOLVE),
    },
    S.WAITING_INFO: {
        S.IN_PROGRESS: Arrow(
            frozenset({Who.OFFICER, Who.SENDER}), "the sender's answer starts the work again by itself"
        ),
        S.REJECTED: _officer("asked, and no answer came", **_REJECT),
        S.RESOLVED: _officer("it was settled without the answer", **_RESOLVE),
        S.CLOSED: _sender("the sender no longer wants it pursued"),
    },
    S.EXTENDED: {
        S.IN_PROGRESS: _officer("what held it up is over"),
        S.EXTENDED: _officer("again, with a reason and a date again", **_EXTEND),
        S.WAITING_INFO: _officer("a question came up meanwhile", **_WAIT),
        S.FORWARDED: _officer("the hold-up lies with another agency", **_FORWARD),
        S.RESOLVED: _officer("done; the sender reads what was done", **_RESOLVE),
    },
    S.RESOLVED: {
        S.CLOSED: Arrow(frozenset({Who.SENDER, Who.SYSTEM}), "the sender is content, or the time to object has passed"),
        S.REOPENED: _sender("fixed, then broken again the next day: the sender may say so", needs_text=True),
    },
    S.REJECTED: {
        S.REOPENED: _sender("a refusal can be answered with new facts", needs_text=True),
    },
    S.CLOSED: {
        S.REOPENED: _sender("a sender who was content may see it break within the same days", needs_text=True),
    },
    S.REOPENED: {
        S.IN_PROGRESS: _officer("somebody is sent again"),
        S.WAITING_INFO: _officer("what is wrong now is not clear", **_WAIT),
        S.EXTENDED: _officer("the second mending needs its own date", **_EXTEND),
        S.FORWARDED: _officer("the second mending belongs to another agency", **_FORWARD),
        S.REJECTED: _officer("nothing new, and the first answer stands", **_REJECT),
        S.RESOLVED: _officer("done again; the sender reads what was done", **_RESOLVE),
    },
}

# A report in one of these is nobody's work any more.
SETTLED = frozenset({S.RESOLVED, S.REJECTED, S.CLOSED})
OPEN = frozenset(set(S) - SETTLED)
# While the agency waits for the sender the promise does not run.
CLOCK_RUNS = OPEN - {S.WAITING_INFO}


def arrow(frm: str, to: str) -> Arrow | None:
    """The arrow between two statuses, or None where there is none."""
    return TABLE.get(Status(frm), {}).get(Status(to))


def targets(frm: str, who: Who) -> list[Status]:
    """Statuses that `who` may move a report to, in the order of the table."""
    return [to for to, step in TABLE.get(Status(frm), {}).items() if who in step.who]
