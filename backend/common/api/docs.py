"""Where a developer meets the API: Swagger UI to try it, Redoc to read it. Every file of theirs comes from here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.api.problems import problem_response
from backend.common.development import is_development

# Scripts are files of ours; nothing is asked of any other server. Both pages draw signs from data: addresses.
STRICT: dict[str, list[str]] = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
}
# Redoc writes its styles into the page and searches in a worker that it makes of a blob.
FOR_REDOC = {**STRICT, "style-src": ["'self'", "'unsafe-inline'"], "worker-src": ["'self'", "blob:"]}
# Whom a click signs in as: the names of /dev/tokens/<who>/, in the order of what they may do.
DEMO_ROLES = {
    "guest": gettext_lazy("guest"),
    "citizen": gettext_lazy("citizen"),
    "handler": gettext_lazy("handler"),
    "editor": gettext_lazy("editor"),
    "approver": gettext_lazy("approver"),
    "administrator": gettext_lazy("administrator"),
    "machine": gettext_lazy("machine"),
}

Page = Callable[[HttpRequest], HttpResponse]


def _page(view: Page) -> Page:
    """GET alone, in the language that `?lang=` says, for whoever takes HTML; anything else gets a problem."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            detail = _("This page is read with GET.")
            return problem_response(
                status=405, code="method_not_allowed", detail=detail, headers={"Allow": "GET, HEAD"}
            )
        if not request.accepts("text/html"):
            detail = _("This is a page of HTML. The document itself is at /api/schema/.")
            return problem_response(status=406, code="not_acceptable", detail=detail)
        language = _chosen_language(request)
        with translation.override(language):
            response = view(request)
        response["Content-Language"] = language
        response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
        if "lang" in request.GET:  # the console and both pages speak it from now on
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", max_age=365 * 86400)
        return response

    return answer


def _chosen_language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language()


def _context(request: HttpRequest, page: str) -> dict[str, Any]:
    return {
        "page": page,
        "language": translation.get_language(),
        "version": settings.SPECTACULAR_SETTINGS["VERSION"],
        "demo_roles": DEMO_ROLES if is_development() else {},
    }


@csp(STRICT)
@_page
def swagger(request: HttpRequest) -> HttpResponse:
    """Swagger UI, with one-click sign-in as demo accounts in development."""
    words = {
        "copy": _("Copy"),
        "copied": _("Copied"),
        "sample": _("Works as pasted"),
        "guest": _("Requests go out without a token."),
        "signed_in": _("Requests go out as: %(who)s. The token is good until %(until)s and is renewed by itself."),
        "machine": _("Requests go out with the key of the demo machine account."),
        "own": _("Requests go out with the token that you entered."),
        "renewed": _("The session had ended. There is a new token: press Execute again."),
        "failed": _("No token: %(reason)s"),
        "fresh_key": _("Left as it is, each request takes a new key."),
        "read_on": _("Languages, authentication, errors, pages, retries and limits: [read on](%(address)s).")
        % {"address": reverse("redoc")},
        "body": _("Body of the request"),
        "example": _("Example"),
        "server": _("Server"),
        "headers": _("Headers"),
        "error": _("Error"),
        "filter": _("Filter: address, words, tag"),
    }
    return render(request, "docs/swagger.html", {**_context(request, "swagger"), "words": words})


@csp(FOR_REDOC)
@_page
def redoc(request: HttpRequest) -> HttpResponse:
    """Redoc: the whole document on one page, to read and to search."""
    return render(request, "docs/redoc.html", _context(request, "redoc"))
