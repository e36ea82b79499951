"""Areas, numbers to call, places. Field names are the API's own (see api_docs/openapi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass, field

from citizen_mobile.client.models.news import Picture


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
