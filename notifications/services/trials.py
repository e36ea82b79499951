"""A notice as a trial: the real push, to the devices of who tries it and to nobody else."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.errors import Conflict, PermissionDenied
from backend.common.ids import uuid7
from backend.common.tasks import run_on_commit
from notifications import audiences, doorbell
from notifications import topics as topic_names
from notifications.access import ADD, may_approve_for, may_work_on
from notifications.models import Notice, Origin
from notifications.reach import reachable
from notifications.services.content import check_complete
from notifications.services.steps import locked, record, require_person
from notifications.workflow import TESTABLE, Status

COPIED = (
    "kind", "title", "title_en", "body", "body_en", "link", "image_url", "is_exercise", "event", "event_en",
    "instruction", "instruction_en", "risk_level", "agency_code",
)  # fmt: skip
# What was tried yesterday is not looked for in an inbox.
KEPT = timedelta(days=1)


@transaction.atomic
def notice_test(*, notice_id: uuid.UUID, by: Any) -> Notice:
    """Send it to one's own devices, marked as a trial; returns the trial. Raises Conflict `no_device` without one."""
    require_person(by)
    notice = locked(notice_id, by)
    if not (may_approve_for(by, notice.agency_code) or (by.has_perm(ADD) and may_work_on(by, notice))):
        raise PermissionDenied("permission_denied", _("You may not do this."))
    if notice.status not in TESTABLE:
        raise Conflict("notice_state", _("It has gone out already: there is nothing left to try."))
    check_complete(notice)
    if not reachable().filter(user=by).exists():
        raise Conflict("no_device", _("Log in to the app on a phone first: the trial goes to your own devices."))
    trial = _trial_of(notice, by)
    record(notice, by, "notice.test", {"trial": str(trial.pk)})
    run_on_commit(doorbell.ring_start, trial.pk, trial.kind)
    return trial


def _trial_of(notice: Notice, by: Any) -> Notice:
    copied = {name: getattr(notice, name) for name in COPIED}
    now = timezone.now()
    trial = Notice(
        **copied, origin=Origin.TEST, author=by, concerns=notice, key=f"test:{notice.pk}:{uuid7()}",
        status=Status.APPROVED, approved_at=now, valid_until=now + KEPT,
    )  # fmt: skip
    topic = topic_names.of_user(by.pk)
    trial.address_to(topic)
    # To oneself, whatever kinds one has turned off.
    trial.query = audiences.lexeme(topic)
    trial.save()
    return trial
