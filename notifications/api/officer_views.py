"""Officers' notices: write, submit, approve, follow, stop."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from backend.common.api.idempotency import idempotent
from backend.common.api.refusals import refuses
from notifications import services
from notifications.access import notices_visible
from notifications.api.officer_common import CONTENT_WRONG, NOT_READY, OfficerView, detail, valid
from notifications.api.officer_serializers import (
    NoticeCancelSerializer,
    NoticeCreateSerializer,
    NoticeDetailSerializer,
    NoticeFilterSerializer,
    NoticeReasonSerializer,
    NoticeSerializer,
    NoticeUpdateSerializer,
)
from notifications.models import Notice


@extend_schema_view(
    get=extend_schema(
        operation_id="list_officer_notices",
        tags=["officer-notices"],
        summary="List notices of my agencies",
        description="""
        Notices of the agencies that the officer writes or approves for, their own, and the province's, newest first;
        `allowed_actions` says what this officer may do with each.
        """,
        parameters=[NoticeFilterSerializer],
    )
)
class NoticeListView(OfficerView, generics.ListAPIView[Notice]):
    machine_scopes: ClassVar = {"GET": "notices:read", "POST": "notices:write"}
    ordering = ("-id",)
    serializer_class = NoticeSerializer

    def get_queryset(self) -> QuerySet[Notice]:
        if getattr(self, "swagger_fake_view", False):
            return Notice.objects.none()
        wanted = valid(NoticeFilterSerializer(data=self.request.query_params))
        return notices_visible(self.request.user).filter(**wanted).select_related("author", "approver")

    @extend_schema(
        operation_id="create_notice",
        tags=["officer-notices"],
        summary="Write a notice",
        description="""
        Makes a draft, which goes nowhere yet: `submit_notice` sends it for approval, and another person approves it.
        Without `agency_code` it is written for the highest agency that the author writes for.
        """,
        request=NoticeCreateSerializer,
        responses={201: NoticeDetailSerializer},
    )
    @refuses(CONTENT_WRONG)
    @idempotent(required=False)
    def post(self, request: Request) -> Response:
        notice = services.notice_draft(author=request.user, **valid(NoticeCreateSerializer(data=request.data)))
        return detail(request, notice.pk, status.HTTP_201_CREATED)


class NoticeDetailView(OfficerView):
    machine_scopes: ClassVar = {"GET": "notices:read", "PATCH": "notices:write"}

    @extend_schema(
        operation_id="get_officer_notice",
        tags=["officer-notices"],
        summary="Get one notice and its progress",
        description="""
        The notice, and in `progress` how far its delivery has got, added up from the ledger of batches. Another
        agency's notice is a 404.
        """,
        responses=NoticeDetailSerializer,
    )
    @refuses("404 notice_not_found")
    def get(self, request: Request, notice_id: uuid.UUID) -> Response:
        return detail(request, notice_id)

    @extend_schema(
        operation_id="update_notice",
        tags=["officer-notices"],
        summary="Change a draft",
        description="""
        Changes what is sent and leaves the rest. One that was sent back becomes a draft again, and who changes it
        becomes its author, so that they cannot be its approver as well. After submission it is refused
        (`notice_state`).
        """,
        request=NoticeUpdateSerializer(partial=True),
        responses=NoticeDetailSerializer,
    )
    @refuses(
        CONTENT_WRONG,
        "404 notice_not_found",
        "409 notice_state",
    )
    def patch(self, request: Request, notice_id: uuid.UUID) -> Response:
        values = valid(NoticeUpdateSerializer(data=request.data, partial=True))
        services.notice_update(notice_id=notice_id, by=request.user, **values)
        return detail(request, notice_id)


class NoticeMoveView(OfficerView):
    """One step of the workflow; subclasses say which. To approve and to send back is for people alone."""

    service: Callable[..., Notice]
    input_class: type[Serializer[Any]] | None = None

    def move(self, request: Request, notice_id: uuid.UUID) -> Response:
        values = valid(self.input_class(data=request.data or {})) if self.input_class else {}
        type(self).service(notice_id=notice_id, by=request.user, **values)
        return detail(request, notice_id)


class NoticeSubmitView(NoticeMoveView):
    machine_scopes: ClassVar = {"POST": "notices:write"}
    service = services.notice_submit

    @extend_schema(
        operation_id="submit_notice",
        tags=["officer-notices"],
        summary="Send a draft for approval",
        description="""
        Checks that title and text are there in Vietnamese and that a push of it fits into Firebase's 4,096 bytes, and
        asks a second person for approval.
        """,
        request=None,
        responses=NoticeDetailSerializer,
    )
    @refuses(
        NOT_READY,
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
        description="""
        Stands for the notice as its second person; it goes out now, or at `scheduled_at`. In the quiet hours
        information and reminders wait until the morning (`held_until`). Nobody approves their own (403 `own_approval`),
        and what was approved before is refused (409 `notice_state`): nothing is sent twice.
        """,
        request=None,
        responses=NoticeDetailSerializer,
    )
    @refuses(
        "403 own_approval",
        "404 notice_not_found",
        "409 notice_state notice_expired",
    )
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)


class NoticeWithdrawView(NoticeMoveView):
    service = services.notice_withdraw

    @extend_schema(
        operation_id="withdraw_notice",
        tags=["officer-notices"],
        summary="Take one's own notice back",
        description="""
        Makes a draft again of a notice that waits for approval. Only its author can; who approves sends back.
        """,
        request=None,
        responses=NoticeDetailSerializer,
    )
    @refuses("404 notice_not_found", "409 notice_state")
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)


class NoticeRejectView(NoticeMoveView):
    service = services.notice_reject
    input_class = NoticeReasonSerializer

    @extend_schema(
        operation_id="reject_notice",
        tags=["officer-notices"],
        summary="Send a notice back to its author",
        description="""
        Refuses a submitted notice with a reason that its author reads. The author can change it, which makes it a
        draft again.
        """,
        request=NoticeReasonSerializer,
        responses=NoticeDetailSerializer,
    )
    @refuses("400 reason_required", "404 notice_not_found", "409 notice_state")
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)


class NoticeCancelView(NoticeMoveView):
    machine_scopes: ClassVar = {"POST": "notices:write"}
    service = services.notice_cancel
    input_class = NoticeCancelSerializer

    @extend_schema(
        operation_id="cancel_notice",
        tags=["officer-notices"],
        summary="Stop or recall a notice",
        description="""
        Stops a notice at whatever point it is: what has not been sent never is, and it disappears from inboxes. Where
        something may have left already, a recall goes out, at which phones take the notice away. Its author may do so,
        and who may approve it.
        """,
        request=NoticeCancelSerializer,
        responses=NoticeDetailSerializer,
    )
    @refuses("400 reason_required", "404 notice_not_found", "409 notice_state")
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        return self.move(request, notice_id)
