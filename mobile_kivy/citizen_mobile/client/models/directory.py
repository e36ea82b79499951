"""Areas, numbers to call, places. Field names are the API's own (see api_docs/openapi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from citizen_mobile.client.models.news import Picture
from citizen_mobile.client.models.shapes import list_field


@dataclass
class Area:
    code: str = ""
    name: str = ""
    name_en: str = ""
    level: str = ""
    kind: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass
class AreaHere:
    """The commune or ward at a point: by its outline (`boundary`) or by the nearest centre (`estimated`)."""

    area: Area = field(default_factory=Area)
    distance_m: float = 0.0
    method: str = ""


@dataclass
class OpeningSpan:
    """From `opens` to `closes` ("07:30"), every week on one day, 1 Monday to 7 Sunday."""

    weekday: int = 1
    opens: str = ""
    closes: str = ""


@dataclass
class Office:
    id: int = 0
    name: str = ""
    agency_code: str = ""
    agency_name: str = ""
    address: str = ""
    area_code: str = ""
    phone: str = ""
    latitude: float | None = None
    longitude: float | None = None
    opening_hours: list[OpeningSpan] = list_field()
    is_open: bool = False
    opens_at: datetime | None = None
    distance_m: float | None = None


@dataclass
class EmergencyNumber:
    number: str = ""
    name: str = ""
    description: str = ""


@dataclass
class PlaceItem:
    slug: str = ""
    name: str = ""
    category: str = ""
    category_name: str = ""
    summary: str = ""
    image: Picture | None = None
    distance_m: float | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass
class Place(PlaceItem):
    description_html: str = ""
    address: str = ""
    phone: str = ""
    opening_hours_text: str = ""
    ticket_price_text: str = ""
