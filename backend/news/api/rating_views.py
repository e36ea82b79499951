"""What readers think of an article: a person by access token, a guest by the device that they hold."""

from __future__ import annotations

from dataclasses import asdict

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.devices import DEVICE_OF_GUEST, device_proof_of
from backend.common.api.refusals import refuses
from backend.common.api.throttling import throttled
from backend.news import ratings
from backend.news.api.serializers import ArticleOpinionSerializer, ArticleRatingSerializer
from notifications.services import device_of_guest

NO_RATER = "401 not_authenticated device_unknown"
SLUG = OpenApiParameter("slug", str, OpenApiParameter.PATH)


class ArticleRatingView(APIView):
    permission_classes = (AllowAny,)
    other_credentials = DEVICE_OF_GUEST
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="get_article_rating",
        tags=["news"],
        summary="See how an article is rated",
        description="""
        The average of all scores, how many there are, and what the person who asks, or the guest's device, has said.
        """,
        parameters=[SLUG],
        responses=ArticleOpinionSerializer,
    )
    @refuses(NO_RATER, "404 article_not_found")
    def get(self, request: Request, slug: str) -> Response:
        return Response(asdict(ratings.article_opinion(slug=slug, rater=_rater(request))))

    @extend_schema(
        operation_id="rate_article",
        tags=["news"],
        summary="Rate an article",
        description="""
        One to five, one score for each person, or for each guest's device; a second one takes the place of the first.
        A person's scores are erased with their account.
        """,
        parameters=[SLUG],
        request=ArticleRatingSerializer,
        responses=ArticleOpinionSerializer,
    )
    @refuses(NO_RATER, "404 article_not_found")
    def put(self, request: Request, slug: str) -> Response:
        rater = _rater(request)
        body = ArticleRatingSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(asdict(ratings.article_rate(slug=slug, rater=rater, **body.validated_data)))


def _rater(request: Request) -> ratings.Rater:
    """Raises Unauthenticated without a token or a device's secret."""
    if request.user.is_authenticated:
        return ratings.Rater(user_id=request.user.pk)
    return ratings.Rater(device_id=device_of_guest(**device_proof_of(request)).pk)
