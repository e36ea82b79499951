"""What the server speaks of, as dataclasses. Field names are the API's own (see api_docs/openapi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")


def list_field() -> Any:
    """An empty list of its own for each object (`field` itself is shadowed where a model has a `field`)."""
    return field(default_factory=list)


@dataclass
class Page(Generic[T]):
    """One page of a keyset-paginated list; `next` is the address of the following one."""

    results: list[T]
    next: str | None = None


@dataclass
class Loaded(Generic[T]):
    """A value with its age: `stale` means that the network failed and this is the last good copy."""

    value: T
    stored_at: float
    stale: bool = False


@dataclass
class CodeName:
    code: str = ""
    name: str = ""


@dataclass
class SlugName:
    slug: str = ""
    name: str = ""


# --- people


@dataclass
class User:
    id: str = ""
    phone: str = ""
    email: str = ""
    full_name: str = ""
    role: str = "citizen"
    language: str = "vi"
    area_codes: list[str] = list_field()


@dataclass
class OtpSent:
    expires_in: int = 300
    resend_after: int = 60


@dataclass
class LoginSession:
    id: str = ""
    device_name: str = ""
    ip: str = ""
    last_used_at: datetime | None = None
    current: bool = False


# --- areas and agencies


@dataclass
class Area:
    code: str = ""
    name: str = ""
    name_en: str = ""
    level: str = ""
    kind: str = ""


@dataclass
class EmergencyNumber:
    number: str = ""
    name: str = ""
    description: str = ""


# --- news


@dataclass
class Picture:
    url: str = ""
    thumb_url: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass
class NewsCategory:
    slug: str = ""
    name: str = ""
    color: str = ""
    topic: str = ""


@dataclass
class ArticleItem:
    slug: str = ""
    title: str = ""
    summary: str = ""
    category: SlugName = field(default_factory=SlugName)
    cover: Picture | None = None
    published_at: datetime | None = None
    is_pinned: bool = False
    is_warning: bool = False
    warning_level: int | None = None
    snippet: str = ""


@dataclass
class Article(ArticleItem):
    body_html: str = ""
    body_text: str = ""
    author_name: str = ""
    source_url: str = ""
    updated_at: datetime | None = None
    expires_at: datetime | None = None
    related: list[ArticleItem] = list_field()


# --- places


@dataclass
class PlaceItem:
    slug: str = ""
    name: str = ""
    category: str = ""
    category_name: str = ""
    summary: str = ""
    image: Picture | None = None
    distance_m: float | None = None


@dataclass
class Place(PlaceItem):
    description_html: str = ""
    address: str = ""
    phone: str = ""
    opening_hours_text: str = ""
    ticket_price_text: str = ""
    latitude: float | None = None
    longitude: float | None = None


# --- public services


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


# --- feedback


@dataclass
class ReportCategory:
    slug: str = ""
    name: str = ""
    icon: str = ""
    description: str = ""
    response_days: float | None = None
    response_hours: float | None = None
    allows_anonymous: bool = False
    is_urgent: bool = False
    excluded_notice: str = ""


@dataclass
class ReportPhoto:
    id: str = ""
    url: str = ""
    thumb_url: str = ""
    kind: str = "before"


@dataclass
class ReportEvent:
    at: datetime | None = None
    status: CodeName | None = None
    text: str = ""
    actor_label: str = ""
    photos: list[ReportPhoto] = list_field()


@dataclass
class Rating:
    score: int = 0
    text: str = ""


@dataclass
class Report:
    id: str = ""
    code: str = ""
    secret: str = ""
    category: SlugName = field(default_factory=SlugName)
    text: str = ""
    place_text: str = ""
    area: CodeName | None = None
    status: CodeName = field(default_factory=CodeName)
    agency_name: str = ""
    is_anonymous: bool = False
    due_at: datetime | None = None
    is_overdue: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None
    photos: list[ReportPhoto] = list_field()
    events: list[ReportEvent] = list_field()
    allowed_actions: list[str] = list_field()
    rating: Rating | None = None


# --- notices


@dataclass
class NoticeItem:
    id: str = ""
    kind: str = "information"
    title: str = ""
    body: str = ""
    link: str = ""
    image_url: str = ""
    sent_at: datetime | None = None
    valid_until: datetime | None = None
    is_read: bool = False


@dataclass
class Topic:
    topic: str = ""
    name: str = ""
    description: str = ""
    group: str = ""
    default: bool = False
