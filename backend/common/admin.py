from django.contrib import admin

from backend.common.console import ConsoleModelAdmin
from backend.common.models import CalendarOverride


@admin.register(CalendarOverride)
class CalendarOverrideAdmin(ConsoleModelAdmin):
    list_display = ("date", "is_working", "note")
