"""An emergency by one person, in two taps; and the trial on one's own devices. For people alone."""

from __future__ import annotations

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.api.refusals import refuses
from notifications import services
from notifications.api.officer_common import NOT_READY
from notifications.api.officer_serializers import EmergencyReasonSerializer, NoticeDetailSerializer
from notifications.api.officer_views import NoticeMoveView


class NoticeArmView(NoticeMoveView):
    service = services.notice_arm
    input_class = EmergencyReasonSerializer

    @extend_schema(
        operation_id="arm_emergency_notice",
        tags=["officer-notices"],
        summary="Prepare to send an emergency notice alone",
        description="""
        The first of two taps by which one person, whose role allows it, sends an emergency notice without a second
        pair of eyes. Looks whether it is ready, takes the reason down and sends nothing: `send_emergency_notice` does,
        by the same person within ten minutes. Any change of the notice undoes it. Again: the ten minutes begin anew.
        """,
        request=EmergencyReasonSerializer,
        responses=NoticeDetailSerializer,
    )
    @refuses(NOT_READY + " reason_required", "404 notice_not_found", "409 notice_state notice_expired not_an_emergency")
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)


class NoticeSendEmergencyView(NoticeMoveView):
    service = services.notice_send_emergency

    @extend_schema(
        operation_id="send_emergency_notice",
        tags=["officer-notices"],
        summary="Send an emergency notice alone",
        description="""
        The second tap: approves the notice in the name of who armed it, and it goes out now, or at `scheduled_at`.
        Refused without a first tap in the last ten minutes (409 `emergency_not_armed`), and to anybody but its author
        (403 `emergency_other_person`).
        """,
        request=None,
        responses=NoticeDetailSerializer,
    )
    @refuses(
        NOT_READY,
        "403 emergency_other_person",
        "404 notice_not_found",
        "409 notice_state notice_expired not_an_emergency emergency_not_armed",
    )
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)


class NoticeDisarmView(NoticeMoveView):
    service = services.notice_disarm

    @extend_schema(
        operation_id="disarm_emergency_notice",
        tags=["officer-notices"],
        summary="Undo the first tap",
        description="""
        Takes back what `arm_emergency_notice` did, one's own or another's; where nothing was armed it changes nothing.
        """,
        request=None,
        responses=NoticeDetailSerializer,
    )
    @refuses("404 notice_not_found", "409 notice_state not_an_emergency")
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)


class NoticeTestView(NoticeMoveView):
    service = services.notice_test

    @extend_schema(
        operation_id="test_notice",
        tags=["officer-notices"],
        summary="Try a notice on one's own devices",
        description="""
        Sends the notice as it stands to the devices of who asks, and to nobody else; its title says that it is a
        trial. Each call sends another. Answers with the notice itself, which it does not change.
        """,
        request=None,
        responses=NoticeDetailSerializer,
    )
    @refuses(NOT_READY, "404 notice_not_found", "409 notice_state no_device")
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)
