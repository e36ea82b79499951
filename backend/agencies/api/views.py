"""Agencies, offices and emergency numbers, public and cacheable."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.agencies.api import serializers
from backend.agencies.hours import OpeningCalendar
from backend.agencies.models import Agency, EmergencyNumber, Office
from backend.agencies.selectors import agencies_list, agency_get, emergency_numbers, offices_list, opening_hours
from backend.common.api.caching import PublicCacheMixin
from backend.common.api.pagination import KeysetPagination
from backend.common.api.refusals import refuses


class PublicListView(PublicCacheMixin, GenericAPIView[Any]):
    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []


class AgencyListView(PublicListView):
    serializer_class = serializers.AgencySerializer
    queryset = Agency.objects.none()
    cache_max_age = 3600
    ordering = ("sort_order", "id")

    @extend_schema(
        operation_id="list_agencies",
        summary="List government agencies",
        description="""
        Active agencies in the order of the tree: the province, its departments, regional bodies, communes. Filters
        add up; `area` takes codes of former units too.
        """,
        tags=["agencies"],
        parameters=[serializers.AgencyQuerySerializer],
        responses=serializers.AgencySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        asked = serializers.AgencyQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        page = self.paginate_queryset(
            agencies_list(
                kind=wanted.get("kind", ""),
                area=wanted.get("area", ""),
                parent=wanted.get("parent", ""),
                query=wanted.get("q", ""),
            )
        )
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class AgencyDetailView(PublicCacheMixin, APIView):
    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    @extend_schema(
        operation_id="get_agency",
        summary="Get one agency with its offices",
        description="""
        One active agency, and each of its offices with opening hours and whether it is open at this moment.
        """,
        tags=["agencies"],
        responses=serializers.AgencyDetailSerializer,
    )
    @refuses("404 agency_not_found")
    def get(self, request: Request, code: str) -> Response:
        context = {"calendar": OpeningCalendar(), "hours": opening_hours(), "request": request}
        return Response(serializers.AgencyDetailSerializer(agency_get(code), context=context).data)


class OfficeListView(PublicListView):
    serializer_class = serializers.OfficeSerializer
    queryset = Office.objects.none()
    ordering: Any = ("id",)

    @extend_schema(
        operation_id="list_offices",
        summary="List offices that receive people",
        description="""
        Offices with their opening hours and whether they are open now, public holidays and swapped working days
        considered. With `near` the nearest come first, each with its distance, and offices without coordinates are
        left out.
        """,
        tags=["agencies"],
        parameters=[serializers.OfficeQuerySerializer],
        responses=serializers.OfficeSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        asked = serializers.OfficeQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        near = wanted.get("near")
        self.ordering = ("distance", "id") if near else ("id",)
        offices = offices_list(agency=wanted.get("agency", ""), area=wanted.get("area", ""), near=near)
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(offices), many=True).data)

    def get_serializer_context(self) -> dict[str, Any]:
        context = dict(super().get_serializer_context())
        if getattr(self, "swagger_fake_view", False):  # the document is written without a database
            return context
        return {**context, "calendar": OpeningCalendar(), "hours": opening_hours()}


class WholeListPagination(KeysetPagination):
    """Few enough to come at once."""

    page_size = 100


class EmergencyNumberListView(PublicListView):
    serializer_class = serializers.EmergencyNumberSerializer
    queryset = EmergencyNumber.objects.none()
    pagination_class = WholeListPagination
    cache_max_age = 3600
    ordering = ("order", "id")

    @extend_schema(
        operation_id="list_emergency_numbers",
        summary="List emergency numbers",
        description="""
        Short numbers and hotlines in the order in which to show them. Keep a copy in your app: they matter most where
        there is no network.
        """,
        tags=["agencies"],
        responses=serializers.EmergencyNumberSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(emergency_numbers())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
