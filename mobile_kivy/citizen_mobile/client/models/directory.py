"""Areas, numbers to call, places. Field names are the API's own (see api_docs/openapi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass

from citizen_mobile.client.models.news import Picture


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
