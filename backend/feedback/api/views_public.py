"""For everybody: categories, sending a report and its photos, following it as a guest, the public list."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from backend.common.api.caching import PublicCacheMixin, etag_matches, not_modified
from backend.common.api.idempotency import idempotent
from backend.common.api.machines import ANY_KEY
from backend.common.api.pagination import KeysetPagination
from backend.common.api.refusals import Refusal, refuses
from backend.common.api.rendering import BoundedMultiPartParser
from backend.common.api.throttling import throttle_check, throttled
from backend.common.context import current_request
from backend.feedback import mapping, selectors, services
from backend.feedback.api import presenters
from backend.feedback.api.serializers import (
    KindFilterSerializer,
    MapFilterSerializer,
    NearFilterSerializer,
    PublicFilterSerializer,
    PublicReportOut,
    ReportCategoryOut,
    ReportCreatedOut,
    ReportCreateSerializer,
    ReportDetailOut,
    ReportMapOut,
    ReportPhotoOut,
    ReportPhotoUploadSerializer,
    ReportTrackSerializer,
)
from backend.feedback.codes import code_normalise
from backend.feedback.grid import Box
from backend.feedback.signing import VARIANTS, photo_signature_holds
from backend.feedback.workflow import Status

# What PublicFilterSerializer takes.
ONE_STATUS = f"(?:{'|'.join(Status.values)})"
MAP_FILTERS = [
    OpenApiParameter(
        "category",
        {"type": "string", "maxLength": 40, "pattern": "^[-a-zA-Z0-9_]+$"},
        description="Slug of a category.",
    ),
    OpenApiParameter(
        "status",
        {"type": "string", "maxLength": 120, "pattern": f"^{ONE_STATUS}(?:,{ONE_STATUS})*$"},
        description="One status, or several with commas.",
    ),
]
LIST_FILTERS = [
    OpenApiParameter(
        "area",
        {"type": "string", "minLength": 1, "maxLength": 10},
        description="Code of a unit, of today or before the merge.",
    ),
    *MAP_FILTERS,
]
# Private photos: the phone may keep them, nobody on the way.
PRIVATE_SECONDS, PUBLIC_SECONDS = 3600, 24 * 3600


class CategoryPagination(KeysetPagination):
    """A form shows all of them at once."""

    page_size = 100


@extend_schema_view(
    get=extend_schema(
        operation_id="list_report_categories",
        tags=["reports"],
        summary="List what a report can be about",
        description="""
                      Categories in the order in which a form shows them, with the time in which an answer is
                      promised. One whose `excluded_notice` is not null takes no reports; its text says where to go
                      instead.
                      """,
    )
)
class ReportCategoryListView(PublicCacheMixin, ListAPIView[Any]):
    permission_classes = (AllowAny,)
    pagination_class = CategoryPagination
    serializer_class = ReportCategoryOut
    ordering = ("order", "slug")
    cache_max_age = 300

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(selectors.categories_offered()) or []
        return self.get_paginated_response([presenters.category_json(category) for category in page])

    def get_queryset(self) -> Any:
        return selectors.categories_offered()


@extend_schema_view(
    get=extend_schema(
        operation_id="list_public_reports",
        tags=["reports"],
        summary="List published reports",
        description="""
        Reports that officers have published, newest first, without their senders; phone numbers and the like are
        masked in the texts. Filters add up.

        With `near`, the nearest come first, each with its distance, and none beyond `radius_m`: before somebody sends
        a report, ask here whether it has been sent already.
        """,
        parameters=[*LIST_FILTERS, NearFilterSerializer],
    )
)
class PublicReportListView(PublicCacheMixin, ListAPIView[Any]):
    permission_classes = (AllowAny,)
    serializer_class = PublicReportOut
    ordering: tuple[str, str] = ("-created_at", "-id")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response(presenters.public_reports_json(page, request))

    def get_queryset(self) -> Any:
        filters, near = _asked(self.request, PublicFilterSerializer), _asked(self.request, NearFilterSerializer)
        if "near" not in near:
            return selectors.reports_public(filters)
        self.ordering = ("distance_m", "id")
        return mapping.reports_near(near["near"], near["radius_m"], filters)


class ReportMapView(PublicCacheMixin, APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()  # nothing about the reader is looked at, so the answer may be shared

    @extend_schema(
        operation_id="get_public_report_map",
        tags=["reports"],
        summary="See published reports on a map",
        description="""
        What a map of this box shows at this zoom. Where there are more than about 1,000 reports, or more than 50 on a
        map from afar (a zoom below 12), they come as clusters: one for each square of some 100 pixels that holds any,
        with their number and their middle. Otherwise each comes as a point. A report is never in both.

        Round the box to multiples of a tile, so that your neighbours' maps and your own can share answers.
        """,
        parameters=[MapFilterSerializer, *MAP_FILTERS],
        responses=ReportMapOut,
    )
    def get(self, request: Request) -> Response:
        part, filters = _asked(request, MapFilterSerializer), _asked(request, KindFilterSerializer)
        return Response(presenters.map_json(mapping.map_view(Box(*part["bbox"]), part["zoom"], filters)))


class ReportPhotoUploadView(APIView):
    permission_classes = (AllowAny,)
    parser_classes = (BoundedMultiPartParser,)
    throttle_classes = (throttled("photo_upload"),)

    @extend_schema(
        operation_id="upload_report_photo",
        tags=["reports"],
        summary="Upload a photo for a report to come",
        description="""
        Takes one JPEG, PNG or WebP, decided by its content, encodes it anew and drops its metadata, place and camera
        among them. Put the `id` into `photo_ids` of a report or a comment; a photo that none takes is deleted after
        24 hours.
        """,
        request={"multipart/form-data": ReportPhotoUploadSerializer},
        responses={201: ReportPhotoOut},
    )
    @refuses("400 image_invalid image_unsupported", "413 image_too_large", "503 storage_unavailable")
    @idempotent
    def post(self, request: Request) -> Response:
        data = ReportPhotoUploadSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        photo = services.photo_upload(
            file=data.validated_data["file"], uploader=_person(request), address=current_request().address
        )
        return Response(presenters.photo_json(photo, request, is_public=False), status=201)


class ReportCreateView(APIView):
    permission_classes = (AllowAny,)
    throttle_classes = (throttled("report_create"),)

    @extend_schema(
        operation_id="create_report",
        tags=["reports"],
        summary="Send a report",
        description="""
        Tells the authorities of something to be mended. It needs a category, a text and a place: a point, words or an
        area. The agency in charge is found by category and place, and `due_at` says when an answer is promised.

        A guest gets a `secret`, shown this once, to follow the report by `track_report`. Sent twice with the same key
        the report exists once, and both replies are the same.
        """,
        request=ReportCreateSerializer,
        responses={201: ReportCreatedOut},
    )
    @refuses(
        "400 category_unknown anonymous_not_allowed place_required unknown_area outside_province photo_unknown",
        "422 category_excluded",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        data = ReportCreateSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        made = services.report_create(**data.validated_data, reporter=_person(request))
        body = presenters.report_detail_json(
            made.report,
            request,
            photos=made.photos,
            events=[made.event],
            rating=None,
            can_act=made.secret is None,
        )
        return Response({**body, "secret": made.secret}, status=201)


class ReportTrackView(APIView):
    permission_classes = (AllowAny,)
    machine_scopes: ClassVar = {"POST": ANY_KEY}  # the secret is what opens it
    # The code is counted too, so the view does it by hand.
    throttle_classes = ()
    checked_throttles = {"POST": ("report_track",)}

    @extend_schema(
        operation_id="track_report",
        tags=["reports"],
        summary="Follow a report as a guest",
        description="""
        Shows a report to who knows its code and the secret that came with it. It is a POST so that the secret stands
        in no log. A wrong code and a wrong secret get the same answer.
        """,
        request=ReportTrackSerializer,
        responses={
            200: ReportDetailOut,
            404: Refusal("report_not_found", description="No such code, or another secret; nobody learns which."),
            429: Refusal("throttled", description="Too many tries from this address, or for this code."),
        },
    )
    def post(self, request: Request) -> Response:
        data = ReportTrackSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        code = code_normalise(data.validated_data["code"])
        throttle_check("report_track", {"address": current_request().address, "code": code})
        report = selectors.report_by_secret(code, data.validated_data["secret"])
        return Response(presenters.loaded_detail_json(report, request, can_act=False))


class ReportPhotoView(APIView):
    """The bytes of one photo: with a signature, or without one if its report is public."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    is_conditional = True  # read by the schema
    refuses_no_input = True  # a wrong signature is 404, as is a photo that does not exist

    @extend_schema(
        tags=["reports"],
        summary="Get the bytes of a photo",
        description="""
        The picture as JPEG, whole (`full`) or small (`thumb`). Take the address from a report as it is: a private
        photo's bears a signature that is good for one to two hours, a published report's needs none.
        """,
        operation_id="get_report_photo",
        parameters=[
            OpenApiParameter(
                "variant", str, OpenApiParameter.PATH, enum=list(VARIANTS), description="Which size: whole or small."
            ),
            OpenApiParameter(
                "sig",
                {"type": "string", "maxLength": 200},
                description="From the address that a report gave; not needed when public.",
            ),
        ],
        responses={(200, "image/jpeg"): OpenApiTypes.BINARY},
    )
    @refuses("404 photo_not_found")
    def get(self, request: HttpRequest, photo_id: str, variant: str) -> FileResponse | HttpResponse:
        key = UUID(photo_id)
        signature = request.GET.get("sig", "")
        is_signed = photo_signature_holds(key, variant, signature)
        photo = selectors.photo_for_serving(key) if is_signed or not signature else None
        is_public = bool(photo and photo.report and photo.report.is_public)
        file = (photo.thumb if variant == "thumb" else photo.image) if photo else None
        if not file or not (is_signed or is_public):
            raise selectors.photo_not_found()
        kept = ("private", PRIVATE_SECONDS) if signature else ("public", PUBLIC_SECONDS)
        headers = {
            "ETag": f'"{photo_id}.{variant}"',  # its bytes never change
            "Cache-Control": f"{kept[0]}, max-age={kept[1]}, immutable",
            "X-Content-Type-Options": "nosniff",
        }
        if etag_matches(request, headers["ETag"]):
            return not_modified(headers)
        return FileResponse(file.open("rb"), content_type="image/jpeg", filename=f"{photo_id}.jpg", headers=headers)


def _asked(request: Request, kind: type[Serializer[Any]]) -> dict[str, Any]:
    """The query parameters that this serializer knows, or 400."""
    asked = kind(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def _person(request: Request) -> Any:
    return request.user if request.user.is_authenticated else None
