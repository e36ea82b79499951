"""Emergency alerts for other systems: a list, an Atom index, and each message as CAP 1.2."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.caching import PublicCacheMixin, etag_matches, not_modified, weak_etag
from backend.common.api.refusals import Refusal, refuses
from notifications.api.alert_renderers import ATOM_RENDERERS, CAP_RENDERERS
from notifications.api.alert_serializers import AlertFilterSerializer, AlertSerializer, cap_url
from notifications.cap import selectors
from notifications.cap.atom import ATOM_TYPE, CAP_TYPE, to_atom
from notifications.models import CapMessage

# An alert must be everywhere within seconds, and a thousand boards may ask.
FRESH_SECONDS = 15
FOR_EVER = "public, max-age=86400, immutable"
ONLY_XML = Refusal("not_acceptable", description="Only XML is spoken here: leave `Accept` out or allow it.")


@extend_schema_view(
    get=extend_schema(
        operation_id="list_alerts",
        tags=["alerts"],
        summary="List emergency alerts",
        description="""
        The alerts in force, newest first: not over, not replaced by an update, not cancelled. Each leads to its message
        as CAP 1.2, which says all.
        """,
        parameters=[AlertFilterSerializer],
    )
)
class AlertListView(PublicCacheMixin, generics.ListAPIView[CapMessage]):
    permission_classes = (AllowAny,)
    authentication_classes = ()
    cache_max_age = FRESH_SECONDS
    ordering = ("-id",)
    serializer_class = AlertSerializer

    def get_queryset(self) -> QuerySet[CapMessage]:
        if getattr(self, "swagger_fake_view", False):
            return CapMessage.objects.none()
        asked = AlertFilterSerializer(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return selectors.alerts_in_force() if asked.validated_data["active"] else selectors.alerts_all()


class AlertFeedView(PublicCacheMixin, APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()
    renderer_classes = ATOM_RENDERERS
    cache_max_age = FRESH_SECONDS

    @extend_schema(
        operation_id="get_alerts_feed",
        tags=["alerts"],
        summary="Get the Atom index of alerts",
        description="""
        The newest hundred messages as an Atom feed, updates and cancels too. Each entry links to its message as
        CAP 1.2. Ask again every half minute with `If-None-Match`.
        """,
        responses={(200, ATOM_TYPE): OpenApiTypes.STR, 406: ONLY_XML},
    )
    def get(self, request: Request) -> Response:
        feed = to_atom(
            selectors.alerts_for_feed(),
            self_url=request.build_absolute_uri(request.path),
            cap_url=partial(cap_url, request),
        )
        return Response(feed, content_type=f"{ATOM_TYPE}; charset=utf-8")


class AlertCapView(APIView):
    """One message, byte for byte as it went out; it has all its languages in one."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    renderer_classes = CAP_RENDERERS
    is_conditional = True  # read by the schema
    refuses_no_input = True

    @extend_schema(
        operation_id="get_alert",
        tags=["alerts"],
        summary="Get one alert as CAP 1.2",
        description="""
        The message as it went out, XML by the schema of the Common Alerting Protocol 1.2, in Vietnamese and, where it
        was written, in English. It never changes: an update or a cancel is another message, which refers to it.
        """,
        responses={(200, CAP_TYPE): OpenApiTypes.STR, 406: ONLY_XML},
    )
    @refuses("404 alert_not_found")
    def get(self, request: Request, identifier: str) -> Response | HttpResponse:
        message = selectors.alert_get(identifier)
        headers = {"ETag": weak_etag(message.xml.encode()), "Cache-Control": FOR_EVER}
        if etag_matches(request, headers["ETag"]):
            return not_modified(headers)
        return Response(message.xml, content_type=f"{CAP_TYPE}; charset=utf-8", headers=headers)
