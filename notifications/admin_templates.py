"""The console: texts with places to fill."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from backend.common.console import ConsoleModelAdmin
from notifications import services
from notifications.access import ADD, APPROVE
from notifications.admin_forms import TemplateForm
from notifications.models import Kind, NoticeTemplate
from notifications.services.templates import FIELDS


@admin.register(NoticeTemplate)
class NoticeTemplateAdmin(ConsoleModelAdmin):
    """Who writes notices writes templates; what is wrong with one is said beside its field."""

    form = TemplateForm
    change_form_before_template = "notifications/template_help.html"
    list_display = ("name", "show_kind", "show_places", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("name", "title")
    fieldsets = (
        (None, {"fields": ("name", "kind", "is_active")}),
        (_("What it says"), {"fields": ("title", "title_en", "body", "body_en")}),
        (
            _("For loudspeakers, boards and other systems"),
            {"fields": ("event", "event_en", "instruction", "instruction_en")},
        ),
    )

    class Media:
        css: ClassVar = {"all": ["notifications/list.css"]}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ADD) or request.user.has_perm(APPROVE)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ADD))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(ADD))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # no longer offered, never deleted

    def save_model(self, request: HttpRequest, obj: NoticeTemplate, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in FIELDS}
        saved = services.template_save(by=request.user, template_id=obj.pk if change else None, **values)
        obj.__dict__.update(saved.__dict__)

    @display(description=_("kind"))
    def show_kind(self, template: NoticeTemplate) -> str:
        return str(Kind(template.kind).label)

    @display(description=_("places to fill"))
    def show_places(self, template: NoticeTemplate) -> str:
        return ", ".join(services.template_places(template)) or "–"

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service has written the audit trail."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service has written the audit trail."""
