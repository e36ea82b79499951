from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backend.agencies.models import Agency, AgencyDuty, EmergencyNumber, Membership, Office, OpeningHours
from backend.agencies.selectors import memberships_forget
from backend.areas.console import AreaChooserMixin
from backend.common.console import ConsoleModelAdmin, ConsoleTabularInline


class OfficeInline(AreaChooserMixin, ConsoleTabularInline):
    model = Office
    fields: ClassVar = ["name", "address", "area_code", "phone", "is_always_open", "is_active"]
    show_change_link = True


class DutyInline(AreaChooserMixin, ConsoleTabularInline):
    model = AgencyDuty
    fields: ClassVar = ["category_slug", "area_code"]


class HoursInline(ConsoleTabularInline):
    model = OpeningHours
    fields: ClassVar = ["weekday", "opens", "closes"]


@admin.register(Agency)
class AgencyAdmin(AreaChooserMixin, ConsoleModelAdmin):
    list_display: ClassVar = ["code", "name", "kind", "parent", "phone", "is_active"]
    list_display_links: ClassVar = ["code", "name"]
    list_filter: ClassVar = ["kind", "is_active"]
    list_select_related: ClassVar = ["parent"]
    search_fields: ClassVar = ["code", "name", "name_en"]
    autocomplete_fields: ClassVar = ["parent"]
    inlines: ClassVar = [OfficeInline, DutyInline]
    formfield_overrides: ClassVar = {
        **ConsoleModelAdmin.formfield_overrides,
        models.URLField: {"assume_scheme": "https"},
    }
    fieldsets: ClassVar = [
        (None, {"fields": [("code", "kind"), "name", "name_en", ("parent", "area_code"), ("sort_order", "is_active")]}),
        (_("Contact"), {"fields": [("phone", "email"), "website"]}),
        (_("What it answers for"), {"fields": ["responsibilities", "responsibilities_en"]}),
    ]

    def audit_agency_code(self, obj: Any) -> str:
        return str(obj.code)


@admin.register(Office)
class OfficeAdmin(AreaChooserMixin, ConsoleModelAdmin):
    list_display: ClassVar = ["name", "agency", "address", "phone", "is_always_open", "is_active"]
    list_filter: ClassVar = ["agency__kind", "is_active"]
    list_select_related: ClassVar = ["agency"]
    search_fields: ClassVar = ["name", "address", "agency__code", "agency__name"]
    autocomplete_fields: ClassVar = ["agency"]
    inlines: ClassVar = [HoursInline]
    fields: ClassVar = [
        "agency",
        "name",
        "name_en",
        "address",
        ("area_code", "phone"),
        ("latitude", "longitude"),
        ("is_always_open", "is_active"),
    ]

    def audit_agency_code(self, obj: Any) -> str:
        return str(obj.agency.code)


@admin.register(EmergencyNumber)
class EmergencyNumberAdmin(ConsoleModelAdmin):
    list_display: ClassVar = ["number", "name", "order", "is_active"]
    list_display_links: ClassVar = ["number", "name"]
    fields: ClassVar = [
        ("number", "order"),
        ("name", "name_en"),
        "description",
        "description_en",
        "is_active",
    ]


@admin.register(Membership)
class MembershipAdmin(ConsoleModelAdmin):
    """Who may do what: administrators alone come here, as no capability grants it."""

    list_display: ClassVar = ["user", "agency", "is_handler", "is_editor", "is_approver"]
    list_filter: ClassVar = ["is_handler", "is_editor", "is_approver"]
    list_select_related: ClassVar = ["user", "agency"]
    search_fields: ClassVar = ["user__full_name", "user__email", "agency__code", "agency__name"]
    autocomplete_fields: ClassVar = ["user", "agency"]
    fields: ClassVar = ["user", "agency", "is_handler", "is_editor", "is_approver"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Of people: a machine account's membership follows from its scopes (backend.machines)."""
        return super().get_queryset(request).exclude(user__role="machine")

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        memberships_forget(obj.user)

    def audit_agency_code(self, obj: Any) -> str:
        return str(obj.agency.code)
