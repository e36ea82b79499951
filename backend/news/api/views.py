"""Reading the news. Public: no account, cached by phones and proxies."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.caching import PublicCacheMixin
from backend.common.api.media import storage_address
from backend.common.api.refusals import refuses
from backend.common.i18n import pick
from backend.news import selectors
from backend.news.api.filters import ArticleFilterSerializer
from backend.news.api.rows import article_detail_row, article_row
from backend.news.api.serializers import ArticleDetailSerializer, ArticleSerializer, NewsCategorySerializer
from backend.news.models import Article


class CategoryListView(PublicCacheMixin, APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()  # nothing about the reader is looked at, so the answer may be shared
    cache_max_age = 3600

    @extend_schema(
        operation_id="list_news_categories",
        tags=["news"],
        summary="List the categories of the news",
        description="""
        All categories in the order in which they are shown, not paginated: there are about a dozen. Use `slug` to
        filter articles, and `topic` to let a device follow a category.
        """,
        responses=NewsCategorySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        rows = [
            {"slug": item.slug, "name": pick(item, "name"), "color": item.color, "topic": item.topic}
            for item in selectors.categories()
        ]
        return Response(rows)


class ArticleListView(PublicCacheMixin, generics.ListAPIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()  # nothing about the reader is looked at, so the answer may be shared
    ordering = ("-published_at", "-id")
    serializer_class = ArticleSerializer

    def get_queryset(self) -> QuerySet[Article, Any]:
        asked = self.asked
        return selectors.articles_published(
            category=asked.get("category", ""),
            area_codes=asked.get("area", ()),
            query=asked.get("q", ""),
            in_body=asked["in"] == "body",
            is_pinned=asked["pinned"],
        )

    @extend_schema(
        operation_id="list_articles",
        tags=["news"],
        summary="List articles, newest first",
        description="""
        What is published and has not expired, for a news page or a ticker of warnings. Filters add up. `q` finds
        words whatever their marks and case, in Vietnamese and English; every hit then comes with a `snippet`.

        Long texts are left out: `get_article` has them.
        """,
        parameters=[ArticleFilterSerializer],
        responses=ArticleSerializer(many=True),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        filters = ArticleFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        self.asked = filters.validated_data
        page = self.paginate_queryset(self.get_queryset()) or []
        address, query = storage_address(request), self.asked.get("q", "")
        return self.get_paginated_response([article_row(row, address=address, query=query) for row in page])


class ArticleDetailView(PublicCacheMixin, APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()  # nothing about the reader is looked at, so the answer may be shared

    @extend_schema(
        operation_id="get_article",
        tags=["news"],
        summary="Get one article",
        description="""
        The whole article: its text as sanitised HTML and as plain text, and four related articles. An article that
        has expired or was taken back is a 404, as is one that never was.
        """,
        parameters=[OpenApiParameter("slug", str, OpenApiParameter.PATH)],
        responses=ArticleDetailSerializer,
    )
    @refuses("404 article_not_found")
    def get(self, request: Request, slug: str) -> Response:
        row = selectors.article_detail(slug)
        related = selectors.article_related(row)
        return Response(article_detail_row(row, related, address=storage_address(request)))
