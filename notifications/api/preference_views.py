"""How people want to hear, and what their apps say of what arrived."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.devices import DEVICE_OF_GUEST
from backend.common.api.refusals import refuses
from backend.common.api.throttling import throttled
from notifications import services
from notifications.api.preference_serializers import (
    PreferencesSerializer,
    PreferencesUpdateSerializer,
    ReceiptsSerializer,
    ReceiptsTakenSerializer,
    switched,
)
from notifications.api.readers import DEVICE_OF_ANYBODY, reader_of, user_of
from notifications.api.views import valid
from notifications.preferences import choices_of
from notifications.services.receipts import Said


class PreferencesView(APIView):
    permission_classes = (AllowAny,)
    other_credentials = DEVICE_OF_GUEST
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="get_notification_preferences",
        tags=["notifications"],
        summary="Get how I want to hear of notices",
        description="""
        Of a person, for all their devices, or of a guest's device: every kind and topic that can be turned off, for
        pushes and the inbox apart. What a guest chose becomes the choice of a person who signs in without one, and is
        the device's again after they sign out.
        """,
        responses=PreferencesSerializer,
    )
    @refuses("401 not_authenticated device_unknown")
    def get(self, request: Request) -> Response:
        choices = choices_of(reader_of(request), user=user_of(request))
        return Response(PreferencesSerializer(choices).data)

    @extend_schema(
        operation_id="update_notification_preferences",
        tags=["notifications"],
        summary="Change how I want to hear of notices",
        description="""
        Turns kinds and topics on or off; what is left out stays. An emergency cannot be turned off: where it may make a
        noise the phone's own settings say, for its channel. Whether receipts are counted a person says among their
        consents, and only a guest here; otherwise the answer is 400 `preference_invalid`.
        """,
        request=PreferencesUpdateSerializer,
        responses=PreferencesSerializer,
    )
    @refuses("400 preference_invalid", "401 not_authenticated device_unknown", "404 device_not_found")
    def patch(self, request: Request) -> Response:
        wanted = valid(PreferencesUpdateSerializer(data=request.data))
        kinds, topics = wanted.get("kinds", []), wanted.get("topics", [])
        columns = {name: switched(kinds, name, "kind") | switched(topics, name, "topic") for name in ("push", "inbox")}
        reader = reader_of(request)
        services.preference_update(
            reader=reader, **columns, digest=wanted.get("digest"), receipts=wanted.get("receipts")
        )
        return Response(PreferencesSerializer(choices_of(reader, user=user_of(request))).data)


class ReceiptsView(APIView):
    permission_classes = (AllowAny,)
    other_credentials = DEVICE_OF_ANYBODY
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="send_receipts",
        tags=["notifications"],
        summary="Say which notices were shown and opened",
        description="""
        A batch from one device: a guest's with its secret, or a person's own, named in `X-Device-Id` beside their
        access token. Sent again it changes nothing; of several times the earliest counts, and the future is now. What
        was opened is read.

        Without consent (`receipts` of the preferences) nothing is counted or kept, and `counted` is false.
        """,
        request=ReceiptsSerializer,
        responses={200: ReceiptsTakenSerializer},
    )
    @refuses("401 not_authenticated device_unknown", "404 device_not_found")
    def post(self, request: Request) -> Response:
        said = [Said(**receipt) for receipt in valid(ReceiptsSerializer(data=request.data))["receipts"]]
        taken = services.receipts_take(reader=reader_of(request), user=user_of(request), said=said)
        return Response(ReceiptsTakenSerializer(taken).data, status=status.HTTP_200_OK)
