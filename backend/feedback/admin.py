"""Reports in the officials' console: the list, and one page where a report is read and answered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from backend.agencies.selectors import agency_codes_for
from backend.areas.selectors import area_names, area_rows, areas_filter
from backend.common.console import ConsoleModelAdmin
from backend.common.errors import DomainError
from backend.common.i18n import pick
from backend.common.search import query_terms
from backend.feedback import selectors, services
from backend.feedback.admin_forms import TransitionForm
from backend.feedback.admin_page import report_page
from backend.feedback.models import Report, ReportCategory
from backend.feedback.workflow import CLOCK_RUNS, SETTLED, Status

# Colours of unfold's labels: blue to do, orange in hand, green done, red stopped.
COLOURS = {
    Status.NEW: "info",
    Status.RECEIVED: "info",
    Status.FORWARDED: "info",
    Status.REOPENED: "danger",
    Status.IN_PROGRESS: "warning",
    Status.WAITING_INFO: "warning",
    Status.EXTENDED: "warning",
    Status.RESOLVED: "success",
    Status.CLOSED: "default",
    Status.REJECTED: "danger",
}


class DueFilter(DropdownFilter):
    title = _("due date")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Overdue")), ("today", _("Due today")), ("no", _("In time"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        now = timezone.now()
        late = Q(status__in=sorted(CLOCK_RUNS), due_at__lt=now)
        tonight = timezone.localtime(now).replace(hour=23, minute=59, second=59, microsecond=999_999)
        match self.value():
            case "yes":
                return queryset.filter(late)
            case "today":
                return queryset.filter(status__in=sorted(CLOCK_RUNS), due_at__range=(now, tonight))
            case "no":
                return queryset.exclude(late)
        return queryset


class AreaFilter(DropdownFilter):
    title = _("administrative unit")
    parameter_name = "area"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        rows = area_rows(areas_filter(level="commune", is_current=True))
        return [(row.code, pick(row, "name")) for row in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        return queryset.filter(area_code=self.value()) if self.value() else queryset


@admin.register(Report)
class ReportAdmin(ConsoleModelAdmin):
    """Nobody adds, edits or deletes a report by hand: it moves through the workflow, by the same service as the API."""

    list_display: ClassVar = ["subject", "place", "category_name", "status_badge", "due", "agency_name", "created"]
    list_display_links: ClassVar = ["subject"]
    list_filter: ClassVar = [
        ("status", ChoicesDropdownFilter),
        DueFilter,
        ("category", RelatedDropdownFilter),
        AreaFilter,
        ("is_public", admin.BooleanFieldListFilter),
    ]
    list_filter_submit = True
    list_fullwidth = True
    search_fields: ClassVar = ["code"]
    search_help_text = _("Code or words of the report, with or without accents")
    ordering: ClassVar = ["-created_at", "-id"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        rows = selectors.reports_visible_to(request.user)
        return rows.select_related("category", "agency").defer("search_terms").order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Report], search_term: str
    ) -> tuple[QuerySet[Report], bool]:
        terms = query_terms(search_term)
        return (queryset.filter(search_terms__contains=terms) if terms else queryset), False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page's rows with the names of their units, looked up once for all of them."""
        page = super().get_changelist_instance(request)
        names = area_names({report.area_code for report in page.result_list})
        for report in page.result_list:
            name, name_en = names.get(report.area_code, ("", ""))
            report.area_label = pick({"name": name, "name_en": name_en}, "name")
        return page

    def get_list_display(self, request: HttpRequest) -> Any:
        """Without the agency where every row would say the same one."""
        return (
            self.list_display
            if len(agency_codes_for(request.user, "handler")) != 1
            else [column for column in self.list_display if column != "agency_name"]
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description=_("report"), ordering="code")
    def subject(self, report: Report) -> SafeString:
        flags = [str(_("Urgent"))] if report.is_urgent and report.is_open else []
        return format_html(
            '<span class="fb-subject"><b>{}</b><small>{}{}</small></span>',
            Truncator(report.text).chars(74),
            report.code,
            format_html(' <span class="dk-badge dk-danger">{}</span>', flags[0]) if flags else "",
        )

    @display(description=_("place"))
    def place(self, report: Report) -> SafeString:
        area = getattr(report, "area_label", "") or "–"
        return format_html(
            '<span class="fb-subject fb-narrow"><b>{}</b><small>{}</small></span>', area, report.place_text
        )

    @display(description=_("category"), ordering="category__order")
    def category_name(self, report: Report) -> str:
        return str(pick(report.category, "name"))

    @display(description=_("status"), ordering="status", label=COLOURS)
    def status_badge(self, report: Report) -> tuple[str, str]:
        return report.status, report.get_status_display()

    @display(description=_("answer due"), ordering="due_at")
    def due(self, report: Report) -> SafeString:
        date = f"{timezone.localtime(report.due_at):%d/%m/%Y %H:%M}"
        if report.status in SETTLED:
            return format_html('<span class="fb-quiet">{}</span>', date)
        late = (
            format_html('<br><span class="dk-badge dk-danger">{}</span>', _("Overdue")) if report.is_overdue() else ""
        )
        return format_html("{}{}", date, late)

    @display(description=_("agency"), ordering="agency__name")
    def agency_name(self, report: Report) -> str:
        return str(pick(report.agency, "name")) if report.agency else "–"

    @display(description=_("sent"), ordering="created_at")
    def created(self, report: Report) -> str:
        return f"{timezone.localtime(report.created_at):%d/%m/%Y %H:%M}"

    class Media:
        css: ClassVar = {"all": ["feedback/console.css"]}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        found = self.get_object(request, object_id)
        if found is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        report = selectors.report_of_officer(request.user, found.code)
        form = TransitionForm(report=report, initial={"to": request.GET.get("to", "")})
        if request.method == "POST":
            if not self.has_change_permission(request, found):
                raise PermissionDenied
            form = TransitionForm(request.POST, request.FILES, report=report)
            done = self._publish(request, report) if "publish" in request.POST else self._move(request, report, form)
            if done:
                return done
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": report,
            "title": report.code,
            "subtitle": pick(report.category, "name"),
            "media": self.media + form.media,
            "form": form,
            "can_change": self.has_change_permission(request, found),
            **report_page(report, request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "feedback/report.html", context)

    def _move(self, request: HttpRequest, report: Report, form: TransitionForm) -> HttpResponse | None:
        """Take the step that the form asks for; None if it must be shown again."""
        if not form.is_valid():
            return None
        try:
            photos = [
                services.photo_upload(file=file, uploader=request.user) for file in form.cleaned_data.pop("photos")
            ]
            moved = services.report_transition(
                code=report.code, officer=request.user, photo_ids=[photo.pk for photo in photos], **form.cleaned_data
            )
        except DomainError as error:
            form.take(error)
            return None
        text = _("%(code)s is now “%(status)s”. The sender is told.")
        messages.success(request, text % {"code": moved.code, "status": moved.get_status_display()})
        stays = selectors.reports_visible_to(request.user).filter(pk=moved.pk).exists()
        return HttpResponseRedirect(request.path if stays else reverse("admin:feedback_report_changelist"))

    def _publish(self, request: HttpRequest, report: Report) -> HttpResponse:
        is_public = request.POST["publish"] == "yes"
        services.report_publish(code=report.code, officer=request.user, is_public=is_public)
        text = _("The report is in the public list, masked.") if is_public else _("The report is no longer public.")
        messages.success(request, text)
        return HttpResponseRedirect(request.path)


