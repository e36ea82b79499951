"""The console: notices from draft to the last push, topics, and devices to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from backend.common.console import ConsoleModelAdmin, ReadOnlyAdminMixin
from backend.common.errors import DomainError
from backend.common.i18n import pick
from notifications import services
from notifications.access import ADD, APPROVE, may_approve_for, notices_visible
from notifications.admin_forms import ConfirmForm, NoticeForm, ReasonForm
from notifications.admin_page import page_of, progress_of
from notifications.models import Device, Kind, Notice, Topic
from notifications.services.notices import FIELDS
from notifications.workflow import EDITABLE, Status, can_move

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


def _dialog(title: Any, text: Any, submit: Any, form: type[ConfirmForm] | type[ReasonForm]) -> Any:
    return {"title": title, "description": text, "form_class": form, "form_submit_text": submit}


@admin.register(Notice)
class NoticeAdmin(ConsoleModelAdmin):
    form = NoticeForm
    list_display = ("show_title", "show_kind", "show_status", "show_devices", "author", "show_when")
    list_filter = ("status", "kind")
    list_filter_submit = False
    search_fields = ("title", "title_en", "body")
    ordering = ("-id",)
    fieldsets = (
        (_("What it says"), {"fields": ("kind", "title", "body", "title_en", "body_en")}),
        (_("For whom"), {"fields": ("topics",)}),
        (_("Where it leads and how long it holds"), {"fields": ("link", "image_url", "scheduled_at", "valid_until")}),
    )
    actions = None
    actions_detail = ("submit_notice", "approve_notice", "reject_notice", "cancel_notice")
    change_form_outer_before_template = "notifications/notice_head.html"
    change_form_outer_after_template = "notifications/notice_preview.html"

    class Media:
        css: ClassVar = {"all": ["notifications/notice.css"]}
        js: ClassVar = ["notifications/notice.js"]

    # --- Who sees and changes what
    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return notices_visible(request.user).select_related("author", "approver")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or request.user.has_perm(APPROVE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(ADD) and (obj is None or obj.status in EDITABLE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # cancelled, never deleted: what was said stays on record

    # --- The list
    @display(description=_("title"), header=True)
    def show_title(self, notice: Notice) -> tuple[str, str]:
        return notice.title, notice.title_en

    @display(description=_("kind"), label=KIND_COLOURS)
    def show_kind(self, notice: Notice) -> tuple[str, str]:
        return notice.kind, str(Kind(notice.kind).label)

    @display(description=_("status"), label=STATUS_COLOURS, ordering="status")
    def show_status(self, notice: Notice) -> tuple[str, str]:
        return notice.status, str(Status(notice.status).label)

    @display(description=_("accepted / devices"))
    def show_devices(self, notice: Notice) -> str:
        return f"{notice.accepted_count} / {notice.planned_count}" if notice.sent_at else "–"

    @display(description=_("sent or planned for"), ordering="sent_at")
    def show_when(self, notice: Notice) -> Any:
        return notice.sent_at or notice.scheduled_at

    # --- Writing
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        notice = self.get_object(request, object_id) if object_id else None
        context = {"page": page_of(notice), "audience_url": reverse("admin:notifications_notice_audience")}
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | context)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Where nothing can be typed any more, the head of the page names the audience and the times."""
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        return ((_("What it says"), {"fields": ("title", "body", "title_en", "body_en", "link", "image_url")}),)

    def save_model(self, request: HttpRequest, obj: Notice, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in FIELDS if name in form.cleaned_data}
        if change:
            saved = services.notice_update(notice_id=obj.pk, by=request.user, **values)
        else:
            saved = services.notice_draft(author=request.user, **values)
        # The admin goes on with the object it made: it becomes the one that the service saved.
        obj.__dict__.update(saved.__dict__)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service has written the audit trail."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service has written the audit trail."""

    # --- Moving on
    def has_submit_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        notice = self._notice(request, object_id)
        return notice is not None and request.user.has_perm(ADD) and can_move(notice.status, Status.SUBMITTED)

    def has_approve_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """An author who may approve sees the button too, and is told why it is not for them."""
        notice = self._notice(request, object_id)
        allowed = notice is not None and may_approve_for(request.user, notice.agency_code)
        return allowed and notice is not None and can_move(notice.status, Status.APPROVED)

    def has_reject_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return self.has_approve_permission(request, object_id)

    def has_cancel_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        notice = self._notice(request, object_id)
        if notice is None or not can_move(notice.status, Status.CANCELLED):
            return False
        return notice.author_id == request.user.pk or may_approve_for(request.user, notice.agency_code)

    @action(
        description=_("Submit for approval"),
        icon="send",
        permissions=["submit"],
        dialog=_dialog(
            _("Submit for approval"), _("A second person reads it and stands for it."), _("Submit"), ConfirmForm
        ),
    )
    def submit_notice(self, request: HttpRequest, form: ConfirmForm, object_id: str) -> HttpResponse:
        return self._move(request, object_id, services.notice_submit, _("Sent for approval."))

    @action(
        description=_("Approve"),
        icon="check_circle",
        permissions=["approve"],
        dialog=_dialog(
            _("Approve and send"),
            _("It goes to the phones now, or at its time. You stand for it with your name."),
            _("Approve"),
            ConfirmForm,
        ),
    )
    def approve_notice(self, request: HttpRequest, form: ConfirmForm, object_id: str) -> HttpResponse:
        return self._move(request, object_id, services.notice_approve, _("Approved."))

    @action(
        description=_("Send back"),
        icon="undo",
        permissions=["reject"],
        dialog=_dialog(_("Send back to its author"), _("Say what has to change."), _("Send back"), ReasonForm),
    )
    def reject_notice(self, request: HttpRequest, form: ReasonForm, object_id: str) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        return self._move(request, object_id, services.notice_reject, _("Sent back."), reason=reason)

    @action(
        description=_("Stop"),
        icon="block",
        permissions=["cancel"],
        dialog=_dialog(
            _("Stop this notice"),
            _("What has not been sent never is, and it disappears from inboxes. This cannot be undone."),
            _("Stop it"),
            ReasonForm,
        ),
    )
    def cancel_notice(self, request: HttpRequest, form: ReasonForm, object_id: str) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        return self._move(request, object_id, services.notice_cancel, _("Stopped."), reason=reason)

    def _move(
        self, request: HttpRequest, object_id: str, service: Callable[..., Notice], done: Any, **values: Any
    ) -> HttpResponse:
        try:
            service(notice_id=object_id, by=request.user, **values)
            messages.success(request, str(done))
        except DomainError as error:
            details = [
                f"{item.field}: {item.detail}" for item in error.fields if str(item.detail) != str(error.message)
            ]
            messages.error(request, " ".join([str(error.message), *details]))
        url = reverse("admin:notifications_notice_change", args=[object_id])
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": url})
        return HttpResponseRedirect(url)

    def _notice(self, request: HttpRequest, object_id: Any) -> Notice | None:
        """The notice of this page, read once a request: four buttons ask for it."""
        kept: dict[str, Notice | None] = request.__dict__.setdefault("_notices", {})
        key = str(object_id)
        if key not in kept:
            kept[key] = self.get_object(request, key) if object_id else None
        return kept[key]

    # --- What the page's script asks
    def get_urls(self) -> list[URLPattern]:
        return [
            path("audience/", self.admin_site.admin_view(self.audience_view), name="notifications_notice_audience"),
            path(
                "<uuid:notice_id>/progress/",
                self.admin_site.admin_view(self.progress_view),
                name="notifications_notice_progress",
            ),
            *super().get_urls(),
        ]

    def audience_view(self, request: HttpRequest) -> JsonResponse:
        """How many devices the ticked topics reach."""
        if not (request.user.has_perm(ADD) or request.user.has_perm(APPROVE)):
            return JsonResponse({}, status=403)
        return JsonResponse({"devices": services.audience_count(request.GET.getlist("topic")[:100])})

    def progress_view(self, request: HttpRequest, notice_id: Any) -> JsonResponse:
        """The ledger's sums, asked for every two seconds while it is being sent."""
        return JsonResponse(progress_of(get_object_or_404(self.get_queryset(request), pk=notice_id)))


