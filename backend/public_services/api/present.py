"""Rows to replies, in the language of the request, personal data masked."""

from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from backend.common.i18n import pick
from backend.common.search import highlight
from backend.public_services.codes import name_mask
from backend.public_services.messages import duration_text
from backend.public_services.models import (
    AgencyLevel,
    ApplicantKind,
    Dossier,
    DossierEvent,
    LifeEvent,
    Procedure,
    ProcedureField,
)
from backend.public_services.selectors import dossier_events
from backend.public_services.workflow import Status


def procedure_item(procedure: Procedure, q: str = "") -> dict[str, Any]:
    return {
        "code": procedure.code,
        "name": pick(procedure, "name"),
        "field": {"code": procedure.field.code, "name": pick(procedure.field, "name")},
        "agency_name": procedure.agency_name,
        "level": procedure.level,
        "audience": procedure.audience,
        "fee_from": procedure.fee_from,
        "duration_text": duration_text(procedure.duration_days, procedure.duration_unit),
        "snippet": _snippet(procedure, q),
    }


def _snippet(procedure: Procedure, q: str) -> str | None:
    if not q:
        return None
    texts = (pick(procedure, "name"), procedure.name, procedure.keywords, procedure.code)
    return next((hit for hit in (highlight(text, q) for text in texts) if hit), None)


def procedure_detail(procedure: Procedure) -> dict[str, Any]:
    document = procedure.document
    return procedure_item(procedure) | {
        "channels": [_channel(channel) for channel in document.get("channels", [])],
        "cases": document.get("cases", []),
        "requirements": procedure.requirements,
        "result": procedure.result,
        "legal_basis": document.get("legal_basis", []),
        "offices_hint": _offices_hint(procedure),
        "updated_at": local(procedure.source_updated_at or procedure.updated_at),
    }


def _channel(channel: dict[str, Any]) -> dict[str, Any]:
    shown = {name: channel[name] for name in ("channel", "duration_days", "fee_amount", "fee_text", "note")}
    shown["duration_text"] = channel["duration_text"] or duration_text(
        channel["duration_days"], channel["duration_unit"]
    )
    return shown


def _offices_hint(procedure: Procedure) -> str:
    if procedure.agency_level == AgencyLevel.COMMUNE:
        return _("The public administration service centre of any commune in the province.")
    return _("The province's public administration service centre: %(agency)s.") % {"agency": procedure.agency_name}


def field_item(field: ProcedureField) -> dict[str, Any]:
    return {"code": field.code, "name": pick(field, "name"), "count": field.count}  # type: ignore[attr-defined]


def life_event_item(event: LifeEvent) -> dict[str, Any]:
    count = event.count  # type: ignore[attr-defined]
    return {"slug": event.slug, "name": pick(event, "name"), "icon": event.icon, "count": count}


def dossier_item(dossier: Dossier) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "procedure": {"code": dossier.procedure_code, "name": _procedure_name(dossier)},
        "agency_name": dossier.agency_name,
        "applicant_masked": _applicant(dossier),
        "status": _status(dossier.status),
        "received_at": local(dossier.received_at),
        "due_at": local(dossier.due_at),
        "finished_at": local(dossier.finished_at),
        "returned_at": local(dossier.returned_at),
        "clock_paused": dossier.clock_paused,
    }


def dossier_detail(dossier: Dossier) -> dict[str, Any]:
    return dossier_item(dossier) | {
        "payment_status": dossier.payment_status,
        "fee_total": dossier.fee_total,
        "channel": dossier.channel,
        "events": [_event(event) for event in dossier_events(dossier=dossier)],
        "documents": [{"name": paper["name"]} for paper in dossier.documents],
        "missing_documents": [_missing(paper) for paper in dossier.missing_documents],
        "results": [{"name": paper["name"]} for paper in dossier.results],
    }


def _missing(paper: dict[str, Any]) -> dict[str, Any]:
    asked = paper.get("requested_at")
    return {
        "name": paper["name"],
        "reason": paper.get("reason", ""),
        "requested_at": local(parse_datetime(asked)) if asked else None,
    }


def _event(event: DossierEvent) -> dict[str, Any]:
    return {
        "at": local(event.at),
        "status": _status(event.status),
        "text": event.text,
        "unit_name": event.unit_name,
        "actor_masked": name_mask(event.actor_name),
    }


def _status(status: int) -> dict[str, Any]:
    return {"code": int(status), "name": Status(status).label}


def _applicant(dossier: Dossier) -> str:
    # A company's name is public; a person's is not.
    is_person = dossier.applicant_kind == ApplicantKind.PERSON
    return name_mask(dossier.applicant_name) if is_person else dossier.applicant_name


def _procedure_name(dossier: Dossier) -> str:
    return pick(dossier.procedure, "name") if dossier.procedure else dossier.procedure_name


def local(moment: Any) -> Any:
    return timezone.localtime(moment) if moment else None
