"""What every step of an officer's notice is made of: who may, hold the row, move it, write it down."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.api.machines import is_machine, not_for_machines
from backend.common.audit import audit_record
from backend.common.errors import Conflict, DomainError, NotFound, PermissionDenied
from backend.common.tasks import run_on_commit
from notifications import doorbell, quiet_hours
from notifications.access import EDITOR, agency_codes, may_approve_for, notices_visible
from notifications.models import Notice
from notifications.workflow import Status, require_move


def require(by: Any, permission: str) -> None:
    """Refuse who has not this permission."""
    if not by.has_perm(permission):
        raise PermissionDenied("permission_denied", _("You may not do this."))


def require_person(by: Any) -> None:
    """Refuse a machine account."""
    if is_machine(by):
        raise not_for_machines()


def require_reach(by: Any, notice: Notice) -> None:
    """Refuse who does not approve for this agency."""
    if not may_approve_for(by, notice.agency_code):
        raise PermissionDenied("permission_denied", _("You may not do this."))


def locked(notice_id: uuid.UUID, by: Any) -> Notice:
    """The notice, held against everybody else until commit. Another agency's is as absent as an unknown one."""
    visible = notices_visible(by).filter(pk=notice_id).values("pk")
    notice = Notice.objects.select_for_update().filter(pk__in=visible).first()
    if notice is None:
        raise NotFound("notice_not_found", _("No such notice."))
    return notice


def needed(reason: str) -> str:
    """The reason, if one was given."""
    if not reason.strip():
        text = _("Say why.")
        raise DomainError("reason_required", text, fields={"reason": text})
    return reason.strip()[:500]


def move(
    notice: Notice, to: Status, by: Any, action: str, *, reason: str = "", detail: dict[str, Any] | None = None
) -> Notice:
    """Along an arrow of the table, saved and written down; `reason` is for the notice's author to read as well."""
    require_move(notice.status, to)
    before, notice.status, notice.status_reason = notice.status, to, reason[:500]
    notice.save()
    why = {"reason": reason} if reason else {}
    record(notice, by, action, {"from": before, "to": str(to)} | why | (detail or {}))
    return notice


def record(notice: Notice, by: Any, action: str, detail: dict[str, Any] | None = None) -> None:
    """One row of the audit trail."""
    audit_record(actor=by, action=action, target=notice, agency_code=notice.agency_code, detail=detail)


def disarm(notice: Notice) -> bool:
    """Forget a first tap; False if there was none. What somebody armed is no longer what would be sent."""
    was_armed = notice.armed_at is not None
    notice.armed_at, notice.armed_by, notice.emergency_reason = None, None, ""
    return was_armed


def release(notice: Notice, by: Any, action: str, *, detail: dict[str, Any] | None = None) -> Notice:
    """Approved by `by`: it goes out now, at its time, or when people are awake again."""
    now = timezone.now()
    begins = max(now, notice.scheduled_at or now)
    notice.held_until = quiet_hours.held_until(notice.kind, begins)
    check_still_valid(notice, at=notice.held_until or now)
    notice.approver, notice.approved_at = by, now
    move(notice, Status.APPROVED, by, action, detail=detail)
    if notice.held_until or begins > now:
        require_move(notice.status, Status.SCHEDULED)
        notice.status = Status.SCHEDULED
        notice.save(update_fields=["status", "updated_at"])
    else:
        run_on_commit(doorbell.ring_start, notice.pk, notice.kind)
    return notice


def check_still_valid(notice: Notice, *, at: datetime) -> None:
    """Refuse to stand for what would be out of date before anybody gets it."""
    if notice.valid_until is not None and notice.valid_until <= at:
        text = _("This notice is out of date: send it back so that its author sets a new date.")
        if at == notice.held_until:
            text = _("It would be out of date before the quiet hours end.")
        raise Conflict("notice_expired", text)


def agency_of(author: Any, wanted: str) -> str:
    """Whom the author writes for: `wanted`, if they may, else the highest agency that they write for."""
    codes = agency_codes(author, EDITOR)
    if wanted and codes is not None and wanted not in codes:
        raise PermissionDenied("permission_denied", _("You do not write for this agency."))
    if wanted or not codes:
        return wanted
    return min(codes, key=lambda code: (len(code), code))  # the code of a lower agency is longer (Circular 01/2018)
