"""The console's pages: the catalogue for those who write it, dossiers for the agency that has them."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.messages import success
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from backend.agencies.console import AgencyChooserMixin
from backend.agencies.selectors import agency_codes_for
from backend.common.console import ConsoleModelAdmin, ConsoleTabularInline, ReadOnlyAdminMixin
from backend.public_services.codes import name_mask, phone_mask_end
from backend.public_services.models import (
    CaseDocument,
    CaseStep,
    Dossier,
    DossierEvent,
    LegalBasis,
    LifeEvent,
    Procedure,
    ProcedureCase,
    ProcedureChannel,
    ProcedureField,
)
from backend.public_services.services import dossier_status_change, dossier_status_check, procedure_rebuild
from backend.public_services.workflow import TRANSITIONS, Status

# Waiting for the applicant is a warning, a bad end is red, a good one green.
LABELS = {
    **dict.fromkeys((Status.REGISTERED, Status.ACCEPTED, Status.PROCESSING), "info"),
    **dict.fromkeys((Status.NEEDS_DOCUMENTS, Status.NEEDS_PAYMENT), "warning"),
    **dict.fromkeys((Status.REFUSED, Status.WITHDRAWN, Status.STOPPED), "danger"),
    **dict.fromkeys((Status.DONE, Status.RETURNED), "success"),
}


class ChannelInline(ConsoleTabularInline):
    model = ProcedureChannel
    fields: ClassVar = ["channel", "duration_days", "duration_unit", "duration_text", "fee_amount", "fee_text", "note"]


class CaseInline(ConsoleTabularInline):
    model = ProcedureCase
    fields: ClassVar = ["order", "name"]
    show_change_link = True


class LegalBasisInline(ConsoleTabularInline):
    model = LegalBasis
    fields: ClassVar = ["order", "number", "name", "date"]


class StepInline(ConsoleTabularInline):
    model = CaseStep
    fields: ClassVar = ["order", "text"]


class PaperInline(ConsoleTabularInline):
    model = CaseDocument
    fields: ClassVar = ["order", "code", "name", "form_code", "form_url", "originals", "copies"]


@admin.register(ProcedureField)
class ProcedureFieldAdmin(ConsoleModelAdmin):
    list_display: ClassVar = ["name", "name_en", "code"]
    search_fields: ClassVar = ["name", "name_en", "code"]


@admin.register(LifeEvent)
class LifeEventAdmin(ConsoleModelAdmin):
    list_display: ClassVar = ["name", "name_en", "slug", "order"]
    search_fields: ClassVar = ["name", "slug"]


@admin.register(Procedure)
class ProcedureAdmin(AgencyChooserMixin, ConsoleModelAdmin):
    list_display: ClassVar = ["code", "name", "field", "agency_name", "level", "code_verified", "is_active"]
    list_display_links: ClassVar = ["code", "name"]
    list_filter: ClassVar = ["agency_level", "level", "code_verified", "is_active", "field"]
    list_select_related: ClassVar = ["field"]
    search_fields: ClassVar = ["code", "search_text"]
    autocomplete_fields: ClassVar = ["field", "life_events"]
    inlines: ClassVar = [ChannelInline, CaseInline, LegalBasisInline]
    fieldsets: ClassVar = [
        (None, {"fields": [("code", "code_verified"), "name", "name_en", ("field", "level"), ("rank", "is_active")]}),
        (_("Who handles it"), {"fields": [("agency_level", "agency_code"), "agency_name"]}),
        (_("For whom and why"), {"fields": ["audience", "requirements", "result", "life_events", "keywords"]}),
    ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        procedure_rebuild(procedure=form.instance)


@admin.register(ProcedureCase)
class ProcedureCaseAdmin(ConsoleModelAdmin):
    """Reached from its procedure; its steps and papers would not fit there."""

    list_display: ClassVar = ["procedure", "name", "order"]
    list_select_related: ClassVar = ["procedure"]
    search_fields: ClassVar = ["procedure__code", "procedure__search_text", "name"]
    autocomplete_fields: ClassVar = ["procedure"]
    inlines: ClassVar = [StepInline, PaperInline]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        procedure_rebuild(procedure=form.instance.procedure)


class DossierForm(forms.ModelForm):
    """Nothing of a dossier is typed over; it moves along its workflow, with a word to the applicant."""

    to = forms.TypedChoiceField(
        label=_("New status"), coerce=int, required=False, empty_value=None, widget=UnfoldAdminSelectWidget()
    )
    text = forms.CharField(
        label=_("Message to the applicant"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )

    class Meta:
        model = Dossier
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        following = [(int(status), status.label) for status in TRANSITIONS[Status(self.instance.status)]]
        self.fields["to"].choices = [("", _("No change")), *following]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (to := cleaned.get("to")) is not None:
            refusal = dossier_status_check(dossier=self.instance, to=to, text=cleaned.get("text", ""))
            if refusal:
                self.add_error("text" if refusal.code == "reason_required" else "to", str(refusal.message))
        return cleaned


class EventInline(ReadOnlyAdminMixin, ConsoleTabularInline):
    model = DossierEvent
    fields: ClassVar = ["at", "status", "text", "unit_name", "actor_name"]
    readonly_fields: ClassVar = ["at", "status", "text", "unit_name", "actor_name"]
    verbose_name_plural = _("Timeline")
    hide_title = True


@admin.register(Dossier)
class DossierAdmin(ConsoleModelAdmin):
    form = DossierForm
    list_display: ClassVar = ["code", "procedure_name", "applicant_masked", "status_label", "received_at", "due_at"]
    list_filter: ClassVar = ["status", "payment_status", "channel"]
    search_fields: ClassVar = ["code"]
    search_help_text = _("Code of the dossier")
    date_hierarchy = "received_at"
    ordering: ClassVar = ["-received_at"]
    inlines: ClassVar = [EventInline]
    shown: ClassVar = [
        *["code", "procedure_name", "agency_name", "applicant_masked", "phone_masked", "status", "channel"],
        *["payment_status", "fee_total", "received_at", "due_at", "clock_stopped_at", "finished_at", "returned_at"],
        *["papers", "missing_papers"],
    ]
    readonly_fields: ClassVar = shown
    fieldsets: ClassVar = [
        (_("Next step"), {"fields": ["to", "text"]}),
        (
            _("Dossier"),
            {
                "fields": [
                    ("code", "status"),
                    "procedure_name",
                    ("agency_name", "channel"),
                    ("applicant_masked", "phone_masked"),
                    ("payment_status", "fee_total"),
                    ("received_at", "due_at"),
                    ("finished_at", "returned_at"),
                    "clock_stopped_at",
                    "papers",
                    "missing_papers",
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dossier]:
        found = super().get_queryset(request)
        if request.user.is_superuser:
            return found
        return found.filter(agency_code__in=agency_codes_for(request.user, "handler"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Dossier, form: Any, change: bool) -> None:
        to = form.cleaned_data.get("to")
        if to is None:
            return
        name = getattr(request.user, "full_name", "")
        text = form.cleaned_data["text"]
        dossier_status_change(
            dossier=obj, to=to, text=text, by=request.user, actor_name=name, unit_name=obj.agency_name
        )
        success(request, _("The dossier moved on, and its people were told."))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service has written the trail already."""

    def message_user(self, request: HttpRequest, message: Any, *args: Any, **kwargs: Any) -> None:
        """Whether it moved on is said above; "changed successfully" under it would be the same twice, or untrue."""

    @display(description=_("status"), ordering="status", label=LABELS)
    def status_label(self, obj: Dossier) -> tuple[int, str]:
        return obj.status, obj.get_status_display()

    @admin.display(description=_("applicant"))
    def applicant_masked(self, obj: Dossier) -> str:
        return name_mask(obj.applicant_name)

    @admin.display(description=_("applicant's phone"))
    def phone_masked(self, obj: Dossier) -> str:
        return phone_mask_end(obj.applicant_phone)

    @admin.display(description=_("papers handed in"))
    def papers(self, obj: Dossier) -> str:
        return "; ".join(paper["name"] for paper in obj.documents) or "–"

    @admin.display(description=_("papers asked for"))
    def missing_papers(self, obj: Dossier) -> str:
        return "; ".join(paper["name"] for paper in obj.missing_documents) or "–"
