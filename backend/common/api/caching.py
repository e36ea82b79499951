"""Conditional requests: a phone that has the bytes already gets 304 and no body."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.response import Response

CONDITIONAL_HEADERS = ("ETag", "Cache-Control", "Vary", "Content-Language", "Deprecation", "Sunset", "Link")


def weak_etag(content: bytes) -> str:
    """Weak, since the same answer may go out plain, gzipped or in brotli (RFC 9110, section 8.8.1)."""
    return f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'


def etag_matches(request: HttpRequest, etag: str) -> bool:
    """Whether If-None-Match names this answer, by the weak comparison of RFC 9110, section 13.1.2."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    if not given or not etag:
        return False
    asked = [tag.removeprefix("W/") for tag in parse_etags(given)]
    return "*" in asked or etag.removeprefix("W/") in asked


def not_modified(headers: Mapping[str, str]) -> HttpResponse:
    """304 with the headers that it must repeat."""
    response = HttpResponse(
        status=304, headers={name: headers[name] for name in CONDITIONAL_HEADERS if name in headers}
    )
    del response["Content-Type"]  # Django's own default, text/html, would be a lie about what the client keeps
    return response


def _conditional(request: Any, max_age: int) -> Callable[[HttpResponse], HttpResponse]:
    def add(response: HttpResponse) -> HttpResponse:
        response["ETag"] = weak_etag(response.content)
        response["Cache-Control"] = f"public, max-age={max_age}, stale-if-error=86400"
        # The encoding too, though it comes later: a 304 says what the 200 would (RFC 9110, section 15.4.5).
        patch_vary_headers(response, ["Accept-Language", "Accept-Encoding"])
        response["Content-Language"] = request.LANGUAGE_CODE
        return not_modified(response.headers) if etag_matches(request, response["ETag"]) else response

    return add


class PublicCacheMixin:
    """For views whose GET answers everybody alike: ETag, 304, Cache-Control, Vary."""

    cache_max_age = 60

    def finalize_response(self, request: Any, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            response.add_post_render_callback(_conditional(request, self.cache_max_age))
        return response
