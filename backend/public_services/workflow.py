"""The life of a dossier in the national status codes: which status may follow which, and which ones stop the clock."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.IntegerChoices):
    REGISTERED = 1, _("Newly registered")
    ACCEPTED = 2, _("Accepted")
    REFUSED = 3, _("Not accepted")
    PROCESSING = 4, _("Being processed")
    NEEDS_DOCUMENTS = 5, _("More papers are asked for")
    NEEDS_PAYMENT = 6, _("A payment is asked for")
    WITHDRAWN = 7, _("Withdrawn by the applicant")
    STOPPED = 8, _("Processing stopped")
    DONE = 9, _("Processing finished")
    RETURNED = 10, _("Result handed over")


S = Status
TRANSITIONS: dict[Status, tuple[Status, ...]] = {
    S.REGISTERED: (S.ACCEPTED, S.REFUSED, S.WITHDRAWN),  # sent on line; nobody has looked at it yet
    S.ACCEPTED: (S.PROCESSING, S.NEEDS_DOCUMENTS, S.NEEDS_PAYMENT, S.WITHDRAWN, S.STOPPED, S.DONE),
    S.REFUSED: (),  # the applicant sends a new dossier, with a new code
    S.PROCESSING: (S.NEEDS_DOCUMENTS, S.NEEDS_PAYMENT, S.WITHDRAWN, S.STOPPED, S.DONE),
    S.NEEDS_DOCUMENTS: (S.PROCESSING, S.WITHDRAWN, S.STOPPED),  # answered, given up, or overdue
    S.NEEDS_PAYMENT: (S.PROCESSING, S.WITHDRAWN, S.STOPPED, S.DONE),  # paying may be the last thing that was missing
    S.WITHDRAWN: (),
    S.STOPPED: (S.PROCESSING, S.WITHDRAWN, S.DONE),  # the obstacle went away, or a refusal is written
    S.DONE: (S.RETURNED,),
    S.RETURNED: (),
}
# The applicant has to act (5, 6), or the law suspends the case (8): these days do not count against the office.
CLOCK_PAUSED = frozenset({S.NEEDS_DOCUMENTS, S.NEEDS_PAYMENT, S.STOPPED})
# A bad turn without its reason is what people complain about most.
NEEDS_REASON = frozenset({S.REFUSED, S.NEEDS_DOCUMENTS, S.NEEDS_PAYMENT, S.STOPPED})
ENDED = frozenset({S.REFUSED, S.WITHDRAWN, S.DONE, S.RETURNED})


def can_follow(current: int, to: int) -> bool:
    return to in TRANSITIONS[Status(current)]


def is_paused(status: int) -> bool:
    return status in CLOCK_PAUSED
