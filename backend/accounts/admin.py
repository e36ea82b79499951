"""People in the officials' console: for administrators alone, phones masked in lists, every change in the trail."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from backend.accounts import services
from backend.accounts.admin_forms import UserForm
from backend.accounts.consents import consent_purpose_ask, consent_purpose_reword
from backend.accounts.console_login import ConsoleLoginForm
from backend.accounts.identifiers import InvalidIdentifier, email_mask, phone_mask, phone_normalize
from backend.accounts.models import ConsentPurpose, ConsentRecord, Role, User
from backend.accounts.selectors import sessions_live
from backend.areas.console import AreaChooserMixin
from backend.common.console import AdministratorsOnly, ConsoleModelAdmin, ReadOnlyAdminMixin
from backend.common.errors import DomainError

admin.site.login_form = ConsoleLoginForm

NO_BREAK = "\N{NO-BREAK SPACE}"  # a phone number stays on one line
ROLE_COLOURS = {Role.CITIZEN: "info", Role.OFFICER: "success", Role.ADMINISTRATOR: "warning"}


class PeoplesRoleFilter(admin.ChoicesFieldListFilter):
    """Without the role that nobody in this list has."""

    def choices(self, changelist: Any) -> Any:
        machine = str(Role.MACHINE.label)
        return (choice for choice in super().choices(changelist) if str(choice["display"]) != machine)


@admin.register(User)
class UserAdmin(AdministratorsOnly, AreaChooserMixin, ConsoleModelAdmin):
    form = UserForm
    list_display: ClassVar = ["name", "masked_phone", "masked_email", "role_label", "active", "created_at"]
    list_filter: ClassVar = [("role", PeoplesRoleFilter), "is_active", "language"]
    search_fields: ClassVar = ["full_name", "=phone", "=email"]
    search_help_text = _("Name, or the whole phone number or e-mail")
    ordering: ClassVar = ["-created_at", "-id"]
    actions: ClassVar = ["disable", "enable", "end_sessions", "anonymise"]
    fieldsets: ClassVar = [
        (None, {"fields": ("full_name", "role", "phone", "email", "new_password")}),
        (_("Preferences"), {"fields": ("language", "area_codes")}),
        (_("State"), {"fields": ("is_active", "phone_verified_at", "live_sessions", "created_at", "deleted_at")}),
    ]
    area_codes_help = _("Units whose news this person follows.")
    state_fields: ClassVar = ("is_active", "phone_verified_at", "live_sessions", "created_at", "deleted_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """People alone: machine accounts have pages of their own."""
        return super().get_queryset(request).exclude(role=Role.MACHINE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.deleted_at is None)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj else self.fieldsets[:2]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # Nobody takes the own rights away by a slip: another administrator does.
        return (*self.state_fields, "role") if obj and obj.pk == request.user.pk else self.state_fields

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[User], term: str) -> Any:
        try:
            term = phone_normalize(term)
        except InvalidIdentifier:
            term = term.strip()
        return super().get_search_results(request, queryset, term.lower() if "@" in term else term)

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        role = Role(obj.role)
        if change:
            obj.role = form.initial.get("role", obj.role)
        else:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change:
            services.user_role_change(user=obj, role=role, by=request.user)
        if form.cleaned_data.get("new_password"):
            services.user_password_set(user=obj, password=form.cleaned_data["new_password"], by=request.user)

    @display(description=_("name"), ordering="full_name")
    def name(self, user: User) -> str:
        return user.full_name or (str(_("(deleted)")) if user.deleted_at else "—")

    @display(description=_("phone"))
    def masked_phone(self, user: User) -> str:
        return phone_mask(user.phone).replace(" ", NO_BREAK) or "—"

    @display(description=_("e-mail"))
    def masked_email(self, user: User) -> str:
        return email_mask(user.email) or "—"

    @display(description=_("role"), ordering="role", label=ROLE_COLOURS)
    def role_label(self, user: User) -> tuple[str, str]:
        return user.role, user.get_role_display()

    @display(description=_("active"), boolean=True)
    def active(self, user: User) -> bool:
        return user.is_active

    @display(description=_("live sessions"))
    def live_sessions(self, user: User) -> str:
        rows = [
            (session.device_name or session.user_agent[:40] or "—", f"{localtime(session.last_used_at):%d/%m/%Y %H:%M}")
            for session in sessions_live(user)[:10]
        ]
        return format_html_join("", "<div>{} · {}</div>", rows) or "—"

    @admin.action(description=_("Disable the chosen accounts"))
    def disable(self, request: Any, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.user_disable)

    @admin.action(description=_("Enable the chosen accounts"))
    def enable(self, request: Any, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.user_enable)

    @admin.action(description=_("End every session of the chosen accounts"))
    def end_sessions(self, request: Any, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.user_sessions_end)

    @admin.action(description=_("Delete: erase the personal data for ever"))
    def anonymise(self, request: Any, queryset: QuerySet[User]) -> None:
        self._each(request, queryset, services.user_delete)

    def _each(self, request: Any, queryset: QuerySet[User], work: Callable[..., Any]) -> None:
        done = 0
        for user in queryset:
            try:
                work(user=user, by=request.user)
                done += 1
            except DomainError as error:
                self.message_user(request, f"{user}: {error.message}", messages.ERROR)
        if done:
            text = ngettext("Done for %(count)d account.", "Done for %(count)d accounts.", done) % {"count": done}
            self.message_user(request, text, messages.SUCCESS)


@admin.register(ConsentPurpose)
class ConsentPurposeAdmin(AdministratorsOnly, ConsoleModelAdmin):
    list_display: ClassVar = ["title", "slug", "version", "is_current", "order"]
    list_filter: ClassVar = ["is_current"]
    actions: ClassVar = ["reword", "ask"]
    fields: ClassVar = ["slug", "version", "title", "title_en", "text", "text_en", "order"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["version"]
        # People have decided on this wording: it stays what they read.
        decided = obj.records.exists()
        return ["slug", "version", "title", "title_en", "text", "text_en"] if decided else ["slug", "version"]

    @admin.action(description=_("Write a new wording (asked once you say so)"))
    def reword(self, request: Any, queryset: QuerySet[ConsentPurpose]) -> None:
        for purpose in queryset:
            self.log_addition(request, consent_purpose_reword(purpose=purpose), "")

    @admin.action(description=_("Ask this wording from now on"))
    def ask(self, request: Any, queryset: QuerySet[ConsentPurpose]) -> None:
        for purpose in queryset:
            consent_purpose_ask(purpose=purpose)
            self.log_change(request, purpose, ["is_current"])


@admin.register(ConsentRecord)
class ConsentRecordAdmin(ReadOnlyAdminMixin, AdministratorsOnly, ConsoleModelAdmin):
    list_display: ClassVar = ["at", "person", "purpose", "granted", "channel"]
    list_filter: ClassVar = ["granted", "channel", "purpose"]
    list_select_related: ClassVar = ["user", "purpose"]
    date_hierarchy = "at"

    @display(description=_("person"))
    def person(self, record: ConsentRecord) -> str:
        return str(record.user)
