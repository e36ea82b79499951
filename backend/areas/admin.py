from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backend.areas.console import area_label
from backend.areas.models import Area, AreaMerge
from backend.common.console import ConsoleModelAdmin, ConsoleTabularInline, ReadOnlyAdminMixin


class MergeInline(ReadOnlyAdminMixin, ConsoleTabularInline):
    """Where this unit went. The record of a merge comes from the seed, not from a form."""

    model = AreaMerge
    fk_name = "from_area"
    fields: ClassVar = ["into_area", "is_partial", "share"]
    verbose_name_plural = _("went into")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("into_area", "from_area")


@admin.register(Area)
class AreaAdmin(ConsoleModelAdmin):
    """Names, places and figures can be mended; versions come and go by the loader alone."""

    list_display: ClassVar = ["code", "name", "kind", "parent", "valid_from", "valid_to", "has_boundary"]
    list_display_links: ClassVar = ["code", "name"]
    list_filter: ClassVar = ["level", "kind", ("valid_to", admin.EmptyFieldListFilter)]
    search_fields: ClassVar = ["code", "name", "name_en"]
    ordering: ClassVar = ["valid_to", "code"]
    inlines: ClassVar = [MergeInline]
    readonly_fields: ClassVar = ["code", "level", "parent", "valid_from", "valid_to", "has_boundary"]
    fields: ClassVar = [
        ("name", "name_en"),
        ("code", "kind"),
        ("level", "parent"),
        ("valid_from", "valid_to"),
        "aliases",
        ("latitude", "longitude"),
        ("area_km2", "population"),
        "has_boundary",
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("boundary").annotate(has_outline=Q(boundary__isnull=False))

    @admin.display(description=_("lies in"), ordering="parent_code")
    def parent(self, area: Area) -> str:
        return area_label(area.parent_code) if area.parent_code else "–"

    @admin.display(description=_("boundary"), boolean=True)
    def has_boundary(self, area: Area) -> bool:
        return bool(getattr(area, "has_outline", False))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
