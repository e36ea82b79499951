"""Officers' notices: written by one person, approved by another, sent by workers."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.api.machines import is_machine
from backend.common.audit import audit_record
from backend.common.errors import Conflict, DomainError, NotFound, PermissionDenied
from backend.common.tasks import run_on_commit
from notifications import doorbell
from notifications.access import (
    ADD,
    APPROVE,
    EDITOR,
    agency_codes,
    may_approve_for,
    may_stop,
    may_work_on,
    notices_visible,
)
from notifications.models import BatchStatus, Kind, Notice, NoticeBatch
from notifications.services.content import check_complete, check_link, checked_topics
from notifications.workflow import EDITABLE, Status, require_move

FIELDS = ("kind", "title", "title_en", "body", "body_en", "link", "image_url", "topics", "scheduled_at", "valid_until")


@transaction.atomic
def notice_draft(*, author: Any, agency_code: str = "", **values: Any) -> Notice:
    """Write a draft. `values` are any of FIELDS; `title`, `body` and `topics` are needed.

    Without `agency_code` it is the highest that the author writes for: the province's, where they may speak for it.
    """
    _require(author, ADD)
    notice = Notice(author=author, agency_code=_agency_of(author, agency_code))
    _assign(notice, values)
    notice.save()
    audit_record(actor=author, action="notice.draft", target=notice, agency_code=notice.agency_code)
    return notice


@transaction.atomic
def notice_update(*, notice_id: uuid.UUID, by: Any, **values: Any) -> Notice:
    """Change a draft, or one that was sent back, which thereby becomes a draft again.

    It is then the words of who changed it: who rewrote another's draft must not be its second person as well.
    """
    _require(by, ADD)
    notice = _locked(notice_id, by)
    if not may_work_on(by, notice):
        raise PermissionDenied("permission_denied", _("You do not write for this agency."))
    if notice.status not in EDITABLE:
        raise Conflict("notice_state", _("Only a draft can be changed."))
    _assign(notice, values)
    notice.author = by
    notice.status, notice.status_reason = Status.DRAFT, ""
    notice.save()
    audit_record(
        actor=by,
        action="notice.change",
        target=notice,
        agency_code=notice.agency_code,
        detail={"fields": sorted(values)},
    )
    return notice


@transaction.atomic
def notice_submit(*, notice_id: uuid.UUID, by: Any) -> Notice:
    """Ask a second person for approval."""
    _require(by, ADD)
    notice = _locked(notice_id, by)
    if is_machine(by) and not may_work_on(by, notice):
        raise PermissionDenied("permission_denied", _("You may not do this."))
    require_move(notice.status, Status.SUBMITTED)
    check_complete(notice)
    notice.submitted_at = timezone.now()
    return _move(notice, Status.SUBMITTED, by, "notice.submit")


@transaction.atomic
def notice_approve(*, notice_id: uuid.UUID, by: Any) -> Notice:
    """Stand for another person's notice; it goes out now, or at its time. A second approval sends nothing."""
    _require(by, APPROVE)
    notice = _locked(notice_id, by)
    _require_reach(by, notice)
    require_move(notice.status, Status.APPROVED)
    if notice.author_id == by.pk:
        text = _("You wrote this notice. Another person has to approve it.")
        raise PermissionDenied("own_approval", text)
    _check_still_valid(notice)
    notice.approver, notice.approved_at = by, timezone.now()
    is_later = notice.scheduled_at is not None and notice.scheduled_at > timezone.now()
    _move(notice, Status.APPROVED, by, "notice.approve")
    if is_later:
        require_move(notice.status, Status.SCHEDULED)
        notice.status = Status.SCHEDULED
        notice.save(update_fields=["status", "updated_at"])
    else:
        run_on_commit(doorbell.ring_start, notice.pk, notice.kind)
    return notice


