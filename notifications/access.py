"""Which officers' notices a person may see and act on. Agencies are another subject: they answer through a setting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from backend.common.api.machines import is_machine
from notifications.models import AudienceList, Kind, Notice, Origin
from notifications.workflow import EDITABLE, TESTABLE, UNAPPROVED, Status, can_move

ADD = "notifications.add_notice"
APPROVE = "notifications.approve_notice"
SEND_EMERGENCY = "notifications.send_emergency"
VIEW = "notifications.view_notice"
EDITOR, APPROVER = "editor", "approver"


def agency_codes(user: Any, capability: str) -> set[str] | None:
    """The agencies that `user` may write (or approve) for; "" among them is the province itself; None means all.

    settings.NOTICES_AGENCY_CODES names a function (user, capability) -> codes. Unset, and for administrators: all.
    """
    path = getattr(settings, "NOTICES_AGENCY_CODES", "")
    if not path or user.is_superuser:
        return None
    answer: Callable[[Any, str], Iterable[str]] = import_string(path)
    return set(answer(user, capability))


def notices_visible(user: Any) -> QuerySet[Notice]:
    """Officers' notices of the agencies that `user` speaks for, and their own; never what the system made itself."""
    if not any(user.has_perm(permission) for permission in (ADD, APPROVE, VIEW)):
        return Notice.objects.none()
    notices = Notice.objects.filter(origin=Origin.OFFICER, author__isnull=False)
    editor, approver = agency_codes(user, EDITOR), agency_codes(user, APPROVER)
    if editor is None or approver is None:
        return notices
    # A notice of no agency is the province's: everybody who writes or approves may read it.
    return notices.filter(Q(agency_code__in={"", *editor, *approver}) | Q(author=user))


def may_approve_for(user: Any, agency_code: str) -> bool:
    """Is this person an approver, and does that reach this agency? A machine account never is."""
    if is_machine(user) or not user.has_perm(APPROVE):
        return False
    codes = agency_codes(user, APPROVER)
    return codes is None or agency_code in codes


def may_send_alone_for(user: Any, agency_code: str) -> bool:
    """May this person send an emergency notice of this agency without a second one?"""
    return user.has_perm(SEND_EMERGENCY) and may_approve_for(user, agency_code)


def may_write_for(user: Any, agency_code: str) -> bool:
    """May this person write at all, and does their reach as editor or approver hold this agency?"""
    if not user.has_perm(ADD):
        return False
    reaches = [agency_codes(user, capability) for capability in (EDITOR, APPROVER)]
    return any(codes is None or agency_code in codes for codes in reaches)


def may_work_on(user: Any, notice: Notice) -> bool:
    """One's own words, or those of an agency one writes for. A machine account works on its own alone.

    Who rewrites a draft becomes its author: by a key a person could else have their own words rewritten, and then
    stand for them as the second person.
    """
    return notice.author_id == user.pk or (not is_machine(user) and may_write_for(user, notice.agency_code))


def may_stop(user: Any, notice: Notice) -> bool:
    """What people have approved, people stop."""
    return not is_machine(user) or notice.status in UNAPPROVED


def actions_for(user: Any, notice: Notice) -> list[str]:
    """What this person may do with this notice now; the words are those of the API's `allowed_actions`."""
    is_author = notice.author_id == user.pk
    writes = may_work_on(user, notice) and user.has_perm(ADD)
    approves = may_approve_for(user, notice.agency_code)
    allowed = {
        "update": writes and notice.status in EDITABLE,
        "submit": writes and can_move(notice.status, Status.SUBMITTED),
        "withdraw": is_author and not is_machine(user) and notice.status == Status.SUBMITTED,
        "approve": approves and not is_author and notice.status == Status.SUBMITTED,
        "reject": approves and can_move(notice.status, Status.REJECTED),
        "cancel": (approves or (writes and is_author))
        and may_stop(user, notice)
        and can_move(notice.status, Status.CANCELLED),
        "test": (writes or approves) and not is_machine(user) and notice.status in TESTABLE,
    } | _taps(user, notice)
    return [name for name, is_allowed in allowed.items() if is_allowed]


def _taps(user: Any, notice: Notice) -> dict[str, bool]:
    """What of an emergency's two taps comes next. One that was armed too long ago is told so at the second."""
    can_go = notice.kind == Kind.EMERGENCY and can_move(notice.status, Status.APPROVED)
    may = can_go and may_send_alone_for(user, notice.agency_code)
    is_armed = notice.armed_at is not None
    return {
        "arm": may,
        "send_emergency": may and is_armed and notice.armed_by_id == user.pk,
        "disarm": may and is_armed,
    }


def notices_awaiting(user: Any) -> list[Notice]:
    """Submitted notices that this person may approve, the longest waiting first; a hundred at most."""
    if not user.has_perm(APPROVE):
        return []
    waiting = notices_visible(user).filter(status=Status.SUBMITTED).exclude(author=user)
    rows = waiting.select_related("author").order_by("submitted_at", "id")[:100]
    return [notice for notice in rows if may_approve_for(user, notice.agency_code)]


def audience_lists_visible(user: Any) -> QuerySet[AudienceList]:
    """Lists of people of the agencies that `user` speaks for, and their own: nobody else need know who is on one."""
    if is_machine(user) or not any(user.has_perm(permission) for permission in (ADD, APPROVE)):
        return AudienceList.objects.none()
    editor, approver = agency_codes(user, EDITOR), agency_codes(user, APPROVER)
    if editor is None or approver is None:
        return AudienceList.objects.all()
    return AudienceList.objects.filter(Q(agency_code__in={*editor, *approver}) | Q(author=user))
