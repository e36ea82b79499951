"""Errors outside any API view: problem+json under /api/, a plain page elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

from backend.common.api.problems import is_api_path, problem_response


def bad_request(request: HttpRequest, exception: Exception, **kwargs: Any) -> HttpResponse:
    if is_api_path(request):
        return problem_response(status=400, code="bad_request", detail=_("The request could not be understood."))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception, **kwargs: Any) -> HttpResponse:
    if is_api_path(request):
        return problem_response(status=403, code="permission_denied", detail=_("You may not do this."))
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception, **kwargs: Any) -> HttpResponse:
    if is_api_path(request):
        return problem_response(status=404, code="not_found", detail=_("There is nothing at this address."))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    if is_api_path(request):
        detail = _("The error has been recorded. Please try again.")
        return problem_response(status=500, code="server_error", detail=detail)
    return defaults.server_error(request)
