"""Reads."""

import math
from collections.abc import Sequence
from typing import Any

from django.db.models import F, FloatField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Power, Sqrt
from django.utils.translation import gettext_lazy as _

from backend.common.errors import NotFound
from backend.common.search import search_condition
from backend.places.models import Place

METRES_PER_DEGREE = 111_195.0
LIST_COLUMNS = (
    "id", "slug", "name", "name_en", "category", "summary", "summary_en", "latitude", "longitude", "area_code",
    "image", "image_thumb", "image_alt", "image_alt_en",
)  # fmt: skip
DETAIL_COLUMNS = (
    *LIST_COLUMNS, "description_html", "description_html_en", "address", "phone", "opening_hours_text",
    "opening_hours_text_en", "ticket_price_text", "ticket_price_text_en", "updated_at",
)  # fmt: skip

Row = dict[str, Any]


def places_shown(
    *,
    category: str = "",
    area_codes: Sequence[str] = (),
    query: str = "",
    near: tuple[float, float] | None = None,
) -> QuerySet[Place, Row]:
    """Rows of places, by rank, or by distance from `near` (latitude, longitude), which adds `distance_m`."""
    found = Place.objects.filter(is_shown=True)
    if category:
        found = found.filter(category=category)
    if area_codes:
        found = found.filter(area_code__in=area_codes)
    if query:
        found = found.filter(search_condition(query))
    if near is None:
        return found.order_by("rank", "id").values(*LIST_COLUMNS, "rank")  # the cursor needs what orders
    return found.annotate(distance_m=_distance(*near)).order_by("distance_m", "id").values(*LIST_COLUMNS, "distance_m")


def place_detail(slug: str) -> Row:
    """One place, or NotFound `place_not_found`. One query."""
    row = Place.objects.filter(is_shown=True, slug=slug).values(*DETAIL_COLUMNS).first()
    if row is None:
        raise NotFound("place_not_found", _("There is no such place."))
    return row


def _distance(latitude: float, longitude: float) -> Cast:
    """Metres on a flat map around the point: off by less than 0.1 % within a province, and plain arithmetic."""
    shrink = math.cos(math.radians(latitude))
    north = F("latitude") - Value(latitude, FloatField())
    east = (F("longitude") - Value(longitude, FloatField())) * Value(shrink, FloatField())
    metres = Sqrt(Power(north, 2) + Power(east, 2)) * Value(METRES_PER_DEGREE, FloatField())
    return Cast(metres, IntegerField())
