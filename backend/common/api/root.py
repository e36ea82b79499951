"""Where a newcomer starts: `GET /api/v1/`, and the document that describes it all."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from drf_spectacular import renderers
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.caching import PublicCacheMixin
from backend.common.api.document import document
from backend.common.api.rendering import OrjsonRenderer
from backend.common.middleware.microcache import compressed, wanted_encoding


class ApiRootSerializer(serializers.Serializer):
    """The API by name, and where to go on."""

    name = serializers.CharField(help_text="Always `DAKNONG-C`.")
    version = serializers.CharField(help_text="Of the API, as in the document.")
    links = serializers.DictField(
        child=serializers.CharField(),
        help_text="Addresses by what is there: `documentation`, `openapi`, `news`, `procedures`.",
    )


class ApiRootView(PublicCacheMixin, APIView):
    permission_classes = (AllowAny,)
    authentication_classes = ()
    cache_max_age = 3600

    @extend_schema(
        operation_id="get_api_root",
        tags=["start"],
        summary="What this is and where to go on",
        description="""
        Name and version of the API, with the addresses of its documents and of two lists to begin with. Call it
        first, to see that a server answers and which version it speaks.
        """,
        responses=ApiRootSerializer,
    )
    def get(self, request: Request) -> Response:
        links = {
            "documentation": request.build_absolute_uri("/api/docs/"),
            "openapi": request.build_absolute_uri("/api/schema/"),
            "news": request.build_absolute_uri("/api/v1/news/articles/"),
            "procedures": request.build_absolute_uri("/api/v1/procedures/"),
        }
        return Response({"name": "DAKNONG-C", "version": settings.SPECTACULAR_SETTINGS["VERSION"], "links": links})


@lru_cache(maxsize=8)
def _compressed_once(body: bytes, encoding: str) -> bytes:
    """The document compressed, once a process: 800 kB become 60."""
    return compressed(body, encoding)


def _compress(request: Request) -> Callable[[HttpResponse], HttpResponse]:
    def change(response: HttpResponse) -> HttpResponse:
        if response.status_code != 200:
            return response
        encoding = wanted_encoding(request._request, len(response.content))
        if encoding:
            response.content = _compressed_once(response.content, encoding)
            response["Content-Encoding"] = encoding
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return change


class AsItIs:
    """A renderer's part for what is bytes already. A problem is JSON (RFC 9457), whatever was asked for."""

    def render(self, data: Any, *context: Any, **more: Any) -> bytes:
        return data if isinstance(data, bytes) else OrjsonRenderer().render(data)


class Yaml(AsItIs, renderers.OpenApiYamlRenderer):
    pass


class PlainYaml(AsItIs, renderers.OpenApiYamlRenderer2):
    pass


class Json(AsItIs, renderers.OpenApiJsonRenderer):
    pass


class PlainJson(AsItIs, renderers.OpenApiJsonRenderer2):
    pass


class SchemaView(PublicCacheMixin, SpectacularAPIView):
    """The OpenAPI document. It changes with a release: tools that ask again get 304."""

    cache_max_age = 300
    renderer_classes = [Yaml, PlainYaml, Json, PlainJson]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        as_json = isinstance(request.accepted_renderer, renderers.OpenApiJsonRenderer)
        body = document(address=request.build_absolute_uri("/").rstrip("/"), as_json=as_json)
        name = f"daknong-c.{'json' if as_json else 'yaml'}"
        return Response(body, headers={"Content-Disposition": f'inline; filename="{name}"'})

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(response, Response):
            response.add_post_render_callback(_compress(request))  # after the ETag, which is of the document itself
        return response
