"""Errors outside any API view: problem+json under /api/, a page for people and their browsers elsewhere."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views import defaults

from backend.common.api.problems import problem_response, wants_problem
from backend.common.outages import ServiceUnavailable, outage_of


def bad_request(request: HttpRequest, exception: Exception, **kwargs: Any) -> HttpResponse:
    if wants_problem(request):
        return problem_response(status=400, code="bad_request", detail=_("The request could not be understood."))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception, **kwargs: Any) -> HttpResponse:
    if wants_problem(request):
        return problem_response(status=403, code="permission_denied", detail=_("You may not do this."))
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception, **kwargs: Any) -> HttpResponse:
    if wants_problem(request):
        return problem_response(status=404, code="not_found", detail=_("There is nothing at this address."))
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    outage = outage_of(sys.exc_info()[1])
    if outage is not None:
        return _outage(request, outage)
    if wants_problem(request):
        detail = _("The error has been recorded. Please try again.")
        return problem_response(status=500, code="server_error", detail=detail)
    return defaults.server_error(request)


def _outage(request: HttpRequest, outage: ServiceUnavailable) -> HttpResponse:
    headers = {"Retry-After": str(outage.retry_after)}
    if wants_problem(request):
        detail = str(outage.message)
        return problem_response(status=outage.status, code=outage.code, detail=detail, headers=headers)
    try:
        body = loader.get_template("503.html").render()
    except TemplateDoesNotExist:
        body = format_html("<!doctype html><meta charset=utf-8><p>{}</p>", outage.message)
    return HttpResponse(body, status=outage.status, headers=headers)
