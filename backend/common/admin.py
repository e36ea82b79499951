from django.contrib import admin

from backend.common.console import ConsoleModelAdmin, ReadOnlyAdminMixin
from backend.common.models import AuditEntry, CalendarOverride


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdminMixin, ConsoleModelAdmin):
    list_display = ("at", "actor_label", "action", "target_type", "target_label", "agency_code")
    list_filter = ("action", "target_type")
    search_fields = ("target_id", "target_label", "actor_label")
    date_hierarchy = "at"


@admin.register(CalendarOverride)
class CalendarOverrideAdmin(ConsoleModelAdmin):
    list_display = ("date", "is_working", "note")
