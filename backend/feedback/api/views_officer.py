"""For officers: the reports of their agencies and what is below them, and nothing else."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.idempotency import idempotent
from backend.common.api.machines import is_machine
from backend.common.api.refusals import refuses
from backend.common.api.throttling import throttled
from backend.feedback import selectors, services
from backend.feedback.api import presenters
from backend.feedback.api.serializers import (
    OfficerFilterSerializer,
    OfficerReportOut,
    ReportOut,
    ReportPublicationSerializer,
    ReportTransitionSerializer,
)
from backend.feedback.api.views_public import LIST_FILTERS


class IsOfficer(BasePermission):
    """Officers, administrators, and machine accounts with the scope; which reports they see the selectors decide."""

    who = "officers and administrators"  # read by the schema

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(getattr(request.user, "is_staff", False)) or is_machine(request.user)


@extend_schema_view(
    get=extend_schema(
        tags=["officer-reports"],
        summary="List reports of my agencies",
        description="""
        An officer's queue: reports of the agencies that they handle and of all below them, newest first; every report
        for administrators. Filters add up.
        """,
        operation_id="list_officer_reports",
        parameters=[
            *LIST_FILTERS,
            OpenApiParameter(
                "overdue",
                str,
                enum=["true", "false", "1", "0"],
                description="Only reports past their day, or only the others.",
            ),
            OpenApiParameter(
                "q",
                {"type": "string", "minLength": 1, "maxLength": 200},
                description="Words of the report or its code, with or without accents.",
            ),
        ],
    )
)
class OfficerReportListView(ListAPIView[Any]):
    permission_classes = (IsAuthenticated, IsOfficer)
    machine_scopes: ClassVar = {"GET": "reports:read"}
    serializer_class = ReportOut
    ordering = ("-created_at", "-id")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response(presenters.reports_json(page, request))

    def get_queryset(self) -> Any:
        filters = OfficerFilterSerializer(data=self.request.query_params)
        filters.is_valid(raise_exception=True)
        return selectors.reports_of_officer(self.request.user, filters.validated_data)


class OfficerReportView(APIView):
    permission_classes = (IsAuthenticated, IsOfficer)
    machine_scopes: ClassVar = {"GET": "reports:read"}

    @extend_schema(
        tags=["officer-reports"],
        summary="Get one report of my agencies",
        description="""
        The report with its sender's contact, internal notes and, in `allowed_transitions`, the steps that are open
        now. Another agency's report is a 404.
        """,
        operation_id="get_officer_report",
        responses=OfficerReportOut,
    )
    @refuses("404 report_not_found")
    def get(self, request: Request, code: str) -> Response:
        report = selectors.report_of_officer(request.user, code)
        return Response(presenters.officer_detail_json(report, request))


class OfficerTransitionView(APIView):
    permission_classes = (IsAuthenticated, IsOfficer)
    machine_scopes: ClassVar = {"POST": "reports:write"}
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="transition_report",
        tags=["officer-reports"],
        summary="Move a report along its workflow",
        description="""
        Takes one step, such as to `in_progress` or `resolved`; `allowed_transitions` of the report says which steps
        are open and what each must carry. The sender is told, and reads `text`; `note` is for officers alone. Every
        step stands in the audit trail.

        `forwarded` hands the report to another agency: the answer to that is the last that this officer may see of
        it.
        """,
        request=ReportTransitionSerializer,
        responses=OfficerReportOut,
    )
    @refuses(
        "400 agency_required agency_unknown due_at_invalid due_at_required duplicate_invalid photos_not_taken "
        "photo_unknown reason_required",
        "404 report_not_found",
        "409 transition_not_allowed",
    )
    @idempotent(required=False)
    def post(self, request: Request, code: str) -> Response:
        data = ReportTransitionSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        moved = services.report_transition(code=code, officer=request.user, **data.validated_data)
        # It may have gone to an agency whose reports this officer does not see; the answer is still owed.
        return Response(presenters.officer_detail_json(selectors.report_get(moved.pk), request))


class OfficerPublicationView(APIView):
    permission_classes = (IsAuthenticated, IsOfficer)
    machine_scopes: ClassVar = {"POST": "reports:write"}
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="set_report_publication",
        tags=["officer-reports"],
        summary="Publish a report, or take it back",
        description="""
        Puts a report on the public list, without its sender and with phone numbers and the like masked, or takes it
        off. Read the text first: a name that it mentions stays in it.
        """,
        request=ReportPublicationSerializer,
        responses=OfficerReportOut,
    )
    @refuses("404 report_not_found")
    def post(self, request: Request, code: str) -> Response:
        data = ReportPublicationSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        report = services.report_publish(code=code, officer=request.user, **data.validated_data)
        return Response(presenters.officer_detail_json(selectors.report_get(report.pk), request))
