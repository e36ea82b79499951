"""Officers' notices: write, submit, approve, follow, stop."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.idempotency import idempotent
from backend.common.api.refusals import refuses
from backend.common.api.throttling import throttled
from backend.common.errors import NotFound
from notifications import services
from notifications.access import ADD, APPROVE, notices_visible
from notifications.api.officer_serializers import (
    AudienceFilterSerializer,
    AudienceSerializer,
    NoticeCancelSerializer,
    NoticeCreateSerializer,
    NoticeDetailSerializer,
    NoticeFilterSerializer,
    NoticeInSerializer,
    NoticeReasonSerializer,
    NoticeSerializer,
)
from notifications.models import Notice

# What can be wrong with the text of a notice beyond the shape of its fields.
CONTENT_WRONG = (
    "400 notice_incomplete notice_link_invalid notice_too_large notice_topics_invalid notice_dates_invalid "
    "notice_kind_invalid"
)


class SpeaksForAnAgency(BasePermission):
    """Writes or approves notices somewhere."""

    message = _("Officers who write or approve notices only.")

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.user.has_perm(ADD) or request.user.has_perm(APPROVE)


class OfficerView(APIView):
    permission_classes = (IsAuthenticated, SpeaksForAnAgency)
    throttle_classes = (throttled("write"),)


@extend_schema_view(
    get=extend_schema(
        operation_id="list_officer_notices",
        tags=["officer-notices"],
        summary="Notices of my agencies",
        description="Newest first, with what I may do with each.",
        parameters=[NoticeFilterSerializer],
    )
)
class NoticeListView(OfficerView, generics.ListAPIView[Notice]):
    ordering = ("-id",)
    serializer_class = NoticeSerializer

    def get_queryset(self) -> QuerySet[Notice]:
        if getattr(self, "swagger_fake_view", False):
            return Notice.objects.none()
        wanted = _valid(NoticeFilterSerializer(data=self.request.query_params))
        return notices_visible(self.request.user).filter(**wanted).select_related("author", "approver")

    @extend_schema(
        operation_id="create_notice",
        tags=["officer-notices"],
        summary="Write a draft",
        description="A draft goes nowhere: submit it, and another person approves it.",
        request=NoticeCreateSerializer,
        responses={201: NoticeDetailSerializer},
    )
    @refuses(CONTENT_WRONG)
    @idempotent(required=False)
    def post(self, request: Request) -> Response:
        notice = services.notice_draft(author=request.user, **_valid(NoticeCreateSerializer(data=request.data)))
        return _detail(request, notice.pk, status.HTTP_201_CREATED)


class NoticeDetailView(OfficerView):
    @extend_schema(
        operation_id="get_officer_notice",
        tags=["officer-notices"],
        summary="One notice and how far it has got",
        description="Progress is added up from the ledger of batches.",
        responses=NoticeDetailSerializer,
    )
    @refuses("404 notice_not_found")
    def get(self, request: Request, notice_id: uuid.UUID) -> Response:
        return _detail(request, notice_id)

    @extend_schema(
        operation_id="update_notice",
        tags=["officer-notices"],
        summary="Change a draft",
        description="Or one that was sent back, which becomes a draft again.",
        request=NoticeInSerializer(partial=True),
        responses=NoticeDetailSerializer,
    )
    @refuses(
        CONTENT_WRONG,
        "404 notice_not_found",
        "409 notice_state",
    )
    def patch(self, request: Request, notice_id: uuid.UUID) -> Response:
        values = _valid(NoticeInSerializer(data=request.data, partial=True))
        services.notice_update(notice_id=notice_id, by=request.user, **values)
        return _detail(request, notice_id)


class NoticeMoveView(OfficerView):
    """One step of the workflow; subclasses say which."""

    service: Callable[..., Notice]
    input_class: type[NoticeReasonSerializer] | type[NoticeCancelSerializer] | None = None

    def move(self, request: Request, notice_id: uuid.UUID) -> Response:
        values = _valid(self.input_class(data=request.data or {})) if self.input_class else {}
        type(self).service(notice_id=notice_id, by=request.user, **values)
        return _detail(request, notice_id)


class NoticeSubmitView(NoticeMoveView):
    service = services.notice_submit

    @extend_schema(
        operation_id="submit_notice",
        tags=["officer-notices"],
        summary="Send a draft for approval",
        description="Checked for completeness and for FCM's 4,096 bytes.",
        request=None,
        responses=NoticeDetailSerializer,
    )
    @refuses(
        CONTENT_WRONG,
        "404 notice_not_found",
        "409 notice_state",
    )
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)


class NoticeApproveView(NoticeMoveView):
    service = services.notice_approve

    @extend_schema(
        operation_id="approve_notice",
        tags=["officer-notices"],
        summary="Approve another person's notice",
        description="It goes out now or at its time. Own: 403 `own_approval`. Approved before: 409, nothing is sent.",
        request=None,
        responses=NoticeDetailSerializer,
    )
    @refuses(
        CONTENT_WRONG,
        "403 own_approval",
        "404 notice_not_found",
        "409 notice_state",
    )
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)


class NoticeRejectView(NoticeMoveView):
    service = services.notice_reject
    input_class = NoticeReasonSerializer

    @extend_schema(
        operation_id="reject_notice",
        tags=["officer-notices"],
        summary="Send a notice back to its author",
        description="With a reason.",
        request=NoticeReasonSerializer,
        responses=NoticeDetailSerializer,
    )
    @refuses("400 reason_required", "404 notice_not_found", "409 notice_state")
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)


class NoticeCancelView(NoticeMoveView):
    service = services.notice_cancel
    input_class = NoticeCancelSerializer

    @extend_schema(
        operation_id="cancel_notice",
        tags=["officer-notices"],
        summary="Stop or recall a notice",
        description="What has not been sent never is, and it disappears from inboxes.",
        request=NoticeCancelSerializer,
        responses=NoticeDetailSerializer,
    )
    @refuses("400 reason_required", "404 notice_not_found", "409 notice_state")
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)


class NoticeAudienceView(OfficerView):
    @extend_schema(
        operation_id="count_notice_audience",
        tags=["officer-notices"],
        summary="How many devices these topics reach",
        description="Counted now; a device that follows several counts once.",
        parameters=[AudienceFilterSerializer],
        responses=AudienceSerializer,
    )
    def get(self, request: Request) -> Response:
        wanted = _valid(AudienceFilterSerializer(data=request.query_params))
        topics = [topic.strip() for topic in wanted["topics"].split(",") if topic.strip()]
        return Response({"devices": services.audience_count(topics)})


def _detail(request: Request, notice_id: uuid.UUID, code: int = status.HTTP_200_OK) -> Response:
    notice = notices_visible(request.user).filter(pk=notice_id).select_related("author", "approver").first()
    if notice is None:
        raise NotFound("notice_not_found", _("No such notice."))
    return Response(NoticeDetailSerializer(notice, context={"request": request}).data, status=code)


def _valid(serializer: Any) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
