"""Conditional requests: a phone that has the bytes already gets 304 and no body."""

import hashlib
from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from rest_framework.response import Response


def _with_etag(request: Any, max_age: int) -> Any:
    def add(response: HttpResponse) -> HttpResponse:
        etag = quote_etag(hashlib.blake2b(response.content, digest_size=12).hexdigest())
        asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
        if etag in asked or "*" in asked:
            response = HttpResponse(status=304)
        response["ETag"] = etag
        response["Cache-Control"] = f"public, max-age={max_age}, stale-if-error=86400"
        patch_vary_headers(response, ["Accept-Language"])
        response["Content-Language"] = request.LANGUAGE_CODE
        return response

    return add


class PublicCacheMixin:
    """For views whose GET answers everybody alike: ETag, 304, Cache-Control, Vary."""

    cache_max_age = 60

    def finalize_response(self, request: Any, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            response.add_post_render_callback(_with_etag(request, self.cache_max_age))
        return response
