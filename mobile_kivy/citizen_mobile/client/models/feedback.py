"""Reports. Field names are the API's own (see api_docs/openapi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from citizen_mobile.client.models.shapes import CodeName, SlugName, list_field


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
    kind: str = ""
    actor_role: str = ""
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
    latitude: float | None = None
    longitude: float | None = None
    is_public: bool = False
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


@dataclass
class NearbyReport(Report):
    """A published report near a place that was asked about."""

    distance_m: float | None = None


@dataclass
class MapCluster:
    """Many reports in one spot; `bbox` (west, south, east, north) is where they lie."""

    latitude: float = 0.0
    longitude: float = 0.0
    count: int = 0
    bbox: list[float] = list_field()


@dataclass
class MapPoint:
    code: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    category: SlugName = field(default_factory=SlugName)
    status: CodeName = field(default_factory=CodeName)
    created_at: datetime | None = None


@dataclass
class ReportMap:
    """What a piece of the map shows: each report is in a cluster or a point, never in both."""

    clusters: list[MapCluster] = list_field()
    points: list[MapPoint] = list_field()