@transaction.atomic
def notice_reject(*, notice_id: uuid.UUID, by: Any, reason: str) -> Notice:
    """Send a notice back to its author, with a reason that they can read."""
    _require(by, APPROVE)
    notice = _locked(notice_id, by)
    _require_reach(by, notice)
    require_move(notice.status, Status.REJECTED)
    return _move(notice, Status.REJECTED, by, "notice.reject", reason=_needed(reason))


@transaction.atomic
def notice_cancel(*, notice_id: uuid.UUID, by: Any, reason: str = "") -> Notice:
    """Stop a notice at whatever point it is: its author or an approver may. It disappears from the inboxes."""
    notice = _locked(notice_id, by)
    if notice.author_id != by.pk:
        _require_reach(by, notice)
    if not may_stop(by, notice):
        raise PermissionDenied("permission_denied", _("What people have approved, people stop."))
    require_move(notice.status, Status.CANCELLED)
    NoticeBatch.objects.filter(notice=notice, status=BatchStatus.PENDING).update(status=BatchStatus.STOPPED)
    notice.finished_at = timezone.now()
    return _move(notice, Status.CANCELLED, by, "notice.cancel", reason=reason.strip())


def _require(by: Any, permission: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied("permission_denied", _("You may not do this."))


def _require_reach(by: Any, notice: Notice) -> None:
    if not may_approve_for(by, notice.agency_code):
        raise PermissionDenied("permission_denied", _("You may not do this."))


def _agency_of(author: Any, wanted: str) -> str:
    codes = agency_codes(author, EDITOR)
    if wanted and codes is not None and wanted not in codes:
        raise PermissionDenied("permission_denied", _("You do not write for this agency."))
    if wanted or not codes:
        return wanted
    return min(codes, key=lambda code: (len(code), code))  # the code of a lower agency is longer (Circular 01/2018)


def _locked(notice_id: uuid.UUID, by: Any) -> Notice:
    """The notice, held against everybody else until commit. Another agency's is as absent as an unknown one."""
    visible = notices_visible(by).filter(pk=notice_id).values("pk")
    notice = Notice.objects.select_for_update().filter(pk__in=visible).first()
    if notice is None:
        raise NotFound("notice_not_found", _("No such notice."))
    return notice


def _assign(notice: Notice, values: dict[str, Any]) -> None:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a notice: {sorted(unknown)}")
    for name, value in values.items():
        setattr(notice, name, value)
    if notice.kind == Kind.PERSONAL:
        text = _("Personal notices are the system's own.")
        raise DomainError("notice_kind_invalid", text, fields={"kind": text})
    notice.topics = checked_topics(notice.topics)
    check_link(notice.link)
    _check_years(notice)
    if notice.scheduled_at and notice.valid_until and notice.valid_until <= notice.scheduled_at:
        text = _("It would be out of date before it is sent.")
        raise DomainError("notice_dates_invalid", text, fields={"valid_until": text})


def _check_years(notice: Notice) -> None:
    """Dates of our time: PostgreSQL keeps a year that Python cannot read, and such a row hides the whole list."""
    for name in ("scheduled_at", "valid_until"):
        moment = getattr(notice, name)
        if moment is not None and not 2000 <= moment.year <= 2200:
            text = _("This date cannot be right.")
            raise DomainError("notice_dates_invalid", text, fields={name: text})


def _check_still_valid(notice: Notice) -> None:
    if notice.valid_until is not None and notice.valid_until <= timezone.now():
        raise Conflict(
            "notice_expired", _("This notice is out of date: send it back so that its author sets a new date.")
        )


def _needed(reason: str) -> str:
    if not reason.strip():
        text = _("Say why.")
        raise DomainError("reason_required", text, fields={"reason": text})
    return reason.strip()[:500]


def _move(notice: Notice, to: Status, by: Any, action: str, *, reason: str = "") -> Notice:
    require_move(notice.status, to)
    before, notice.status, notice.status_reason = notice.status, to, reason[:500]
    notice.save()
    detail = {"from": before, "to": str(to)} | ({"reason": reason} if reason else {})
    audit_record(actor=by, action=action, target=notice, agency_code=notice.agency_code, detail=detail)
    return notice
