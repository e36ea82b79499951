"""The base of every page in the officials' console: unfold's look, and each change written to the audit trail."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeData, mark_safe
from django.utils.text import capfirst
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.widgets import UnfoldAdminTextareaWidget

from backend.common.audit import audit_record

__all__ = [
    "AdministratorsOnly",
    "ConsoleModelAdmin",
    "ConsoleStackedInline",
    "ConsoleTabularInline",
    "ReadOnlyAdminMixin",
]


class ConsoleModelAdmin(ModelAdmin):
    """An admin page whose additions, changes and deletions go to our audit trail instead of Django's log table."""

    list_per_page = 30
    show_full_result_count = False  # a COUNT(*) of the whole table on each page is what makes consoles slow
    compressed_fields = True
    # Ten empty lines for a text that mostly has two push the rest of the form off the screen.
    formfield_overrides: ClassVar = {
        models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 4})},
        ArrayField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 2})},
    }
    warn_unsaved_form = True

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """Django's sentences begin with the model's name, which is kept in small letters."""
        text = capfirst(str(message))
        super().message_user(request, mark_safe(text) if isinstance(message, SafeData) else text, *args, **kwargs)  # noqa: S308  (safe before)

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        audit_record(actor=request.user, action="add", target=obj, agency_code=self.audit_agency_code(obj))

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        detail = {"changed": _changed_fields(message)}
        audit_record(
            actor=request.user, action="change", target=obj, agency_code=self.audit_agency_code(obj), detail=detail
        )

    def log_deletion(self, request: HttpRequest, obj: models.Model, object_repr: str) -> None:
        audit_record(actor=request.user, action="delete", target=obj, agency_code=self.audit_agency_code(obj))

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for obj in queryset:
            self.log_deletion(request, obj, str(obj))

    def audit_agency_code(self, obj: models.Model) -> str:
        return getattr(obj, "agency_code", "") or ""


class AdministratorsOnly:
    """Personal data and keys: no membership of an agency opens these pages."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdminMixin:
    """Rows that nobody adds, changes or deletes by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ConsoleStackedInline(StackedInline):
    extra = 0


class ConsoleTabularInline(TabularInline):
    extra = 0


def _changed_fields(message: Any) -> list[str]:
    if not isinstance(message, list):
        return [str(message)] if message else []
    names: list[str] = []
    for part in message:
        for what in part.values() if isinstance(part, dict) else []:
            names += [str(field) for field in what.get("fields", [])]
    return names
