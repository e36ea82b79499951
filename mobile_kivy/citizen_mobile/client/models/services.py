"""Procedures and dossiers. Field names are the API's own (see api_docs/openapi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from citizen_mobile.client.models.shapes import CodeName, list_field


@dataclass
class ProcedureField:
    code: str = ""
    name: str = ""
    count: int = 0


@dataclass
class LifeEvent:
    slug: str = ""
    name: str = ""
    icon: str = ""
    count: int = 0


@dataclass
class ProcedureItem:
    code: str = ""
    name: str = ""
    field: CodeName | None = None
    agency_name: str = ""
    level: str = ""
    audience: str = ""
    fee_from: float | None = None
    duration_text: str = ""
    snippet: str = ""


@dataclass
class Channel:
    channel: str = ""
    duration_days: float | None = None
    duration_text: str = ""
    fee_amount: float | None = None
    fee_text: str = ""
    note: str = ""


@dataclass
class Step:
    order: int = 0
    text: str = ""


@dataclass
class ProcedureDocument:
    code: str = ""
    name: str = ""
    form_code: str = ""
    form_name: str = ""
    form_url: str = ""
    originals: int = 0
    copies: int = 0


@dataclass
class Case:
    name: str = ""
    steps: list[Step] = list_field()
    documents: list[ProcedureDocument] = list_field()


@dataclass
class LegalBasis:
    number: str = ""
    name: str = ""
    date: str = ""


@dataclass
class Procedure(ProcedureItem):
    channels: list[Channel] = list_field()
    cases: list[Case] = list_field()
    requirements: str = ""
    result: str = ""
    legal_basis: list[LegalBasis] = list_field()
    offices_hint: str = ""
    updated_at: datetime | None = None


@dataclass
class DossierEvent:
    at: datetime | None = None
    status: CodeName | None = None
    text: str = ""
    unit_name: str = ""
    actor_masked: str = ""


@dataclass
class NamedDocument:
    name: str = ""


@dataclass
class MissingDocument(NamedDocument):
    """A paper that is asked for, and why."""

    reason: str = ""
    requested_at: datetime | None = None


@dataclass
class Dossier:
    code: str = ""
    procedure: CodeName = field(default_factory=CodeName)
    agency_name: str = ""
    applicant_masked: str = ""
    status: CodeName = field(default_factory=CodeName)
    received_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    payment_status: str = ""
    fee_total: float | None = None
    channel: str = ""
    clock_paused: bool = False
    events: list[DossierEvent] = list_field()
    documents: list[NamedDocument] = list_field()
    missing_documents: list[MissingDocument] = list_field()
    results: list[NamedDocument] = list_field()
