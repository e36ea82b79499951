"""Devices, topics and the inbox."""

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

from backend.common.api.caching import PublicCacheMixin
from backend.common.api.pagination import KeysetPagination
from backend.common.api.refusals import refuses
from backend.common.api.throttling import throttled
from backend.common.errors import NotFound
from notifications import selectors, services
from notifications.api.readers import DEVICE_ID, DEVICE_SECRET, reader_of, secret_of, user_of
from notifications.api.serializers import (
    DeviceInSerializer,
    DevicePatchSerializer,
    DeviceRegisteredSerializer,
    DeviceSerializer,
    InboxFilterSerializer,
    InboxItemSerializer,
    TopicSerializer,
    UnreadCountSerializer,
)
from notifications.models import Notice, Topic

UNREAD_CAP = 100


class DeviceListView(APIView):
    permission_classes = (AllowAny,)
    throttle_classes = (throttled("device"),)

    @extend_schema(
        operation_id="register_device",
        tags=["notifications"],
        summary="Register this installation for pushes",
        description=(
            "States everything about one installation; sent again, it changes it. With an access token the device "
            "becomes that person's, without one it belongs to nobody. The reply to the first call has the `secret`; an "
            "installation that exists is changed only for its secret, its owner's access token, or the same token and "
            "install_id (the first reply was lost: a new secret is given). Otherwise 403 `device_secret_required`."
        ),
        parameters=[DEVICE_SECRET],
        request=DeviceInSerializer,
        responses={201: DeviceRegisteredSerializer, 200: DeviceRegisteredSerializer},
    )
    @refuses("403 device_secret_required")
    def post(self, request: Request) -> Response:
        data = _valid(DeviceInSerializer(data=request.data))
        done = services.device_register(**data, user=user_of(request), secret=secret_of(request))
        body = DeviceSerializer(done.device).data | {"secret": done.secret}
        return Response(body, status=status.HTTP_201_CREATED if done.created else status.HTTP_200_OK)


class DeviceDetailView(APIView):
    permission_classes = (AllowAny,)
    throttle_classes = (throttled("device"),)

    @extend_schema(
        operation_id="update_device",
        tags=["notifications"],
        summary="Change a device's token, language or topics",
        description="By its owner's access token or by `X-Device-Secret`. With both, the device becomes that person's.",
        parameters=[DEVICE_SECRET],
        request=DevicePatchSerializer,
        responses=DeviceSerializer,
    )
    @refuses("403 device_secret_required", "404 device_not_found")
    def patch(self, request: Request, device_id: uuid.UUID) -> Response:
        changes = _valid(DevicePatchSerializer(data=request.data))
        device = services.device_update(
            device_id=device_id, changes=changes, user=user_of(request), secret=secret_of(request)
        )
        return Response(DeviceSerializer(device).data)

    @extend_schema(
        operation_id="delete_device",
        tags=["notifications"],
        summary="Forget a device",
        description="By its owner's access token, or by `X-Device-Secret`.",
        parameters=[DEVICE_SECRET],
        responses={204: None},
    )
    @refuses("403 device_secret_required", "404 device_not_found")
    def delete(self, request: Request, device_id: uuid.UUID) -> Response:
        services.device_remove(device_id=device_id, user=user_of(request), secret=secret_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class TopicPagination(KeysetPagination):
    """A settings page shows them all at once."""

    page_size = 100


@extend_schema_view(
    get=extend_schema(
        operation_id="list_topics",
        tags=["notifications"],
        summary="Topics that people can choose",
        description="Names in the language asked for, in the order they are shown.",
    )
)
class TopicListView(PublicCacheMixin, generics.ListAPIView[Topic]):
    permission_classes = (AllowAny,)
    authentication_classes = ()
    cache_max_age = 300
    pagination_class = TopicPagination
    ordering = ("order", "topic")
    serializer_class = TopicSerializer

    def get_queryset(self) -> QuerySet[Topic]:
        return selectors.topics_offered()


@extend_schema_view(
    get=extend_schema(
        operation_id="list_inbox_notices",
        tags=["notifications"],
        summary="My notices, the newest first",
        description="By access token, or as a guest by `X-Device-Id` and `X-Device-Secret`.",
        parameters=[InboxFilterSerializer, DEVICE_ID, DEVICE_SECRET],
    )
)
class InboxListView(generics.ListAPIView[Any]):
    permission_classes = (AllowAny,)
    ordering = ("-sent_at", "-id")
    serializer_class = InboxItemSerializer

    @refuses("401 not_authenticated device_unknown")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return Notice.objects.none()
        wanted = _valid(InboxFilterSerializer(data=self.request.query_params))
        notices = selectors.inbox(reader_of(self.request))
        if "kind" in wanted:
            notices = notices.filter(kind=wanted["kind"])
        return notices.filter(is_read=False) if wanted["unread"] else notices


class InboxItemView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="get_inbox_notice",
        tags=["notifications"],
        summary="One notice",
        description="What `daknong://inbox/<id>` opens.",
        parameters=[DEVICE_ID, DEVICE_SECRET],
        responses=InboxItemSerializer,
    )
    @refuses("401 not_authenticated device_unknown", "404 notice_not_found")
    def get(self, request: Request, notice_id: uuid.UUID) -> Response:
        notice = selectors.inbox(reader_of(request)).filter(pk=notice_id).first()
        if notice is None:
            raise NotFound("notice_not_found", _("No such notice."))
        return Response(InboxItemSerializer(notice).data)


class InboxUnreadCountView(APIView):
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="count_unread_notices",
        tags=["notifications"],
        summary="How many notices are unread",
        description="For the number on the bell; counted to 100 and no further.",
        parameters=[DEVICE_ID, DEVICE_SECRET],
        responses=UnreadCountSerializer,
    )
    @refuses("401 not_authenticated device_unknown")
    def get(self, request: Request) -> Response:
        unread = selectors.inbox(reader_of(request)).filter(is_read=False)
        return Response({"unread": unread.values("pk")[:UNREAD_CAP].count()})


class InboxReadView(APIView):
    permission_classes = (AllowAny,)
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="mark_notice_read",
        tags=["notifications"],
        summary="Mark one notice as read",
        description="Again is once.",
        parameters=[DEVICE_ID, DEVICE_SECRET],
        request=None,
        responses={204: None},
    )
    @refuses("401 not_authenticated device_unknown", "404 notice_not_found")
    def post(self, request: Request, notice_id: uuid.UUID) -> Response:
        services.inbox_read(reader=reader_of(request), notice_id=notice_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class InboxReadAllView(APIView):
    permission_classes = (AllowAny,)
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="mark_all_notices_read",
        tags=["notifications"],
        summary="Mark all my notices as read",
        description="Those that the inbox shows now.",
        parameters=[DEVICE_ID, DEVICE_SECRET],
        request=None,
        responses={204: None},
    )
    @refuses("401 not_authenticated device_unknown")
    def post(self, request: Request) -> Response:
        services.inbox_read_all(reader=reader_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _valid(serializer: Any) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
