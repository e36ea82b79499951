"""Filters of the list of notices."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from notifications.access import notices_awaiting, notices_visible
from notifications.admin_words import agency_names
from notifications.models import Notice
from notifications.workflow import Status


def list_tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The four lists that people ask for most, above the others that the filters give."""
    waiting = len(notices_awaiting(request.user))
    tabs: list[tuple[Any, dict[str, str], int]] = [
        (_("All"), {}, 0),
        (_("Waits for me"), {"waits": "me"}, waiting),
        (_("Being sent"), {"status__exact": Status.SENDING}, 0),
        (_("Drafts"), {"status__exact": Status.DRAFT}, 0),
    ]
    asked = {name: value for name, value in request.GET.items() if name in ("waits", "status__exact") and value}
    return [
        {"label": label, "href": f"?{urlencode(wanted)}", "count": count, "is_here": asked == wanted}
        for label, wanted, count in tabs
    ]


class WaitsFilter(DropdownFilter):
    """What waits for who is looking."""

    title = _("waits for")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("Waits for me"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        if self.value() != "me":
            return queryset
        return queryset.filter(pk__in=[notice.pk for notice in notices_awaiting(request.user)])


class AgencyFilter(DropdownFilter):
    title = _("agency")
    parameter_name = "agency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        codes = notices_visible(request.user).order_by().values_list("agency_code", flat=True).distinct()
        return sorted(agency_names(codes).items(), key=lambda item: item[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        return queryset.filter(agency_code=self.value()) if self.value() else queryset


class ExerciseFilter(DropdownFilter):
    title = _("exercise")
    parameter_name = "exercise"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Exercises")), ("no", _("In earnest"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:
        return queryset.filter(is_exercise=self.value() == "yes") if self.value() in ("yes", "no") else queryset
