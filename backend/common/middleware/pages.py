"""Django's page middleware (sessions, CSRF, messages, CSP …) for pages alone.

The API knows no cookie and shows no page: there they would work for nothing. Each class below is the original, so
admin's checks find them, with one door in front.
"""

from typing import Any

from csp import middleware as csp
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import Http404, HttpRequest
from django.middleware import clickjacking, common, csrf, locale

API = "/api/v1/"


class PagesOnly:
    def __call__(self, request: HttpRequest) -> Any:
        if request.path_info.startswith(API):
            return self.get_response(request)  # type: ignore[attr-defined]
        return super().__call__(request)  # type: ignore[misc]


class SessionMiddleware(PagesOnly, sessions.SessionMiddleware):
    pass


class LocaleMiddleware(PagesOnly, locale.LocaleMiddleware):
    pass


class CommonMiddleware(PagesOnly, common.CommonMiddleware):
    """On every path: no host that is not ours (answers hold addresses made of it), no NUL (PostgreSQL knows none)."""

    def __call__(self, request: HttpRequest) -> Any:
        request.get_host()
        if "\x00" in request.path_info:
            raise Http404
        return super().__call__(request)


class CsrfViewMiddleware(PagesOnly, csrf.CsrfViewMiddleware):
    def process_view(self, request: HttpRequest, *args: Any) -> Any:
        if request.path_info.startswith(API):
            return None
        return super().process_view(request, *args)


class AuthenticationMiddleware(PagesOnly, auth.AuthenticationMiddleware):
    pass


class MessageMiddleware(PagesOnly, messages.MessageMiddleware):
    pass


class XFrameOptionsMiddleware(PagesOnly, clickjacking.XFrameOptionsMiddleware):
    pass


class CSPMiddleware(PagesOnly, csp.CSPMiddleware):
    pass