@admin.register(Topic)
class TopicAdmin(ConsoleModelAdmin):
    list_display = ("show_name", "topic", "group", "is_default", "is_active")
    list_filter = ("group", "is_active")
    search_fields = ("topic", "name", "name_en")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("topic",) if obj else ()

    @display(description=_("name"))
    def show_name(self, topic: Topic) -> str:
        return str(pick(topic, "name"))


@admin.register(Device)
class DeviceAdmin(ReadOnlyAdminMixin, ConsoleModelAdmin):
    """To look at: devices are made and changed by phones. Tokens and secrets are not shown."""

    list_display = ("__str__", "show_owner", "language", "app_version", "show_token", "show_state", "last_seen_at")
    list_filter = ("platform", "language", "is_active", "disabled_reason")
    search_fields = ("install_id__exact",)
    list_select_related = ("user",)
    fields = (
        "id", "platform", "language", "app_version", "show_owner", "show_token", "topics", "show_state",
        "disabled_at", "suspect_count", "last_seen_at", "created_at",
    )  # fmt: skip

    @display(description=_("person"))
    def show_owner(self, device: Device) -> str:
        return str(device.user) if device.user_id else str(_("Guest"))

    @display(description="token")
    def show_token(self, device: Device) -> str:
        return device.masked_token or "–"

    @display(description=_("state"), label={"active": "success", "disabled": "danger"})
    def show_state(self, device: Device) -> tuple[str, str]:
        if device.is_active:
            return "active", str(_("Active"))
        return "disabled", str(device.get_disabled_reason_display())
