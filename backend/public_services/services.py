"""Writes: the catalogue's derived columns, and everything that may happen to a dossier."""

from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from backend.common.audit import audit_record
from backend.common.business_days import add_working_days, working_days_between
from backend.common.errors import DomainError, NotFound
from backend.common.search import fold, index_terms
from backend.public_services import workflow
from backend.public_services.codes import (
    NO_FACTOR,
    dossier_code_normalize,
    factor_digest,
    factor_normalize,
)
from backend.public_services.documents import procedure_document
from backend.public_services.messages import status_message
from backend.public_services.models import Dossier, DossierEvent, DossierFollow, Procedure
from backend.public_services.selectors import dossier_of_user, dossier_shown, dossier_watchers
from backend.public_services.workflow import Status
from notifications.services import notify

# What a look-up of an unknown code is compared with, so that it costs what a wrong factor costs.
DUMMY = (0, NO_FACTOR, NO_FACTOR)


def procedure_rebuild(*, procedure: Procedure) -> None:
    """Write again what is derived from the rows: detail document, lowest fee, duration, search terms."""
    channels = list(procedure.channels.all())
    fees = [channel.fee_amount for channel in channels if channel.fee_amount is not None]
    timed = [channel for channel in channels if channel.duration_days is not None]
    procedure.document = procedure_document(procedure)
    procedure.fee_from = min(fees, default=None)
    procedure.duration_days = timed[0].duration_days if timed else None
    procedure.duration_unit = timed[0].duration_unit if timed else ""
    texts = [procedure.name, procedure.name_en, procedure.keywords, procedure.field.name, procedure.code]
    procedure.search_text = f" {fold(' '.join(texts))}"
    procedure.search_terms = index_terms(*texts, procedure.result, procedure.agency_name)
    procedure.save()


def dossier_lookup(*, code: str, factor: str, by: Any = None) -> Dossier:
    """The dossier, if `factor` is the last 4 digits of the applicant's phone or the personal number.

    A wrong code and a wrong factor are one refusal that took the same work: one query, two HMACs, two comparisons, one
    audit row. Source of the demand: a code's 4-digit tail is easy to guess, so nobody may learn which codes exist.
    """
    code, factor = dossier_code_normalize(code), factor_normalize(factor)
    row = Dossier.objects.filter(code=code).values_list("pk", "phone_factor", "personal_factor").order_by()[:1]
    pk, phone, personal = next(iter(row), DUMMY)
    is_phone = constant_time_compare(factor_digest("phone", code, factor), phone)
    is_personal = constant_time_compare(factor_digest("person", code, factor), personal)
    if not (is_phone | is_personal):
        _refuse_lookup(code, by)
    return dossier_shown(pk=pk)


def _refuse_lookup(code: str, by: Any) -> NoReturn:
    audit_record(actor=by, action="dossier.lookup_refused", target=code)
    raise NotFound("dossier_not_found", _("No dossier with this code and these digits was found."))


def dossier_follow(*, user: Any, code: str, factor: str) -> Dossier:
    """Follow the dossier after the same proof as a look-up. Twice is once."""
    dossier = dossier_lookup(code=code, factor=factor, by=user)
    DossierFollow.objects.get_or_create(user=user, dossier=dossier)
    return dossier


def dossier_unfollow(*, user: Any, code: str) -> None:
    """Stop following; 404 if the person never did."""
    deleted, _rows = DossierFollow.objects.filter(user=user, dossier__code=dossier_code_normalize(code)).delete()
    if not deleted:
        dossier_of_user(user=user, code=code)  # the owner has nothing to unfollow, a stranger gets the 404


