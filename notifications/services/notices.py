"""Officers' notices: written by one person, approved by another, sent by workers."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.api.machines import is_machine
from backend.common.errors import Conflict, PermissionDenied
from notifications.access import ADD, APPROVE, may_stop, may_work_on
from notifications.cap.issue import cap_cancel
from notifications.models import BatchStatus, Notice, NoticeBatch
from notifications.services.content import check_complete
from notifications.services.fields import FIELDS, assign
from notifications.services.recalls import recall_from_phones
from notifications.services.steps import (
    agency_of,
    disarm,
    locked,
    move,
    needed,
    record,
    release,
    require,
    require_reach,
)
from notifications.workflow import EDITABLE, Status, require_move

__all__ = [
    "FIELDS",
    "notice_approve",
    "notice_cancel",
    "notice_draft",
    "notice_reject",
    "notice_submit",
    "notice_update",
    "notice_withdraw",
]


@transaction.atomic
def notice_draft(*, author: Any, agency_code: str = "", **values: Any) -> Notice:
    """Write a draft. `values` are any of FIELDS; `title`, `body` and `audience` (or `topics`) are needed.

    Without `agency_code` it is the highest that the author writes for: the province's, where they may speak for it.
    """
    require(author, ADD)
    notice = Notice(author=author, agency_code=agency_of(author, agency_code))
    assign(notice, values, by=author)
    notice.save()
    record(notice, author, "notice.draft")
    return notice


@transaction.atomic
def notice_update(*, notice_id: uuid.UUID, by: Any, **values: Any) -> Notice:
    """Change a draft, or one that was sent back, which thereby becomes a draft again.

    It is then the words of who changed it: who rewrote another's draft must not be its second person as well. A first
    tap on an emergency counts no more: that was for other words.
    """
    require(by, ADD)
    notice = locked(notice_id, by)
    if not may_work_on(by, notice):
        raise PermissionDenied("permission_denied", _("You do not write for this agency."))
    if notice.status not in EDITABLE:
        raise Conflict("notice_state", _("Only a draft can be changed."))
    assign(notice, values, by=by)
    was_armed = disarm(notice)
    notice.author = by
    notice.status, notice.status_reason = Status.DRAFT, ""
    notice.save()
    record(notice, by, "notice.change", {"fields": sorted(values)} | ({"disarmed": True} if was_armed else {}))
    return notice


@transaction.atomic
def notice_submit(*, notice_id: uuid.UUID, by: Any) -> Notice:
    """Ask a second person for approval."""
    require(by, ADD)
    notice = locked(notice_id, by)
    if is_machine(by) and not may_work_on(by, notice):
        raise PermissionDenied("permission_denied", _("You may not do this."))
    require_move(notice.status, Status.SUBMITTED)
    check_complete(notice)
    notice.submitted_at = timezone.now()
    return move(notice, Status.SUBMITTED, by, "notice.submit")


@transaction.atomic
def notice_withdraw(*, notice_id: uuid.UUID, by: Any) -> Notice:
    """Take one's own notice back from who was to approve it; it is a draft again."""
    require(by, ADD)
    notice = locked(notice_id, by)
    if notice.author_id != by.pk:
        raise PermissionDenied("permission_denied", _("Its author alone takes a notice back."))
    if notice.status != Status.SUBMITTED:
        raise Conflict("notice_state", _("Only a notice that waits for approval can be taken back."))
    notice.submitted_at = None
    disarm(notice)
    return move(notice, Status.DRAFT, by, "notice.withdraw")


@transaction.atomic
def notice_approve(*, notice_id: uuid.UUID, by: Any) -> Notice:
    """Stand for another person's notice; it goes out now, or at its time. A second approval sends nothing."""
    require(by, APPROVE)
    notice = locked(notice_id, by)
    require_reach(by, notice)
    require_move(notice.status, Status.APPROVED)
    # The table lets a draft become approved as well: by the two taps of an emergency, never by this.
    if notice.status != Status.SUBMITTED:
        raise Conflict("notice_state", _("Its author has not sent it for approval."))
    if notice.author_id == by.pk:
        text = _("You wrote this notice. Another person has to approve it.")
        raise PermissionDenied("own_approval", text)
    disarm(notice)
    return release(notice, by, "notice.approve")


@transaction.atomic
def notice_reject(*, notice_id: uuid.UUID, by: Any, reason: str) -> Notice:
    """Send a notice back to its author, with a reason that they can read."""
    require(by, APPROVE)
    notice = locked(notice_id, by)
    require_reach(by, notice)
    require_move(notice.status, Status.REJECTED)
    disarm(notice)
    return move(notice, Status.REJECTED, by, "notice.reject", reason=needed(reason))


@transaction.atomic
def notice_cancel(*, notice_id: uuid.UUID, by: Any, reason: str = "") -> Notice:
    """Stop a notice at whatever point it is: its author or an approver may.

    What has not left never leaves, and it disappears from inboxes. Where something may have left already, phones are
    told to take it away.
    """
    notice = locked(notice_id, by)
    if notice.author_id != by.pk:
        require_reach(by, notice)
    if not may_stop(by, notice):
        raise PermissionDenied("permission_denied", _("What people have approved, people stop."))
    require_move(notice.status, Status.CANCELLED)
    NoticeBatch.objects.filter(notice=notice, status=BatchStatus.PENDING).update(status=BatchStatus.STOPPED)
    notice.finished_at = timezone.now()
    move(notice, Status.CANCELLED, by, "notice.cancel", reason=reason.strip())
    recall_from_phones(notice, by=by)
    cap_cancel(notice, reason.strip())
    return notice
