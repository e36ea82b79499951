"""Reads."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from backend.common.distance import distance_m
from backend.common.errors import NotFound
from backend.common.search import search_condition
from backend.places.models import Place

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
    return found.annotate(distance_m=distance_m(*near)).order_by("distance_m", "id").values(*LIST_COLUMNS, "distance_m")


def place_detail(slug: str) -> Row:
    """One place, or NotFound `place_not_found`. One query."""
    row = Place.objects.filter(is_shown=True, slug=slug).values(*DETAIL_COLUMNS).first()
    if row is None:
        raise NotFound("place_not_found", _("There is no such place."))
    return row
