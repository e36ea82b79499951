"""The detail document of a procedure: its channels, cases and legal basis as one JSON value, in the API's own shape.

Read on every visit, changed a few times a year: kept on the row, so a detail page costs one query instead of six.
"""

from typing import Any

from backend.public_services.models import Procedure, ProcedureCase


def procedure_document(procedure: Procedure) -> dict[str, Any]:
    cases = procedure.cases.prefetch_related("steps", "documents")
    return {
        "channels": [
            {
                "channel": channel.channel,
                "duration_days": channel.duration_days,
                "duration_unit": channel.duration_unit,
                "duration_text": channel.duration_text,
                "fee_amount": channel.fee_amount,
                "fee_text": channel.fee_text,
                "note": channel.note,
            }
            for channel in procedure.channels.all()
        ],
        "cases": [_case(case) for case in cases],
        "legal_basis": [
            {"number": law.number, "name": law.name, "date": law.date.isoformat() if law.date else None}
            for law in procedure.legal_basis.all()
        ],
    }


def _case(case: ProcedureCase) -> dict[str, Any]:
    return {
        "name": case.name,
        "steps": [{"order": number, "text": step.text} for number, step in enumerate(case.steps.all(), start=1)],
        "documents": [
            {
                "code": paper.code,
                "name": paper.name,
                "form_code": paper.form_code,
                "form_name": paper.form_name,
                "form_url": paper.form_url,
                "originals": paper.originals,
                "copies": paper.copies,
            }
            for paper in case.documents.all()
        ],
    }
