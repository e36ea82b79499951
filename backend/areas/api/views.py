"""Administrative units, public and cacheable."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.areas.api import serializers
from backend.areas.models import Area
from backend.areas.selectors import area_get, area_nearest, area_resolve, area_rows, areas_filter
from backend.common.api.caching import PublicCacheMixin
from backend.common.api.refusals import refuses


class AreaView(PublicCacheMixin, APIView):
    """What the views here share. Units change once in years: an hour in a phone's cache is short."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    cache_max_age = 3600


class AreaListView(PublicCacheMixin, GenericAPIView[Area]):
    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    cache_max_age = 3600
    serializer_class = serializers.AreaSerializer
    queryset = Area.objects.none()
    ordering = ("code", "id")

    @extend_schema(
        operation_id="list_areas",
        summary="List administrative units",
        description="""
        Every version of every unit: the province and its 28 communes and wards of today, and the 71 communes and 8
        districts that they came from. `current=true` leaves out what no longer exists. A code may stand for two units
        in turn, so look at `valid_from` and `valid_to` too.
        """,
        tags=["areas"],
        parameters=[serializers.AreaQuerySerializer],
        responses=serializers.AreaSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        asked = serializers.AreaQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        page = self.paginate_queryset(
            areas_filter(
                level=wanted.get("level", ""),
                is_current=wanted["current"],
                query=wanted.get("q", ""),
                parent=wanted.get("parent", ""),
            )
        )
        return self.get_paginated_response(self.get_serializer(area_rows(page or []), many=True).data)


class AreaDetailView(AreaView):
    @extend_schema(
        operation_id="get_area",
        summary="Get one administrative unit",
        description="""
        One unit by its national code: today's version if there is one, else the latest. `merged_into` names the units
        that a former one went into.
        """,
        tags=["areas"],
        responses=serializers.AreaSerializer,
    )
    @refuses("404 area_not_found")
    def get(self, request: Request, code: str) -> Response:
        return Response(serializers.AreaSerializer(area_get(code)).data)


class AreaResolveView(AreaView):
    @extend_schema(
        operation_id="resolve_area",
        summary="Find what an old code or name is today",
        description="""
        Takes a code or a name in any spelling (Đăk or Đắk, R'Lấp or R’Lấp, hòa or hoà, with marks or without) and
        gives up to ten matches, each with the units of today that it is or went into. Use it to bring old addresses
        up to date.
        """,
        tags=["areas"],
        parameters=[serializers.ResolveQuerySerializer],
        responses=serializers.AreaResolutionSerializer,
    )
    def get(self, request: Request) -> Response:
        asked = serializers.ResolveQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        query = asked.validated_data["q"]
        answer: dict[str, Any] = {"query": query, "matches": area_resolve(query)}
        return Response(serializers.AreaResolutionSerializer(answer).data)


class AreaNearestView(AreaView):
    @extend_schema(
        operation_id="locate_area",
        summary="Find the unit of a point",
        description="""
        The commune or ward at a latitude and longitude: by its official outline where one was imported (`boundary`),
        else by the nearest centre (`estimated`). A point outside the province is a 404 with the code
        `outside_province`.
        """,
        tags=["areas"],
        parameters=[serializers.PointQuerySerializer],
        responses=serializers.AreaLocationSerializer,
    )
    @refuses("404 outside_province")
    def get(self, request: Request) -> Response:
        asked = serializers.PointQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = area_nearest(asked.validated_data["lat"], asked.validated_data["lon"])
        return Response(serializers.AreaLocationSerializer(found).data)
