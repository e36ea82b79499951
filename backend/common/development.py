"""Doors for views that help developers: not there in production, and some for this machine alone."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def is_development() -> bool:
    return settings.DAKNONG_ENV in ("development", "test")


def development_only(view: View) -> View:
    """404 in production even if somebody routes to it; never stored."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_development():
            raise Http404
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def loopback_only(view: View) -> View:
    """403 with the reason for whoever is not on this machine, or came through a proxy, where everybody looks near."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = _refusal(request)
        return plain(reason, status=403) if reason else view(request, *args, **kwargs)

    return guarded


def _refusal(request: HttpRequest) -> str:
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return "This page answers direct callers alone, and this request came through a proxy.\n"
    address = request.META.get("REMOTE_ADDR", "")
    try:
        is_near = ip_address(address).is_loopback
    except ValueError:
        is_near = False
    return (
        "" if is_near else f"This page answers callers on the server's own machine alone, not {address or 'nobody'}.\n"
    )


def plain(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
