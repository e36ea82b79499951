"""One error shape for the whole API: RFC 9457 problem+json with a stable `code`, field errors and a trace id."""

from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from drf_standardized_errors.formatter import ExceptionFormatter, flatten_errors
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework import exceptions
from rest_framework.response import Response

from backend.common.api.deprecation import deprecation_headers
from backend.common.context import current_request
from backend.common.errors import DomainError
from backend.common.outages import outage_of

CONTENT_TYPE = "application/problem+json"


class DomainAPIException(exceptions.APIException):
    """A DomainError on its way through Django REST framework's handler."""

    def __init__(self, error: DomainError) -> None:
        super().__init__(detail=str(error.message), code=error.code)
        self.status_code = error.status
        self.error = error
        if error.retry_after is not None:
            self.wait = error.retry_after
        if error.status == HTTPStatus.UNAUTHORIZED:
            self.auth_header = 'Bearer realm="api"'


def problem(
    *, status: int, code: str, detail: str, errors: list[dict[str, str]] | None = None, title: str = ""
) -> dict[str, Any]:
    """The body of an error reply. `title` is for people and translated; `code` is for programs and is not."""
    return {
        "type": f"urn:problem:{code}",
        "title": title or problem_title(status),
        "status": status,
        "detail": detail,
        "code": code,
        "trace_id": current_request().request_id,
        "errors": errors or [],
    }


def problem_title(status: int) -> str:
    titles = {
        400: _("The request is not valid"),
        401: _("Please sign in"),
        403: _("This is not allowed"),
        404: _("Not found"),
        405: _("Method not allowed"),
        409: _("Conflict with the present state"),
        413: _("Too large"),
        415: _("This kind of content is not accepted"),
        422: _("The request cannot be processed"),
        429: _("Too many requests"),
        500: _("Something went wrong on our side"),
        503: _("Not available right now"),
    }
    return str(titles.get(status) or HTTPStatus(status).phrase)


class ProblemFormatter(ExceptionFormatter):
    def run(self) -> dict[str, Any]:
        if isinstance(self.exc, DomainAPIException):
            return self._from_domain_error(self.exc.error)
        status = self.exc.status_code
        if isinstance(self.exc, exceptions.ValidationError):
            fields = [
                {"field": error.attr or "", "code": error.code, "detail": error.detail}
                for error in flatten_errors(self.exc.detail)
            ]
            return problem(status=status, code="validation_error", detail=_summary(fields), errors=fields)
        error = flatten_errors(self.exc.detail)[0]
        if status >= 500:
            return problem(
                status=status, code="server_error", detail=_("The error has been recorded. Please try again.")
            )
        return problem(status=status, code=error.code, detail=error.detail)

    def _from_domain_error(self, error: DomainError) -> dict[str, Any]:
        fields = [{"field": item.field, "code": item.code, "detail": str(item.detail)} for item in error.fields]
        return problem(status=error.status, code=error.code, detail=str(error.message), errors=fields)


def _summary(fields: list[dict[str, str]]) -> str:
    names = ", ".join(dict.fromkeys(item["field"] for item in fields if item["field"] not in ("", "non_field_errors")))
    return _("Please check: %(fields)s.") % {"fields": names} if names else fields[0]["detail"]


class ProblemHandler(ExceptionHandler):
    def convert_known_exceptions(self, exc: Exception) -> Exception:
        outage = outage_of(exc)
        if outage is not None:
            return DomainAPIException(outage)
        if isinstance(exc, DomainError):
            return DomainAPIException(exc)
        return super().convert_known_exceptions(exc)

    def should_not_handle(self, exc: Exception) -> bool:
        # Under test an unexpected exception must fail the test, not become a tidy reply.
        return settings.DAKNONG_ENV == "test" and not isinstance(exc, exceptions.APIException)

    def get_response(self, exc: exceptions.APIException, data: dict[str, Any]) -> Response:
        late = deprecation_headers(self.context.get("view"), self.context.get("request"))
        response = Response(data, status=exc.status_code, headers={**self.get_headers(exc), **late})
        response.content_type = CONTENT_TYPE
        return response


def problem_response(*, status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """A problem from outside any API view: an unknown path, a request that never reached one."""
    body = orjson.dumps(problem(status=status, code=code, detail=detail))
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE, headers=headers)


def wants_problem(request: HttpRequest) -> bool:
    """Whether an error goes to a program. Beside the API itself, under /api/, are pages that browsers ask for."""
    if not request.path_info.startswith("/api/"):
        return False
    if request.path_info.startswith("/api/v1/"):
        return True
    return request.get_preferred_type([CONTENT_TYPE, "text/html"]) != "text/html"
