"""An emergency notice by one person: two taps, ten minutes, a reason, and both in the audit trail."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.errors import Conflict, PermissionDenied
from notifications.access import SEND_EMERGENCY, may_send_alone_for
from notifications.conf import EMERGENCY_TAPS_WITHIN
from notifications.models import Kind, Notice
from notifications.services.content import check_complete
from notifications.services.steps import (
    check_still_valid,
    disarm,
    locked,
    needed,
    record,
    release,
    require,
    require_person,
)
from notifications.workflow import Status, require_move


@transaction.atomic
def notice_arm(*, notice_id: uuid.UUID, by: Any, reason: str) -> Notice:
    """The first tap: looks whether everything is ready. Nothing goes out; an edit, or ten minutes, undo it."""
    notice = _theirs(notice_id, by)
    check_complete(notice)
    check_still_valid(notice, at=timezone.now())
    notice.emergency_reason = needed(reason)
    notice.armed_at, notice.armed_by = timezone.now(), by
    notice.save()
    record(notice, by, "notice.arm", {"reason": notice.emergency_reason})
    return notice


@transaction.atomic
def notice_send_emergency(*, notice_id: uuid.UUID, by: Any) -> Notice:
    """The second tap, by who did the first: the notice is approved by them, and goes out now or at its time."""
    notice = _theirs(notice_id, by)
    if notice.armed_at is None or timezone.now() - notice.armed_at > EMERGENCY_TAPS_WITHIN:
        raise Conflict("emergency_not_armed", _("Press “Send at once” and say why; then confirm within ten minutes."))
    if notice.armed_by_id != by.pk:
        text = _("Somebody else has prepared this. Who presses first confirms as well.")
        raise PermissionDenied("emergency_other_person", text)
    check_complete(notice)
    return release(notice, by, "notice.send_emergency", detail={"reason": notice.emergency_reason})


@transaction.atomic
def notice_disarm(*, notice_id: uuid.UUID, by: Any) -> Notice:
    """Take the first tap back, one's own or another's; without one nothing happens."""
    notice = _theirs(notice_id, by)
    if disarm(notice):
        notice.save()
        record(notice, by, "notice.disarm")
    return notice


def _theirs(notice_id: uuid.UUID, by: Any) -> Notice:
    """An emergency notice that this person may send alone, held until commit."""
    require_person(by)
    require(by, SEND_EMERGENCY)
    notice = locked(notice_id, by)
    if not may_send_alone_for(by, notice.agency_code):
        raise PermissionDenied("permission_denied", _("You may not do this."))
    if notice.kind != Kind.EMERGENCY:
        raise Conflict("not_an_emergency", _("Only an emergency notice can be sent without a second person."))
    require_move(notice.status, Status.APPROVED)
    return notice
