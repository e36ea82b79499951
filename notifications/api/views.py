"""Devices and topics."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
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
from notifications import selectors, services
from notifications.api.readers import SECRET_OR_BOTH, secret_of, user_of
from notifications.api.serializers import (
    DeviceRegisteredSerializer,
    DeviceRegistrationSerializer,
    DeviceSerializer,
    DeviceUpdateSerializer,
    TopicSerializer,
)
from notifications.models import Topic


class DeviceListView(APIView):
    permission_classes = (AllowAny,)
    other_credentials = (*SECRET_OR_BOTH, {})  # a new installation has none yet
    throttle_classes = (throttled("device"),)

    @extend_schema(
        operation_id="register_device",
        tags=["notifications"],
        summary="Register an installation for pushes",
        description="""
        States everything about one installation of an app, known by the `install_id` that it made itself: 201 the
        first time, 200 when it was known. With an access token the device becomes that person's, without one it
        belongs to nobody.

        The first reply has the `secret` of the device. An installation that exists is changed only for its secret,
        its owner's access token, or the same `token` and `install_id` (for when the first reply was lost: a new
        secret is given); otherwise the answer is 403 `device_secret_required`.
        """,
        request=DeviceRegistrationSerializer,
        responses={201: DeviceRegisteredSerializer, 200: DeviceRegisteredSerializer},
    )
    @refuses("403 device_secret_required")
    def post(self, request: Request) -> Response:
        data = valid(DeviceRegistrationSerializer(data=request.data))
        done = services.device_register(**data, user=user_of(request), secret=secret_of(request))
        body = DeviceSerializer(done.device).data | {"secret": done.secret}
        return Response(body, status=status.HTTP_201_CREATED if done.created else status.HTTP_200_OK)


class DeviceDetailView(APIView):
    permission_classes = (AllowAny,)
    other_credentials = SECRET_OR_BOTH
    throttle_classes = (throttled("device"),)

    @extend_schema(
        operation_id="update_device",
        tags=["notifications"],
        summary="Change a device",
        description="""
        Changes token, language, version or topics of a device and leaves the rest; call it when Firebase gives a new
        token. With a person's access token beside the secret, the device becomes that person's.

        A wrong secret and an unknown device get the same 404.
        """,
        request=DeviceUpdateSerializer,
        responses=DeviceSerializer,
    )
    @refuses("404 device_not_found")
    def patch(self, request: Request, device_id: uuid.UUID) -> Response:
        changes = valid(DeviceUpdateSerializer(data=request.data))
        device = services.device_update(
            device_id=device_id, changes=changes, user=user_of(request), secret=secret_of(request)
        )
        return Response(DeviceSerializer(device).data)

    @extend_schema(
        operation_id="delete_device",
        tags=["notifications"],
        summary="Forget a device",
        description="""
        Deletes the device with its topics and, for a guest, its read marks; no push reaches it any more. A wrong
        secret and an unknown device get the same 404.
        """,
        responses={204: None},
    )
    @refuses("404 device_not_found")
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
        summary="List topics that people can choose",
        description="""
        What a device may follow: the whole province, areas and categories of news, with names in the language asked
        for and in the order in which to show them. `default` ones are chosen when an app starts for the first time.
        """,
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


def valid(serializer: Any) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
