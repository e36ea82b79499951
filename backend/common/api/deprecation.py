"""What goes away says so first: in the document, and in the headers of every answer.

`@deprecated(...)` beside a view's method. A parameter is marked by `OpenApiParameter(deprecated=True, extensions=…)`, a
property by `@extend_schema_serializer(deprecate_fields=[...])`, where no answer can say more than the document does.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any

from django.utils.http import http_date

ATTRIBUTE = "deprecation"


@dataclass(frozen=True)
class Deprecation:
    """From `since` on one should use `successor`, a path; on `sunset` the operation may stop answering."""

    since: date
    sunset: date
    successor: str

    def __post_init__(self) -> None:
        if self.sunset <= self.since:
            raise ValueError(f"it would end on {self.sunset}, before anybody has heard of it on {self.since}")

    @property
    def headers(self) -> dict[str, str]:
        """`Deprecation` by RFC 9745 (a structured date), `Sunset` by RFC 8594, and where to go on by RFC 5829."""
        return {
            "Deprecation": f"@{_seconds(self.since)}",
            "Sunset": http_date(_seconds(self.sunset)),
            "Link": f'<{self.successor}>; rel="successor-version"',
        }

    @property
    def sentence(self) -> str:
        return f"**Deprecated since {self.since}; works until {self.sunset} at least. Use `{self.successor}` instead.**"

    @property
    def extensions(self) -> dict[str, str]:
        """Read by tools/api_changes: what was announced so in a release may go on that day."""
        return {"x-deprecated-since": str(self.since), "x-sunset": str(self.sunset)}


def _seconds(day: date) -> int:
    return calendar.timegm(datetime.combine(day, time(), UTC).utctimetuple())


def deprecated(*, since: date, sunset: date, successor: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark one method of a view: `@deprecated(since=date(2027, 1, 1), sunset=date(2027, 7, 1), successor="/api/v2/…")`.

    Outermost of the decorators, so that it sees every answer that the method gives; refusals get the headers by
    `deprecation_headers`, as they may come before the method is reached.
    """
    deprecation = Deprecation(since, sunset, successor)

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def answer(*args: Any, **kwargs: Any) -> Any:
            response = method(*args, **kwargs)
            for name, value in deprecation.headers.items():
                response.headers.setdefault(name, value)
            return response

        setattr(answer, ATTRIBUTE, deprecation)
        return answer

    return decorate


def deprecation_of(view: Any, method: str) -> Deprecation | None:
    """How this method of this view (HEAD is GET's) is on its way out, or None."""
    handler = getattr(view, "get" if method == "HEAD" else method.lower(), None)
    found: Deprecation | None = getattr(handler, ATTRIBUTE, None)
    return found


def deprecation_headers(view: Any, request: Any) -> dict[str, str]:
    """For a refusal of this view; nothing if the method is not on its way out."""
    deprecation = deprecation_of(view, request.method or "") if view is not None and request is not None else None
    return deprecation.headers if deprecation else {}
