"""Reading about places. Public: no account, cached by phones and proxies."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.areas.selectors import area_current
from backend.common.api.caching import PublicCacheMixin
from backend.common.api.fields import NearField
from backend.common.api.media import storage_address
from backend.common.api.refusals import refuses
from backend.common.i18n import pick
from backend.places import selectors
from backend.places.api.serializers import PlaceDetailSerializer, PlaceSerializer
from backend.places.models import PlaceCategory

Row = dict[str, Any]


class PlaceFilterSerializer(serializers.Serializer[Any]):
    category = serializers.ChoiceField(PlaceCategory.choices, required=False)
    area = serializers.CharField(required=False, max_length=12, help_text="Code of an area; an old one finds today's.")
    near = NearField(required=False, help_text="`latitude,longitude`: nearest first, with `distance_m`.")
    q = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Words; marks and case do not matter."
    )

    def validate_area(self, value: str) -> list[str]:
        current = area_current(value)
        if not current:
            raise serializers.ValidationError(_("There is no administrative unit with this code."), code="unknown_area")
        return [area.code for area in current]


class PlaceListView(PublicCacheMixin, generics.ListAPIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()  # nothing about the reader is looked at, so the answer may be shared
    serializer_class = PlaceSerializer
    cache_max_age = 600

    @property
    def ordering(self) -> tuple[str, str]:
        return ("distance_m", "id") if self.asked.get("near") else ("rank", "id")

    @extend_schema(
        operation_id="list_places",
        tags=["places"],
        summary="List places worth a visit",
        description="""
        Sights of landscape, culture and history, the most notable first. With `near`, the nearest first, each with
        its distance. Filters add up.
        """,
        parameters=[PlaceFilterSerializer],
        responses=PlaceSerializer(many=True),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filters = PlaceFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        self.asked = filters.validated_data
        found = selectors.places_shown(
            category=self.asked.get("category", ""),
            area_codes=self.asked.get("area", ()),
            query=self.asked.get("q", ""),
            near=self.asked.get("near"),
        )
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response([place_row(row, storage_address(request)) for row in page])


class PlaceDetailView(PublicCacheMixin, APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()  # nothing about the reader is looked at, so the answer may be shared
    cache_max_age = 600

    @extend_schema(
        operation_id="get_place",
        tags=["places"],
        summary="Get one place",
        description="""
        One place with its description, address, opening hours and ticket price, as far as they are known: an unknown
        text is empty.
        """,
        parameters=[OpenApiParameter("slug", str, OpenApiParameter.PATH)],
        responses=PlaceDetailSerializer,
    )
    @refuses("404 place_not_found")
    def get(self, request: Request, slug: str) -> Response:
        row = selectors.place_detail(slug)
        more = {
            "description_html": pick(row, "description_html"),
            "address": row["address"],
            "phone": row["phone"],
            "opening_hours_text": pick(row, "opening_hours_text"),
            "ticket_price_text": pick(row, "ticket_price_text"),
        }
        return Response(place_row(row, storage_address(request)) | more)


def place_row(row: Row, address: Callable[[str], str]) -> Row:
    """What a list shows of a place."""
    image = None
    if row["image"]:
        thumb = address(row["image_thumb"] or row["image"])
        image = {"url": address(row["image"]), "thumb_url": thumb, "alt": pick(row, "image_alt")}
    return {
        "id": row["id"],
        "slug": row["slug"],
        "name": pick(row, "name"),
        "category": row["category"],
        "category_name": str(PlaceCategory(row["category"]).label),
        "summary": pick(row, "summary"),
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "area_code": row["area_code"],
        "image": image,
        "distance_m": row.get("distance_m"),
    }