def dossier_status_change(
    *,
    dossier: Dossier,
    to: int,
    text: str = "",
    by: Any = None,
    at: datetime | None = None,
    unit_name: str = "",
    actor_name: str = "",
    missing_documents: list[dict[str, Any]] | None = None,
    is_record_of_source: bool = False,
    tell: bool = True,
) -> DossierEvent:
    """Move the dossier to status `to`, keep the clock right, write the timeline, tell its people.

    `is_record_of_source`: the one-stop system reports what already happened there, so the arrows and the demand for a
    reason do not apply. Raises DomainError `dossier_transition_not_allowed` or `reason_required` otherwise.
    """
    at = at or timezone.now()
    with transaction.atomic():
        row = Dossier.objects.select_for_update().get(pk=dossier.pk)
        if not is_record_of_source and (refusal := dossier_status_check(dossier=row, to=to, text=text)):
            raise refusal
        _apply_status(row, to, at, missing_documents)
        row.save()
        event = DossierEvent.objects.create(
            dossier=row, at=at, status=to, text=text, unit_name=unit_name, actor_name=actor_name, actor=by
        )
        if by is not None:
            detail = {"to": int(to), "from": int(dossier.status)}
            audit_record(
                actor=by, action="dossier.status_change", target=row, agency_code=row.agency_code, detail=detail
            )
        if tell:
            _tell(row, event)
    dossier.refresh_from_db()
    return event


def dossier_status_check(*, dossier: Dossier, to: int, text: str) -> DomainError | None:
    """Why this change would be refused, or None: for a form that wants to say so before it saves."""
    if not workflow.can_follow(dossier.status, to):
        message = _("A dossier in the status “%(current)s” cannot become “%(to)s”.")
        names = {"current": dossier.get_status_display(), "to": Status(to).label}
        return DomainError("dossier_transition_not_allowed", message % names, status=409)
    if to in workflow.NEEDS_REASON and not text.strip():
        reason = {"text": _("A reason is required.")}
        return DomainError("reason_required", _("Say why, so that the applicant can act."), fields=reason)
    return None


def _apply_status(dossier: Dossier, to: int, at: datetime, missing: list[dict[str, Any]] | None) -> None:
    _keep_clock(dossier, to, at)
    dossier.status = to
    if to == Status.ACCEPTED and dossier.due_at is None:
        dossier.due_at = dossier_due_at(dossier, at)
    if to in (Status.DONE, Status.REFUSED, Status.WITHDRAWN):
        dossier.finished_at = dossier.finished_at or at
    if to == Status.RETURNED:
        dossier.finished_at = dossier.finished_at or at
        dossier.returned_at = dossier.returned_at or at
    if missing is not None:
        dossier.missing_documents = missing
    elif to != Status.NEEDS_DOCUMENTS:
        dossier.missing_documents = []


def _keep_clock(dossier: Dossier, to: int, at: datetime) -> None:
    """Stop the clock on the way into a paused status; on the way out add the working days that it stood."""
    if workflow.is_paused(to):
        dossier.clock_stopped_at = dossier.clock_stopped_at or at
    elif dossier.clock_stopped_at:
        stood = working_days_between(timezone.localtime(dossier.clock_stopped_at).date(), timezone.localtime(at).date())
        if dossier.due_at and stood:
            dossier.due_at = add_working_days(dossier.due_at, stood)
        dossier.clock_stopped_at = None


def dossier_due_at(dossier: Dossier, start: datetime) -> datetime | None:
    """When the result is due, counted from `start` by the procedure's own duration; None if it has none."""
    procedure = dossier.procedure
    if procedure is None or procedure.duration_days is None:
        return None
    if procedure.duration_unit == "day":
        return start + timedelta(days=procedure.duration_days)
    return add_working_days(start, procedure.duration_days)


def _tell(dossier: Dossier, event: DossierEvent) -> None:
    """One notice for owner and followers. Its row is part of this transaction; the push starts after the commit."""
    watchers = dossier_watchers(dossier=dossier)
    if not watchers:
        return
    message = status_message(dossier, event)
    notify(
        user_id=None,
        key=f"dossier:{dossier.code}:{event.pk}",
        title=message.title,
        body=message.body,
        link=f"daknong://dossier/{dossier.code}",
        topics=[f"user:{user_id}" for user_id in watchers],
    )
