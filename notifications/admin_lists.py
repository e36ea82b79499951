"""The console: people whom an officer names by a list of phones. Who was not found is shown once and kept nowhere."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from backend.common.console import ConsoleModelAdmin
from backend.common.errors import DomainError
from notifications import services
from notifications.access import ADD, APPROVE, audience_lists_visible
from notifications.admin_forms import ListForm
from notifications.models import AudienceList
from notifications.pulse import defused


@admin.register(AudienceList)
class AudienceListAdmin(ConsoleModelAdmin):
    """A list is uploaded, looked at as a number, and deleted; nobody sees here who is on it."""

    list_display = ("name", "show_people", "author", "created_at")
    search_fields = ("name",)
    ordering = ("-id",)
    actions = None
    fields = ("name", "show_people", "author", "agency_code", "created_at")
    readonly_fields = ("name", "show_people", "author", "agency_code", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AudienceList]:
        return audience_lists_visible(request.user).select_related("author").annotate(people=Count("members"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ADD) or request.user.has_perm(APPROVE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ADD))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm(ADD))

    @display(description=gettext_lazy("people"))
    def show_people(self, one: AudienceList) -> int:
        return int(getattr(one, "people", 0))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The upload, and right after it, once, what was not found."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ListForm(request.POST or None, request.FILES or None)
        upload = _made(request, form) if request.method == "POST" and form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Upload a list of phones"),
            "form": form,
            "upload": upload,
            "csv": _left_over(upload) if upload else "",
        }
        return TemplateResponse(request, "notifications/list_upload.html", context)

    def delete_model(self, request: HttpRequest, obj: AudienceList) -> None:
        services.audience_list_delete(list_id=obj.pk, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """A list that a notice still needs stays, and the page says so."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except DomainError as error:
            messages.error(request, str(error.message))
            return HttpResponseRedirect(reverse("admin:notifications_audiencelist_change", args=[object_id]))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its name and number: who is on it is nobody's business here."""
        listed = list(objs)
        return [str(one) for one in listed], {self.opts.verbose_name_plural: len(listed)}, set(), []

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """The service has written the audit trail."""


def _made(request: HttpRequest, form: ListForm) -> services.ListUpload | None:
    """The list of this upload; what the service refuses is said beside the field."""
    try:
        return services.audience_list_create(
            name=form.cleaned_data["name"], phones=form.cleaned_data["phones"], by=request.user
        )
    except DomainError as error:
        for item in error.fields:
            form.add_error(item.field if item.field in form.fields else None, str(item.detail))
        if not error.fields:
            form.add_error(None, str(error.message))
        return None


def _left_over(upload: services.ListUpload) -> str:
    """The lines that led to nobody, for the page's download button: they are on no server after this page."""
    table = io.StringIO()
    rows = [(line, _("unknown")) for line in upload.unknown] + [(line, _("no phone number")) for line in upload.invalid]
    csv.writer(table).writerows([(_("line"), _("why")), *((defused(line), why) for line, why in rows)])
    return table.getvalue()
