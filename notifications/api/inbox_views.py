"""The inbox: pages of it, one notice, and what its reader does with them."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.devices import DEVICE_OF_GUEST
from backend.common.api.refusals import refuses
from backend.common.api.throttling import throttled
from backend.common.errors import NotFound
from backend.common.search import search_condition
from notifications import services
from notifications.api.inbox_serializers import InboxFilterSerializer, InboxNoticeSerializer, UnreadCountSerializer
from notifications.api.readers import reader_of
from notifications.api.views import valid
from notifications.inbox import inbox
from notifications.models import Notice

UNREAD_CAP = 100
NO_READER = "401 not_authenticated device_unknown"
NOT_SHOWN = "404 notice_not_found"


class InboxView(APIView):
    """Of a person, or of a guest's device."""

    permission_classes = (AllowAny,)
    other_credentials = DEVICE_OF_GUEST


class InboxWriteView(InboxView):
    throttle_classes = (throttled("write"),)


@extend_schema_view(
    get=extend_schema(
        operation_id="list_inbox_notices",
        tags=["notifications"],
        summary="List my notices, newest first",
        description="""
        Notices to what the person's devices follow, or the guest's device, and to who they are (role, language, lists):
        those from before the app was installed too. What was recalled or replaced, is past its `valid_until` or was
        put away is left out, and so is what the preferences turn off.
        """,
        parameters=[InboxFilterSerializer],
    )
)
class InboxListView(InboxView, generics.ListAPIView[Any]):
    ordering = ("-sent_at", "-id")
    serializer_class = InboxNoticeSerializer

    @refuses(NO_READER)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return Notice.objects.none()
        wanted = valid(InboxFilterSerializer(data=self.request.query_params))
        notices = inbox(reader_of(self.request)).filter(is_archived=wanted["archived"])
        if "kind" in wanted:
            notices = notices.filter(kind__in=wanted["kind"])
        if "q" in wanted:
            notices = notices.filter(search_condition(wanted["q"]))
        return notices.filter(is_read=False) if wanted["unread"] else notices


class InboxItemView(InboxView):
    @extend_schema(
        operation_id="get_inbox_notice",
        tags=["notifications"],
        summary="Get one notice",
        description="""
        One notice of the inbox, which is what the link `daknong://inbox/<id>` of a push opens; also one that was put
        away. A notice that this inbox does not show is a 404.
        """,
        responses=InboxNoticeSerializer,
    )
    @refuses(NO_READER, NOT_SHOWN)
    def get(self, request: Request, notice_id: uuid.UUID) -> Response:
        notice = inbox(reader_of(request)).filter(pk=notice_id).first()
        if notice is None:
            raise NotFound("notice_not_found", _("No such notice."))
        return Response(InboxNoticeSerializer(notice).data)


class InboxUnreadCountView(InboxView):
    @extend_schema(
        operation_id="count_unread_notices",
        tags=["notifications"],
        summary="Count unread notices",
        description="""
        The number for the bell in an app's title bar. Counted to 100 and no further.
        """,
        responses=UnreadCountSerializer,
    )
    @refuses(NO_READER)
    def get(self, request: Request) -> Response:
        unread = inbox(reader_of(request)).filter(is_read=False)
        return Response({"unread": unread.order_by().values("pk")[:UNREAD_CAP].count()})


class InboxReadView(InboxWriteView):
    @extend_schema(
        operation_id="mark_notice_read",
        tags=["notifications"],
        summary="Mark one notice as read",
        description="""
        Marks a notice as read for this person, on all their devices, or for this guest's device. One that is read
        already stays so.
        """,
        request=None,
        responses={204: None},
    )
    @refuses(NO_READER, NOT_SHOWN)
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        services.inbox_read(reader=reader_of(request), notice_id=notice_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class InboxArchiveView(InboxWriteView):
    @extend_schema(
        operation_id="archive_notice",
        tags=["notifications"],
        summary="Put one notice away",
        description="""
        Takes a notice out of the list, for this person on all their devices or for this guest's device; it counts as
        read. It is found again with `archived=true`.
        """,
        request=None,
        responses={204: None},
    )
    @refuses(NO_READER, NOT_SHOWN)
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        services.inbox_archive(reader=reader_of(request), notice_id=notice_id)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="unarchive_notice",
        tags=["notifications"],
        summary="Take one notice out again",
        description="""
        Puts a notice back into the list; it stays read. One that was not put away stays where it is.
        """,
        responses={204: None},
    )
    @refuses(NO_READER, NOT_SHOWN)
    def delete(self, request: Request, notice_id: uuid.UUID) -> Response:
        services.inbox_unarchive(reader=reader_of(request), notice_id=notice_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class InboxReadAllView(InboxWriteView):
    @extend_schema(
        operation_id="mark_all_notices_read",
        tags=["notifications"],
        summary="Mark all my notices as read",
        description="""
        Marks what the inbox shows at this moment. Notices that come later are unread.
        """,
        request=None,
        responses={204: None},
    )
    @refuses(NO_READER)
    def post(self, request: Request) -> Response:
        services.inbox_read_all(reader=reader_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
