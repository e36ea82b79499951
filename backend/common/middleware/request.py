"""First and last of all that happens to a request: its id, its language, its path, its line in the log, its metrics."""

import re
import time
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from backend.common.context import RequestContext, current_request, new_request_id, request_under_way
from backend.common.logging import get_logger
from backend.common.metrics import observe_request

log = get_logger("access")

SAFE_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
QUIET_PATHS = ("/healthz", "/readyz", "/static/", "/internal/")


def client_address(request: HttpRequest) -> str:
    """The caller's address; X-Forwarded-For counts only as far as our own proxies wrote it. Empty if it is none."""
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.NUM_PROXIES and forwarded:
        hops = [hop.strip() for hop in forwarded.split(",")]
        address = hops[-min(settings.NUM_PROXIES, len(hops))]
    try:
        return str(ip_address(address))
    except ValueError:  # a socket has no address, and a proxy may write "unknown"
        return ""


def api_language(request: HttpRequest) -> str:
    """`vi` or `en` by Accept-Language; Vietnamese if neither is wanted."""
    for name, _quality in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        if name.split("-")[0] in ("vi", "en"):
            return name.split("-")[0]
    return "vi"


def _with_slash(request: HttpRequest) -> None:
    """Let `/api/v1/areas` reach the view of `/api/v1/areas/`: no redirect, which would lose a POST's body."""
    path = request.path_info
    if path.startswith("/api/") and not path.endswith("/"):
        request.path_info = path + "/"
        request.path = request.path + "/"


class RequestMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if SAFE_REQUEST_ID.match(given) else new_request_id()
        with request_under_way(RequestContext(request_id=request_id, address=client_address(request))):
            return self._answer(request, request_id)

    def _answer(self, request: HttpRequest, request_id: str) -> HttpResponse:
        started = time.perf_counter()
        _with_slash(request)
        if request.path_info.startswith("/api/"):
            language = api_language(request)
            translation.activate(language)
            request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        if request.path_info.startswith("/api/v1/"):
            # A cache may keep even a 404 that says nothing; only what calls itself public is for keeping.
            response.headers.setdefault("Cache-Control", "private, no-store")
            if response.get("Content-Type", "").endswith("json"):
                response.headers.setdefault("Content-Language", language)
        if not response.streaming and not response.has_header("Content-Length") and response.status_code != 304:
            response["Content-Length"] = str(len(response.content))  # or the server would send it chunked
        self._record(request, response, time.perf_counter() - started)
        return response

    def _record(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        match = request.resolver_match
        route = match.route if match else "unmatched"
        by_machine = bool(current_request().machine_key)
        observe_request(request.method or "", route, response.status_code, seconds, by_machine=by_machine)
        if not request.path_info.startswith(QUIET_PATHS):
            log.info(
                "request",
                method=request.method,
                path=request.path_info,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
            )
