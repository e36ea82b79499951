"""The console: notices from draft to the last push. Its other pages and its parts are in the admin_*.py beside it."""

from __future__ import annotations

from typing import Any, ClassVar

from csp.decorators import csp_update
from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from backend.common.console import ConsoleModelAdmin
from backend.common.search import query_terms
from notifications import (
    admin_devices,  # noqa: F401  (registers its pages)
    admin_lists,  # noqa: F401
    admin_templates,  # noqa: F401
    services,
)
from notifications.access import ADD, APPROVE, notices_visible
from notifications.admin_desk import Desk
from notifications.admin_filters import AgencyFilter, ExerciseFilter, WaitsFilter, list_tabs
from notifications.admin_forms import NoticeForm
from notifications.admin_moves import back_to, move_notice
from notifications.admin_page import page_of
from notifications.admin_words import grouped
from notifications.models import Kind, Notice, NoticeBatch
from notifications.services.fields import FIELDS
from notifications.workflow import EDITABLE, Status

STATUS_COLOURS = {
    Status.DRAFT: "default",
    Status.SUBMITTED: "info",
    Status.REJECTED: "danger",
    Status.APPROVED: "info",
    Status.SCHEDULED: "info",
    Status.SENDING: "warning",
    Status.SENT: "success",
    Status.CANCELLED: "default",
    Status.FAILED: "danger",
}
KIND_COLOURS = {
    Kind.INFORMATION: "info",
    Kind.REMINDER: "default",
    Kind.WARNING: "warning",
    Kind.EMERGENCY: "danger",
}
# Their sums stand in the ledger alone: it is still at work, or was stopped.
UNSUMMED = (Status.SENDING, Status.CANCELLED)
WRITTEN = tuple(name for name in FIELDS if name != "topics")


@admin.register(Notice)
class NoticeAdmin(Desk, ConsoleModelAdmin):
    """Written, read, approved and watched on one page; every change goes through the services."""

    form = NoticeForm
    change_form_template = "notifications/notice_form.html"
    list_display = ("show_title", "show_kind", "show_status", "show_progress", "author", "show_when")
    list_filter: ClassVar = [
        WaitsFilter,
        ("status", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        AgencyFilter,
        ExerciseFilter,
    ]
    list_filter_submit = True
    list_fullwidth = True
    list_before_template = "notifications/list_tabs.html"
    search_fields = ("title",)
    search_help_text = _("Words of title or text, with or without accents")
    ordering = ("-id",)
    fieldsets = ((None, {"fields": WRITTEN}),)
    actions = None

    class Media:
        css: ClassVar = {"all": ["notifications/list.css"]}

    # --- Who sees and changes what
    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return notices_visible(request.user).select_related("author", "approver", "armed_by", "replaces")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or request.user.has_perm(APPROVE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ADD) and (obj is None or obj.status in EDITABLE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # cancelled, never deleted: what was said stays on record

    # --- The list
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Notice], search_term: str
    ) -> tuple[QuerySet[Notice], bool]:
        terms = query_terms(search_term)
        return (queryset.filter(search_terms__contains=terms) if terms else queryset), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, (extra_context or {}) | {"list_tabs": list_tabs(request)})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page's rows with how far those have got whose sums are not yet written: one question for all of them."""
        page = super().get_changelist_instance(request)
        sums = _sums([notice.pk for notice in page.result_list if notice.status in UNSUMMED])
        for notice in page.result_list:
            notice.progress = sums.get(notice.pk, (notice.planned_count, notice.accepted_count, notice.failed_count))
        return page

    @display(description=_("title"), header=True)
    def show_title(self, notice: Notice) -> tuple[str, str]:
        mark = f"[{gettext('Exercise')}] " if notice.is_exercise else ""
        return mark + notice.title, notice.title_en

    @display(description=_("kind"), label=KIND_COLOURS)
    def show_kind(self, notice: Notice) -> tuple[str, str]:
        return notice.kind, str(Kind(notice.kind).label)

    @display(description=_("status"), label=STATUS_COLOURS, ordering="status")
    def show_status(self, notice: Notice) -> tuple[str, str]:
        return notice.status, str(Status(notice.status).label)

    @display(description=_("accepted / devices"))
    def show_progress(self, notice: Notice) -> SafeString | str:
        if not notice.sent_at:
            return "–"
        planned, accepted, failed = getattr(notice, "progress", (0, 0, 0))
        return format_html(
            '<span class="dn-mini"><span class="dn-mini__bar" aria-hidden="true">'
            '<i class="dn-mini__ok" style="width:{}%"></i><i class="dn-mini__bad" style="width:{}%"></i></span>'
            '<span class="dn-mini__figures">{} / {}</span></span>',
            f"{100 * accepted / (planned or 1):.1f}",
            f"{100 * failed / (planned or 1):.1f}",
            grouped(accepted),
            grouped(planned),
        )

    @display(description=_("sent or planned for"), ordering="sent_at")
    def show_when(self, notice: Notice) -> Any:
        return notice.sent_at or notice.held_until or notice.scheduled_at

    # --- The page
    @method_decorator(csp_update({"img-src": ["https:"]}))  # a notice's picture may lie on any server
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        notice = self.get_object(request, object_id) if object_id else None
        title = notice.title if notice else _("New notice")
        context = {"page": page_of(request.user, notice), "title": title}
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"officer": request.user})

    def save_model(self, request: HttpRequest, obj: Notice, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in WRITTEN}
        if change:
            saved = services.notice_update(notice_id=obj.pk, by=request.user, **values)
        else:
            saved = services.notice_draft(author=request.user, **values)
        # The admin goes on with the object it made: it becomes the one that the service saved.
        obj.__dict__.update(saved.__dict__)

    def response_add(self, request: HttpRequest, obj: Notice, post_url_continue: str | None = None) -> HttpResponse:
        return self._saved(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Notice) -> HttpResponse:
        return self._saved(request, obj) or super().response_change(request, obj)

    def _saved(self, request: HttpRequest, notice: Notice) -> HttpResponse | None:
        """A button of a dialog saves what was typed, and then does what it says."""
        name = request.POST.get("_then", "")
        if not name:
            return None
        move_notice(request, notice.pk, name, reason=request.POST.get(f"reason_{name}", ""))
        return back_to(notice.pk)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service has written the audit trail."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service has written the audit trail."""


def _sums(notice_ids: list[Any]) -> dict[Any, tuple[int, int, int]]:
    """Planned, accepted and failed devices by the ledger."""
    if not notice_ids:
        return {}
    rows = NoticeBatch.objects.filter(notice__in=notice_ids).order_by().values("notice_id")
    sums = rows.annotate(all=Sum("planned"), well=Sum("accepted"), badly=Sum("failed"))
    return {row["notice_id"]: (row["all"], row["well"], row["badly"]) for row in sums}
