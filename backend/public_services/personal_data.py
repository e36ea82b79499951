"""What public services hold about a person: their dossiers, and those that they follow (settings.PERSONAL_DATA)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from backend.public_services.codes import name_mask
from backend.public_services.models import Dossier, DossierEvent
from backend.public_services.selectors import dossiers_of_user, verified_phone

Json = dict[str, Any]
AT_ONCE = 200


def dossiers_held(user: Any) -> Iterator[Json]:
    """With their steps. Only of dossiers under the person's own phone does the applicant stand unmasked."""
    events = Prefetch("events", DossierEvent.objects.order_by("at", "id"))
    phone = verified_phone(user)
    for dossier in dossiers_of_user(user=user).prefetch_related(events).order_by("-id").iterator(chunk_size=AT_ONCE):
        yield _dossier(dossier, is_own=bool(phone) and dossier.applicant_phone == phone)


def _dossier(dossier: Dossier, *, is_own: bool) -> Json:
    applicant = dossier.applicant_name if is_own else name_mask(dossier.applicant_name)
    return {
        "code": dossier.code,
        "is_own": is_own,
        "procedure": {"code": dossier.procedure_code, "name": dossier.procedure_name},
        "agency": {"code": dossier.agency_code, "name": dossier.agency_name},
        "applicant": {"kind": dossier.applicant_kind, "name": applicant},
        "phone": dossier.applicant_phone if is_own else None,
        "status": {"code": dossier.status, "name": str(dossier.get_status_display())},
        "channel": dossier.channel,
        "payment_status": dossier.payment_status,
        "fee_total": dossier.fee_total,
        "received_at": dossier.received_at,
        "due_at": dossier.due_at,
        "finished_at": dossier.finished_at,
        "returned_at": dossier.returned_at,
        "documents": dossier.documents,
        "missing_documents": dossier.missing_documents,
        "results": dossier.results,
        "events": [
            {"at": event.at, "status": event.status, "text": event.text, "unit": event.unit_name}
            for event in dossier.events.all()
        ],
    }