@admin.register(ReportCategory)
class ReportCategoryAdmin(ConsoleModelAdmin):
    list_display: ClassVar = ["name", "promise", "is_urgent", "allows_anonymous", "takes_reports", "order", "is_active"]
    list_display_links: ClassVar = ["name"]
    ordering: ClassVar = ["order", "slug"]
    search_fields: ClassVar = ["slug", "name", "name_en"]
    prepopulated_fields: ClassVar = {"slug": ["name_en"]}
    fieldsets: ClassVar = [
        (None, {"fields": [("name", "name_en"), ("slug", "icon"), ("order", "allows_anonymous"), "is_active"]}),
        (_("Promise"), {"fields": ["response_days", ("is_urgent", "response_hours")]}),
        (_("Explanation"), {"fields": ["description", "description_en"]}),
        (_("Not taken by law"), {"fields": ["excluded_notice", "excluded_notice_en"]}),
    ]

    @display(description=_("promise"))
    def promise(self, category: ReportCategory) -> str:
        if category.is_urgent and category.response_hours:
            return str(_("%(n)s hours") % {"n": category.response_hours})
        return str(_("%(n)s working days") % {"n": category.response_days})

    @display(description=_("takes reports"), boolean=True)
    def takes_reports(self, category: ReportCategory) -> bool:
        return not category.excluded_notice
