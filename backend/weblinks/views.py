"""`https://host/app/…`: addresses that people pass on. A phone with the app opens them there; all others read this."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from backend.common.errors import NotFound
from backend.weblinks.pages import PAGES, PRIVATE, private_page

ANDROID_PACKAGE = "vn.daknong.daknongc"
MAX_AGE = 300


@require_safe
def page(request: HttpRequest, kind: str, name: str = "") -> HttpResponse:
    """What a link leads to, in the reader's language; 404 for what nobody may see."""
    path = f"{kind}/{name}" if name else kind
    context: dict[str, Any] = {
        "page": _page(kind, name, request),
        "link": f"daknong://{path}",
        "address": f"{settings.PUBLIC_URL}/app/{path}",
        "store": settings.ANDROID_APP_URL,
    }
    response = render(request, "weblinks/page.html", context)
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def _page(kind: str, name: str, request: HttpRequest) -> Any:
    if kind in PRIVATE:
        return private_page()
    if kind not in PAGES or not name:
        raise Http404
    try:
        return PAGES[kind](name, request)
    except NotFound as error:
        raise Http404(error.message) from error


@require_safe
def asset_links(_request: HttpRequest) -> HttpResponse:
    """Which app may open our links without asking (Digital Asset Links); none while no fingerprint is set."""
    if not settings.ANDROID_CERT_SHA256:
        raise Http404
    target = {
        "namespace": "android_app",
        "package_name": ANDROID_PACKAGE,
        "sha256_cert_fingerprints": settings.ANDROID_CERT_SHA256,
    }
    response = JsonResponse(
        [{"relation": ["delegate_permission/common.handle_all_urls"], "target": target}], safe=False
    )
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response
