"""For the sender who is signed in: own reports, and what can be said about them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.idempotency import idempotent
from backend.common.api.refusals import refuses
from backend.common.api.throttling import throttled
from backend.feedback import selectors, services
from backend.feedback.api import presenters
from backend.feedback.api.serializers import (
    ReportCommentSerializer,
    ReportDetailOut,
    ReportOut,
    ReportRatingSerializer,
    ReportReasonSerializer,
    ReportWithdrawSerializer,
)
from backend.feedback.models import Report


@extend_schema_view(
    get=extend_schema(
        tags=["reports"],
        summary="List the reports that I sent",
        description="""
        Newest first, with photos. The history of a report is in `get_my_report`.
        """,
        operation_id="list_my_reports",
    )
)
class MyReportListView(ListAPIView[Any]):
    permission_classes = (IsAuthenticated,)
    serializer_class = ReportOut
    ordering = ("-created_at", "-id")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response(presenters.reports_json(page, request))

    def get_queryset(self) -> Any:
        return selectors.reports_of_sender(self.request.user)


class MyReportView(APIView):
    permission_classes = (IsAuthenticated,)

    @extend_schema(
        tags=["reports"],
        summary="Get one report of mine",
        description="""
        The report with its history, its rating and, in `allowed_actions`, what the sender may do next. Somebody
        else's report is a 404.
        """,
        operation_id="get_my_report",
        responses=ReportDetailOut,
    )
    @refuses("404 report_not_found")
    def get(self, request: Request, code: str) -> Response:
        report = selectors.report_of_sender(request.user, code)
        return Response(presenters.loaded_detail_json(report, request))


class _ActionView(APIView):
    """One thing that a sender does to a report; answers with the report as it is then."""

    permission_classes = (IsAuthenticated,)
    throttle_classes = (throttled("comment"),)
    status_code = 200

    def answer(self, request: Request, report: Report) -> Response:
        fresh = selectors.report_get(report.pk)
        return Response(presenters.loaded_detail_json(fresh, request), status=self.status_code)


class MyReportCommentView(_ActionView):
    status_code = 201

    @extend_schema(
        operation_id="add_report_comment",
        tags=["reports"],
        summary="Add to a report",
        description="""
        Adds a text, and photos if there are any, to a report that is still open. If the agency was waiting for it,
        work goes on by itself. A settled report takes none (`report_settled`): reopen it.
        """,
        request=ReportCommentSerializer,
        responses={201: ReportDetailOut},
    )
    @refuses("400 photo_unknown", "404 report_not_found", "409 report_settled")
    @idempotent(required=False)
    def post(self, request: Request, code: str) -> Response:
        data = ReportCommentSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        report = selectors.report_of_sender(request.user, code)
        return self.answer(request, services.report_comment(report=report, sender=request.user, **data.validated_data))


class MyReportRatingView(_ActionView):
    @extend_schema(
        operation_id="rate_report",
        tags=["reports"],
        summary="Rate the answer",
        description="""
        One to five stars, once for each answer. From 3 on the report is closed; below, it stays open to be reopened.
        """,
        request=ReportRatingSerializer,
        responses=ReportDetailOut,
    )
    @refuses("404 report_not_found", "409 rating_not_allowed")
    @idempotent(required=False)
    def post(self, request: Request, code: str) -> Response:
        data = ReportRatingSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        report = selectors.report_of_sender(request.user, code)
        return self.answer(request, services.report_rate(report=report, sender=request.user, **data.validated_data))


class MyReportReopenView(_ActionView):
    @extend_schema(
        operation_id="reopen_report",
        tags=["reports"],
        summary="Say that the answer is not right",
        description="""
        Takes a settled report up again, within 14 days of its answer. The reason is read by the agency, and the
        promised time starts anew.
        """,
        request=ReportReasonSerializer,
        responses=ReportDetailOut,
    )
    @refuses("404 report_not_found", "409 reopen_not_allowed")
    @idempotent(required=False)
    def post(self, request: Request, code: str) -> Response:
        data = ReportReasonSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        report = selectors.report_of_sender(request.user, code)
        return self.answer(request, services.report_reopen(report=report, sender=request.user, **data.validated_data))


class MyReportWithdrawView(_ActionView):
    @extend_schema(
        operation_id="withdraw_report",
        tags=["reports"],
        summary="Take a report back",
        description="""
        Closes a report that nobody has started on, or for which the agency is waiting for information.
        `allowed_actions` of the report says whether that is so.
        """,
        request=ReportWithdrawSerializer,
        responses=ReportDetailOut,
    )
    @refuses("404 report_not_found", "409 transition_not_allowed")
    @idempotent(required=False)
    def post(self, request: Request, code: str) -> Response:
        data = ReportWithdrawSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        report = selectors.report_of_sender(request.user, code)
        return self.answer(request, services.report_withdraw(report=report, sender=request.user, **data.validated_data))
