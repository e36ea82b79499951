"""Every step that a report takes after it was sent: by an officer, by its sender, by the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.agencies import selectors as agencies
from backend.common.audit import audit_record
from backend.common.errors import Conflict, DomainError
from backend.feedback import notices, selectors
from backend.feedback.models import Rating, Report, ReportEvent, ReportPhoto
from backend.feedback.promises import due_date, may_rate, may_reopen, reopen_days
from backend.feedback.services.map import report_on_map
from backend.feedback.services.photos import photos_take
from backend.feedback.workflow import Arrow, Status, Who, arrow

ROLES = {Who.OFFICER: ReportEvent.Role.AGENCY, Who.SENDER: ReportEvent.Role.SENDER, Who.SYSTEM: ReportEvent.Role.SYSTEM}
MAX_EXTENSION = timedelta(days=366)
CONTENT_SCORE = 3  # from here on a rating says "settled"; below it the report stays open to be reopened


@dataclass(frozen=True)
class Step:
    """What comes with a change of status. `text` is read by the sender, `note` only by officers."""

    to: str
    who: Who
    actor: Any = None
    text: str = ""
    note: str = ""
    photo_ids: Sequence[UUID] = ()


def report_transition(
    *,
    code: str,
    officer: Any,
    to: str,
    text: str = "",
    note: str = "",
    photo_ids: Sequence[UUID] = (),
    agency_code: str = "",
    due_at: datetime | None = None,
    duplicate_of: str = "",
) -> Report:
    """Move a report of one of the officer's agencies; the sender is told after the commit.

    Raises NotFound `report_not_found` (also for another agency's), Conflict `transition_not_allowed`,
    `reason_required`, `due_at_required`, `due_at_invalid`, `agency_required`, `agency_unknown`, `photos_not_taken`.
    """
    with transaction.atomic():
        report = selectors.report_of_officer(officer, code, lock=True)
        step = _arrow_for(report, to, Who.OFFICER)
        _check_texts(step, text=text, photo_ids=photo_ids)
        previous = report.agency_code
        label = report.agency.name if report.agency else ""
        if step.needs_agency:
            report.agency = _other_agency(report, agency_code)
        if step.needs_due_at:
            report.due_at = _later_date(report, due_at)
        if duplicate_of and to == Status.REJECTED:
            report.duplicate_of = _original(report, officer, duplicate_of)
        change = Step(to=to, who=Who.OFFICER, actor=officer, text=text, note=note, photo_ids=photo_ids)
        event = _apply(report, change, label=label)
        audit_record(
            actor=officer,
            action=f"report.{to}",
            target=report,
            agency_code=previous or report.agency_code,
            detail={"from": event.from_status, "to": to},
        )
    return report


def report_comment(*, report: Report, text: str, sender: Any = None, photo_ids: Sequence[UUID] = ()) -> Report:
    """The sender adds something; if the agency was waiting for it, work goes on by itself."""
    with transaction.atomic():
        report = selectors.report_locked(report.pk)
        if not report.is_open:
            raise Conflict("report_settled", _("This report is settled. You can reopen it if it is not right."))
        if report.status == Status.WAITING_INFO:
            _apply(
                report,
                Step(to=Status.IN_PROGRESS, who=Who.SENDER, actor=sender, text=text, photo_ids=photo_ids),
                kind=ReportEvent.Kind.COMMENT,
            )
            return report
        event = _write(
            report, ReportEvent.Kind.COMMENT, Step(to=report.status, who=Who.SENDER, actor=sender, text=text)
        )
        photos_take(ids=photo_ids, report=report, event=event, user=sender)
        report.save(update_fields=["updated_at"])
    return report


def report_rate(*, report: Report, score: int, text: str = "", sender: Any = None) -> Report:
    """Say how good the answer was, once for each answer; a content sender closes the report."""
    with transaction.atomic():
        report = selectors.report_locked(report.pk)
        if not may_rate(report):
            raise Conflict("rating_not_allowed", _("There is no new answer to rate."))
        report.rating = Rating.objects.update_or_create(report=report, defaults={"score": score, "text": text})[0]
        step = Step(to=report.status, who=Who.SENDER, actor=sender, text=text)
        _write(report, ReportEvent.Kind.RATED, step, note=f"{score}/5")
        if report.status == Status.RESOLVED and score >= CONTENT_SCORE:
            _apply(report, Step(to=Status.CLOSED, who=Who.SENDER, actor=sender))
    return report


def report_reopen(*, report: Report, reason: str, sender: Any = None) -> Report:
    """The sender does not agree with the answer, within the days that are allowed; the promise starts anew."""
    with transaction.atomic():
        report = selectors.report_locked(report.pk)
        if not may_reopen(report, timezone.now()):
            message = _("A report can be reopened within %(days)s days of its answer.") % {"days": reopen_days()}
            raise Conflict("reopen_not_allowed", message)
        _check_texts(_arrow_for(report, Status.REOPENED, Who.SENDER), text=reason)
        _apply(report, Step(to=Status.REOPENED, who=Who.SENDER, actor=sender, text=reason))
    return report


def report_withdraw(*, report: Report, reason: str = "", sender: Any = None) -> Report:
    """The sender takes the report back, as long as nobody has started on it."""
    with transaction.atomic():
        report = selectors.report_locked(report.pk)
        if not report.is_open:
            raise Conflict("transition_not_allowed", _("This report is settled already."))
        _arrow_for(report, Status.CLOSED, Who.SENDER)
        _apply(report, Step(to=Status.CLOSED, who=Who.SENDER, actor=sender, text=reason))
    return report


def report_publish(*, code: str, officer: Any, is_public: bool) -> Report:
    """Show a report (masked) in the public list, or take it out again."""
    with transaction.atomic():
        report = selectors.report_of_officer(officer, code, lock=True)
        if report.is_public != is_public:
            with report_on_map(report):
                report.is_public = is_public
                report.save(update_fields=["is_public", "updated_at"])
            audit_record(
                actor=officer,
                action="report.publish" if is_public else "report.unpublish",
                target=report,
                agency_code=report.agency_code,
            )
    return report


def reports_close_settled(*, limit: int = 500) -> int:
    """Close what was answered and not objected to in time. Nobody is told: nothing has changed for them."""
    before = timezone.now() - timedelta(days=reopen_days())
    with transaction.atomic():
        rows = Report.objects.select_for_update(skip_locked=True, of=("self",)).select_related("agency")
        found = list(rows.filter(status=Status.RESOLVED, resolved_at__lt=before).order_by("resolved_at")[:limit])
        for report in found:
            _apply(report, Step(to=Status.CLOSED, who=Who.SYSTEM), tell=False)
    return len(found)


def _arrow_for(report: Report, to: str, who: Who) -> Arrow:
    step = arrow(report.status, to) if to in Status.values else None
    if step is None or who not in step.who:
        message = _("A report that is “%(from)s” cannot become “%(to)s”.") % {
            "from": Status(report.status).label,
            "to": Status(to).label if to in Status.values else to,
        }
        raise Conflict("transition_not_allowed", message)
    return step


def _check_texts(step: Arrow, *, text: str, photo_ids: Sequence[UUID] = ()) -> None:
    if step.needs_text and not text.strip():
        message = _("Give a reason: the sender reads it.")
        raise DomainError("reason_required", message, fields={"text": message})
    if photo_ids and not step.takes_after_photo:
        message = _("Photos belong to an answer.")
        raise DomainError("photos_not_taken", message, fields={"photo_ids": message})


def _other_agency(report: Report, agency_code: str) -> Any:
    if not agency_code:
        message = _("Choose the agency that can act.")
        raise DomainError("agency_required", message, fields={"agency_code": message})
    agency = agencies.agency_find(agency_code)
    if agency is None or agency.pk == report.agency_id:
        message = _("Choose another agency that exists.")
        raise DomainError("agency_unknown", message, fields={"agency_code": message})
    return agency


def _later_date(report: Report, due_at: datetime | None) -> datetime:
    if due_at is None:
        message = _("Give the new date.")
        raise DomainError("due_at_required", message, fields={"due_at": message})
    if due_at > timezone.now() + MAX_EXTENSION:
        message = _("The new date is too far away: a year at most.")
        raise DomainError("due_at_invalid", message, fields={"due_at": message})
    if due_at <= max(report.due_at, timezone.now()):
        message = _("The new date must be later than today and than the old one.")
        raise DomainError("due_at_invalid", message, fields={"due_at": message})
    return due_at


def _original(report: Report, officer: Any, code: str) -> Report:
    original = selectors.report_of_officer(officer, code)
    if original.pk == report.pk or original.duplicate_of_id == report.pk:
        message = _("A report cannot be a duplicate of itself.")
        raise DomainError("duplicate_invalid", message, fields={"duplicate_of": message})
    return original


def _apply(
    report: Report, step: Step, *, label: str | None = None, tell: bool = True, kind: str = ReportEvent.Kind.MOVED
) -> ReportEvent:
    """Change the status of a locked report with all that hangs on it: clock, history, photos, the sender's notice."""
    now = timezone.now()
    event = _write(report, kind, step, label=label)
    if report.waiting_since and step.to != Status.WAITING_INFO:
        # While we waited for the sender the promise did not run.
        report.due_at += now - report.waiting_since
        report.waiting_since = None
    if step.to == Status.WAITING_INFO:
        report.waiting_since = now
    if step.to in (Status.RESOLVED, Status.REJECTED):
        report.resolved_at = now
    if step.to == Status.REOPENED:
        report.resolved_at = None
        report.due_at = due_date(report.category, now)
    with report_on_map(report):
        report.status = step.to
        report.save()
    photo_kind = ReportPhoto.Kind.AFTER if step.who == Who.OFFICER else ReportPhoto.Kind.BEFORE
    photos_take(ids=step.photo_ids, report=report, event=event, user=step.actor, kind=photo_kind)
    # Who moved it knows already.
    if tell and step.who != Who.SENDER:
        notices.tell_moved(report, event)
    return event


def _write(report: Report, kind: str, step: Step, *, label: str | None = None, note: str = "") -> ReportEvent:
    named = step.who == Who.OFFICER
    return ReportEvent.objects.create(
        report=report,
        kind=kind,
        from_status=report.status,
        to_status=step.to,
        text=step.text.strip(),
        note=note or step.note.strip(),
        actor=step.actor,
        actor_role=ROLES[step.who],
        actor_label=(label if label is not None else (report.agency.name if report.agency else "")) if named else "",
    )
