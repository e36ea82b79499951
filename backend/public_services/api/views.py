"""Procedures and dossiers over HTTP: parse, call, render."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.caching import PublicCacheMixin
from backend.common.api.machines import ANY_KEY
from backend.common.api.refusals import Refusal, refuses
from backend.common.api.throttling import throttle_check, throttled
from backend.common.context import current_request
from backend.public_services import selectors, services
from backend.public_services.api import present
from backend.public_services.api.serializers import (
    DossierDetailSerializer,
    DossierLookupSerializer,
    DossierSerializer,
    LifeEventSerializer,
    ProcedureDetailSerializer,
    ProcedureFieldSerializer,
    ProcedureQuerySerializer,
    ProcedureSerializer,
)
from backend.public_services.models import Dossier, Procedure

PROBLEM = "application/problem+json"
NOT_FOUND = Refusal("dossier_not_found", description="No such code, or another factor; nobody learns which.")
THROTTLED = Refusal("throttled", description="Too many tries from this address, or for this code.")


class ProcedureListView(PublicCacheMixin, GenericAPIView[Procedure]):
    permission_classes = (AllowAny,)
    authentication_classes = ()
    cache_max_age = 300
    queryset = Procedure.objects.none()
    serializer_class = ProcedureSerializer
    ordering = ("sort_key",)

    @extend_schema(
        operation_id="list_procedures",
        tags=["procedures"],
        summary="Browse and search procedures",
        description="""
        Administrative procedures, the most used first. `q` finds all its words in any order, without accents too, and
        the last word may be half typed; the beginning of a procedure's code finds it as well. Filters add up.
        """,
        parameters=[ProcedureQuerySerializer],
        responses=ProcedureSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        asked = ProcedureQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        page = self.paginate_queryset(selectors.procedure_list(**wanted))
        return self.get_paginated_response([present.procedure_item(row, wanted.get("q", "")) for row in page or []])


class ProcedureDetailView(PublicCacheMixin, APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()
    cache_max_age = 300

    @extend_schema(
        operation_id="get_procedure",
        tags=["procedures"],
        summary="Get one procedure, whole",
        description="""
        Everything that an applicant has to know. Duration and fee belong to the channel by which one applies; steps
        and papers belong to the case, of which most procedures have one.
        """,
        responses=ProcedureDetailSerializer,
    )
    @refuses("404 procedure_not_found")
    def get(self, request: Request, code: str) -> Response:
        return Response(present.procedure_detail(selectors.procedure_get(code=code)))


class ProcedureFieldListView(PublicCacheMixin, APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()
    cache_max_age = 3600

    @extend_schema(
        operation_id="list_procedure_fields",
        tags=["procedures"],
        summary="List fields of administration",
        description="""
        The fields of the national catalogue that have procedures here, each with their number; not paginated. Use
        `code` as the filter `field` of `list_procedures`.
        """,
        responses=ProcedureFieldSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response([present.field_item(row) for row in selectors.procedure_fields()])


class LifeEventListView(PublicCacheMixin, APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()
    cache_max_age = 3600

    @extend_schema(
        operation_id="list_life_events",
        tags=["procedures"],
        summary="List life events",
        description="""
        Occasions such as a birth or a move, in the order in which they come in a life, each with its number of
        procedures; not paginated. Use `slug` as the filter `life_event` of `list_procedures`.
        """,
        responses=LifeEventSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response([present.life_event_item(row) for row in selectors.life_events()])


def _proof(request: Request) -> dict[str, str]:
    """Code and factor of the request, after both limits: guesses are counted by address and by code alike."""
    serializer = DossierLookupSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    proof: dict[str, str] = serializer.validated_data
    throttle_check("dossier_lookup", {"address": current_request().address, "code": proof["code"]})
    return proof


class DossierLookupView(APIView):
    permission_classes = (AllowAny,)
    machine_scopes: ClassVar = {"POST": ANY_KEY}  # the second factor is what opens it
    checked_throttles = {"POST": ("dossier_lookup",)}

    @extend_schema(
        operation_id="look_up_dossier",
        tags=["dossiers"],
        summary="Look up a dossier",
        description="""
        Shows where an application stands to who knows its code, from the receipt, and a second factor: the last 4
        digits of the applicant's phone or the 12-digit personal number. Names come masked.

        It is a POST so that the proof stands in no log. A wrong code and a wrong factor get the same answer in the
        same time.
        """,
        request=DossierLookupSerializer,
        responses={200: DossierDetailSerializer, (404, PROBLEM): NOT_FOUND, (429, PROBLEM): THROTTLED},
    )
    def post(self, request: Request) -> Response:
        dossier = services.dossier_lookup(**_proof(request), by=request.user)
        return Response(present.dossier_detail(dossier))


class DossierFollowView(APIView):
    permission_classes = (IsAuthenticated,)
    checked_throttles = {"POST": ("dossier_lookup",)}

    @extend_schema(
        operation_id="follow_dossier",
        tags=["dossiers"],
        summary="Follow a dossier",
        description="""
        Puts a dossier on the person's list; from then on each change comes as a notice. Needs the same proof as a
        look-up. Twice is once.
        """,
        request=DossierLookupSerializer,
        responses={201: DossierDetailSerializer, (404, PROBLEM): NOT_FOUND, (429, PROBLEM): THROTTLED},
    )
    def post(self, request: Request) -> Response:
        dossier = services.dossier_follow(user=request.user, **_proof(request))
        return Response(present.dossier_detail(dossier), status=status.HTTP_201_CREATED)


class MyDossierListView(GenericAPIView[Dossier]):
    permission_classes = (IsAuthenticated,)
    queryset = Dossier.objects.none()
    serializer_class = DossierSerializer
    ordering = ("-id",)

    @extend_schema(
        operation_id="list_my_dossiers",
        tags=["dossiers"],
        summary="List my dossiers",
        description="""
        Those that the person follows, and those handed in under their confirmed phone, newest first.
        """,
        responses=DossierSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(selectors.dossiers_of_user(user=request.user))
        return self.get_paginated_response([present.dossier_item(row) for row in page or []])


class MyDossierView(APIView):
    permission_classes = (IsAuthenticated,)
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="get_my_dossier",
        tags=["dossiers"],
        summary="Get one of my dossiers",
        description="""
        The same as a look-up, with the timeline; no factor is needed any more. A dossier that is not on the person's
        list is a 404.
        """,
        responses={200: DossierDetailSerializer, (404, PROBLEM): NOT_FOUND},
    )
    def get(self, request: Request, code: str) -> Response:
        return Response(present.dossier_detail(selectors.dossier_of_user(user=request.user, code=code)))

    @extend_schema(
        operation_id="unfollow_dossier",
        tags=["dossiers"],
        summary="Stop following a dossier",
        description="""
        Takes a dossier off the person's list and stops its notices. One that was handed in under the person's own
        phone stays in the list.
        """,
        responses={204: None, (404, PROBLEM): NOT_FOUND},
    )
    def delete(self, request: Request, code: str) -> Response:
        services.dossier_unfollow(user=request.user, code=code)
        return Response(status=status.HTTP_204_NO_CONTENT)
