"""Where everything hangs: the API, its documents, the console, feeds, pages of links, health."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve

from backend.accounts.console_login import console_login
from backend.common import health
from backend.common.api import docs
from backend.common.api.root import ApiRootView, SchemaView

api_v1: list[URLPattern | URLResolver] = [
    path("", ApiRootView.as_view(), name="api-root"),
    path("", include("backend.accounts.api.urls")),
    path("", include("backend.areas.api.urls")),
    path("", include("backend.agencies.api.urls")),
    path("", include("backend.machines.api.urls")),
    path("", include("backend.news.api.urls")),
    path("", include("backend.places.api.urls")),
    path("", include("backend.public_services.api.urls")),
    path("", include("backend.feedback.api.urls")),
    path("", include("notifications.api.urls")),
]


def home(request: HttpRequest) -> HttpResponse:
    return redirect("admin:index")


def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers ask for unasked, on pages that name no icon."""
    return redirect(static("console/logo.svg"))


urlpatterns = [
    path("", home),
    path("favicon.ico", favicon),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("internal/metrics", health.metrics),
    path("api/v1/", include(api_v1)),
    path("api/schema/", SchemaView.as_view(), name="schema"),
    path("api/docs/", docs.swagger, name="docs"),
    path("api/redoc/", docs.redoc, name="redoc"),
    path("feeds/", include("backend.news.feeds_urls")),
    path("", include("backend.weblinks.urls")),
    path("console/i18n/", include("django.conf.urls.i18n")),
    path("console/login/", console_login),  # before the site's own: with the throttle's 429
    path("console/", admin.site.urls),
    # Public pictures (news, places) from local storage; S3-compatible storage gives its own addresses instead.
    # The root is the public folder itself: `public/../` leads out of it and nowhere.
    re_path(r"^media/public/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT / "public"}),
]
if settings.DAKNONG_ENV in ("development", "test"):
    urlpatterns.append(path("dev/", include("backend.accounts.dev_urls")))
    urlpatterns.append(path("dev/", include("backend.demo.dev_urls")))

handler400 = "backend.common.handlers.bad_request"
handler403 = "backend.common.handlers.permission_denied"
handler404 = "backend.common.handlers.page_not_found"
handler500 = "backend.common.handlers.server_error"
