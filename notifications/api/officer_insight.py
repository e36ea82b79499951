"""Whom a notice would reach, what it looks like there, and how it is doing."""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import asdict
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.api.refusals import refuses
from notifications import services
from notifications.api.officer_common import OfficerView, notice_seen, valid
from notifications.api.officer_insight_serializers import (
    AudienceAskedSerializer,
    AudiencePreviewSerializer,
    NoticePreviewSerializer,
    PulseSerializer,
)
from notifications.api.officer_serializers import AudienceFilterSerializer, NoticeAudienceSerializer
from notifications.pulse import pulse, pulse_csv


class NoticeAudienceView(OfficerView):
    machine_scopes: ClassVar = {"GET": "notices:read"}

    @extend_schema(
        operation_id="count_notice_audience",
        tags=["officer-notices"],
        summary="Count the devices that topics reach",
        description="""
        How many devices a notice to these topics would reach at this moment; a device that follows several counts
        once. Topics that address one person count nobody.
        """,
        parameters=[AudienceFilterSerializer],
        responses=NoticeAudienceSerializer,
    )
    def get(self, request: Request) -> Response:
        wanted = valid(AudienceFilterSerializer(data=request.query_params))
        topics = [topic.strip() for topic in wanted["topics"].split(",") if topic.strip()]
        return Response({"devices": services.audience_count(topics, wanted["kind"])})

    @extend_schema(
        operation_id="preview_notice_audience",
        tags=["officer-notices"],
        summary="See whom an audience reaches",
        description="""
        Counts the devices and people that a notice of this kind to this audience would reach at this moment, those
        who have turned it off, and people whose account it is for but who have no device. The sample says what they
        are, never who.
        """,
        request=AudienceAskedSerializer,
        responses=AudiencePreviewSerializer,
    )
    @refuses("400 notice_audience_invalid")
    def post(self, request: Request) -> Response:
        asked = valid(AudienceAskedSerializer(data=request.data))
        audience = services.audience_checked(asked["audience"], by=request.user)
        return Response(asdict(services.audience_preview(audience, asked["kind"])))


class NoticePreviewView(OfficerView):
    machine_scopes: ClassVar = {"GET": "notices:read"}

    @extend_schema(
        operation_id="preview_notice",
        tags=["officer-notices"],
        summary="See a notice as phones will show it",
        description="""
        The notice in each language, as a phone of that language shows it, with the size of the push, and whom it would
        reach at this moment.
        """,
        responses=NoticePreviewSerializer,
    )
    @refuses("404 notice_not_found")
    def get(self, request: Request, notice_id: uuid.UUID) -> Response:
        notice = notice_seen(request, notice_id)
        reach = services.audience_preview(notice.audience, notice.kind)
        shown = [asdict(one) for one in services.notice_rendered(notice)]
        return Response({"languages": shown, "audience": asdict(reach)})


class NoticePulseView(OfficerView):
    machine_scopes: ClassVar = {"GET": "notices:read"}

    @extend_schema(
        operation_id="get_notice_pulse",
        tags=["officer-notices"],
        summary="Follow how a notice is doing",
        description="""
        Where delivery stands, its course, and when half, 95 % and all of it were settled; from the ledger's sums. Ask
        again every two seconds while `is_live`.
        """,
        responses=PulseSerializer,
    )
    @refuses("404 notice_not_found")
    def get(self, request: Request, notice_id: uuid.UUID) -> Response:
        return Response(_as_json(asdict(pulse(notice_seen(request, notice_id)))))


class NoticePulseCsvView(OfficerView):
    machine_scopes: ClassVar = {"GET": "notices:read"}

    @extend_schema(
        operation_id="get_notice_pulse_csv",
        tags=["officer-notices"],
        summary="Take a notice's figures into a spreadsheet",
        description="""
        The same as `get_notice_pulse`, as CSV in UTF-8: figures, reasons, then the course. A cell that a spreadsheet
        would take for a formula begins with an apostrophe.
        """,
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    @refuses("404 notice_not_found")
    def get(self, request: Request, notice_id: uuid.UUID) -> HttpResponse:
        text = io.StringIO()
        csv.writer(text).writerows(pulse_csv(notice_seen(request, notice_id)))
        # With a byte order mark: without it Excel reads Vietnamese as Latin-1.
        headers = {"Content-Disposition": f'attachment; filename="notice-{notice_id}.csv"'}
        return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _as_json(found: dict[str, Any]) -> dict[str, Any]:
    """Shares as a list: a key of an object would be a number."""
    found["time_to"] = [{"percent": share, "seconds": seconds} for share, seconds in found["time_to"].items()]
    return found
