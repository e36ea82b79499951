"""The audit trail's page: who did what to which thing, when; readable without knowing the code."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.decorators import display

from backend.agencies.selectors import agency_names
from backend.common.console import ConsoleModelAdmin, ReadOnlyAdminMixin
from backend.common.i18n import pick
from backend.common.models import AuditEntry
from backend.console.audit import action_label, detail_lines, type_label


class DaysFilter(RangeDateFilter):
    """From the first moment of one day to the last of another, in our time zone; unfold's loses the last day."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        if first := self._day("from"):
            queryset = queryset.filter(at__gte=first)
        if last := self._day("to"):
            queryset = queryset.filter(at__lt=last + timedelta(days=1))
        return queryset

    def _day(self, end: str) -> datetime | None:
        """What was typed; nothing that is no date narrows the list."""
        typed = self.used_parameters.get(f"{self.parameter_name}_{end}")
        try:
            day = forms.DateField(required=False, localize=True).clean(typed)
        except ValidationError:
            return None
        return timezone.make_aware(datetime.combine(day, time.min)) if day else None


class WrittenFilter(DropdownFilter):
    """The values that the trail holds, by their names in words."""

    column = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        held = AuditEntry.objects.order_by().values_list(self.column, flat=True).distinct()
        return sorted(((value, self.label(value)) for value in held), key=lambda pair: pair[1].casefold())

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(**{self.column: self.value()}) if self.value() else queryset

    def label(self, value: str) -> str:
        raise NotImplementedError


class ActionFilter(WrittenFilter):
    title, parameter_name, column = _("what was done"), "action", "action"

    def label(self, value: str) -> str:
        return action_label(value)


class TypeFilter(WrittenFilter):
    title, parameter_name, column = _("kind of thing"), "kind", "target_type"

    def label(self, value: str) -> str:
        return type_label(value).capitalize()


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdminMixin, ConsoleModelAdmin):
    list_display: ClassVar = ["at", "who", "what", "thing", "agency"]
    list_display_links: ClassVar = ["at"]
    list_filter: ClassVar = [("at", DaysFilter), ActionFilter, TypeFilter]
    list_filter_submit = True
    search_fields: ClassVar = ["target_id", "target_label", "actor_label"]
    search_help_text = _("Name of the person, or name or code of the thing")
    fieldsets: ClassVar = [
        (None, {"fields": ["at", "who", "what", "thing_link", "agency", "changes"]}),
        (_("Origin"), {"fields": ["address", "request_id"]}),
    ]
    readonly_fields: ClassVar = ["who", "what", "thing_link", "agency", "changes"]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page's rows with the names of their agencies, looked up once for all of them."""
        page = super().get_changelist_instance(request)
        names = agency_names(entry.agency_code for entry in page.result_list)
        for entry in page.result_list:
            entry.agency_label = _agency(entry.agency_code, names)
        return page

    @display(description=_("who"), ordering="actor_label")
    def who(self, entry: AuditEntry) -> str:
        name = entry.actor_label or str(_("The system"))
        return str(_("%(name)s (machine)") % {"name": name}) if "machine_key" in entry.detail else name

    @display(description=_("what was done"), ordering="action", label=True)
    def what(self, entry: AuditEntry) -> str:
        return action_label(entry.action)

    @display(description=_("to which thing"), ordering="target_label")
    def thing(self, entry: AuditEntry) -> str:
        label = entry.target_label or entry.target_id
        label = label if len(label) <= 90 else f"{label[:89]}…"
        return format_html('<b class="dk-plain">{}</b><br><small>{}</small>', label, type_label(entry.target_type))

    @display(description=_("agency"), ordering="agency_code")
    def agency(self, entry: AuditEntry) -> str:
        label: str | None = getattr(entry, "agency_label", None)
        return _agency(entry.agency_code, agency_names([entry.agency_code])) if label is None else label

    @display(description=_("to which thing"))
    def thing_link(self, entry: AuditEntry) -> str:
        label = entry.target_label or entry.target_id
        try:
            name = entry.target_type.replace(".", "_")
            href = reverse(f"admin:{name}_change", args=[entry.target_id])
        except NoReverseMatch:
            return label
        return format_html('<a href="{}" class="dk-link">{}</a> ({})', href, label, type_label(entry.target_type))

    @display(description=_("detail"))
    def changes(self, entry: AuditEntry) -> str:
        rows = detail_lines(entry.target_type, entry.detail)
        return format_html_join("", "<div>{}: <b>{}</b></div>", rows) or "–"


def _agency(code: str, names: dict[str, tuple[str, str]]) -> str:
    if not code:
        return "–"
    name, name_en = names.get(code, (code, ""))
    return str(pick({"name": name, "name_en": name_en}, "name"))
