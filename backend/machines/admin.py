"""Machine accounts in the console: for administrators alone. A key's text is on one page, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from backend.common.console import AdministratorsOnly, ConsoleModelAdmin
from backend.common.errors import DomainError
from backend.common.i18n import pick
from backend.machines import services
from backend.machines.admin_forms import KeyForm, MachineAccountForm, SwitchForm
from backend.machines.admin_page import account_page, key_row, warning_of
from backend.machines.models import MachineAccount, MachineKey
from backend.machines.selectors import machine_accounts_with_keys, machine_keys_live

FIELDS = ("name", "purpose", "agency", "contact_email", "scopes")
STATES = {"active": "success", "disabled": "danger"}


def _switch_dialog(title: Any, told: Any, button: Any) -> dict[str, Any]:
    return {"title": title, "description": told, "form_class": SwitchForm, "form_submit_text": button}


@admin.register(MachineAccount)
class MachineAccountAdmin(AdministratorsOnly, ConsoleModelAdmin):
    form = MachineAccountForm
    list_display: ClassVar = ["show_name", "show_agency", "show_scopes", "show_keys", "show_last_use", "show_state"]
    list_display_links: ClassVar = ["show_name"]
    list_filter: ClassVar = [("user__is_active", admin.BooleanFieldListFilter)]
    search_fields: ClassVar = ["name", "contact_email", "agency__code", "agency__name", "keys__public_id"]
    search_help_text = _("Name, contact, agency, or the eight characters of a key")
    autocomplete_fields: ClassVar = ["agency"]
    ordering: ClassVar = ["name"]
    fieldsets: ClassVar = [
        (None, {"fields": ["name", "purpose", "agency", "contact_email"]}),
        (_("What it may do"), {"fields": ["scopes"]}),
    ]
    actions = None
    actions_detail = ("issue_key", "disable_account", "enable_account")
    change_form_outer_after_template = "machines/keys.html"

    class Media:
        css: ClassVar = {"all": ["machines/console.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[MachineAccount]:
        return machine_accounts_with_keys().annotate(used_at=Max("keys__last_used_at"))

    # --- The list
    @display(description=_("name"), ordering="name", header=True)
    def show_name(self, account: MachineAccount) -> tuple[str, str]:
        return account.name, account.contact_email

    @display(description=_("agency"), ordering="agency__name")
    def show_agency(self, account: MachineAccount) -> str:
        return str(pick(account.agency, "name"))

    @display(description=_("scopes"))
    def show_scopes(self, account: MachineAccount) -> SafeString:
        codes = format_html_join(" ", '<code class="mc-scope">{}</code>', ([scope] for scope in account.scopes))
        return format_html('<span class="mc-wrap">{}</span>', codes)

    @display(description=_("keys"))
    def show_keys(self, account: MachineAccount) -> SafeString:
        tone, text = warning_of(account)
        return format_html('<span class="dk-badge dk-{}">{}</span>', tone, text)

    @display(description=_("last used"), ordering="used_at")
    def show_last_use(self, account: Any) -> str:
        return f"{localtime(account.used_at):%d/%m/%Y %H:%M}" if account.used_at else "–"

    @display(description=_("state"), ordering="user__is_active", label=STATES)
    def show_state(self, account: MachineAccount) -> tuple[str, str]:
        return ("active", str(_("Active"))) if account.is_active else ("disabled", str(_("Disabled")))

    # --- One account
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        account = self.get_object(request, object_id) if object_id else None
        context = {"page": account_page(account)} if account else {}
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Without the menu that changes agencies: that is not done from here, and on a phone it has no room."""
        form = super().get_form(request, obj, change, **kwargs)
        widget = form.base_fields["agency"].widget
        for what in ("add", "change", "delete", "view"):
            setattr(widget, f"can_{what}_related", False)
        return form

    def save_model(self, request: HttpRequest, obj: MachineAccount, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in FIELDS}
        if change:
            saved = services.machine_account_update(account=obj, by=request.user, **values)
        else:
            saved = services.machine_account_create(by=request.user, **values)
        # The admin goes on with the object it made: it becomes the one that the service saved.
        obj.__dict__.update(saved.__dict__)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service has written the audit trail."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The service has written the audit trail."""

    def response_add(self, request: HttpRequest, obj: MachineAccount, post_url_continue: str | None = None) -> Any:
        """On to its page: an account is of no use before it has a key."""
        messages.success(request, _("The machine account is there. Issue its first key."))
        return HttpResponseRedirect(_page_of(obj))

    # --- Open and shut
    def has_issue_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return self._is_active(request, object_id) is True

    def has_disable_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return self._is_active(request, object_id) is True

    def has_enable_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return self._is_active(request, object_id) is False

    def _is_active(self, request: HttpRequest, object_id: Any) -> bool | None:
        if not self.has_change_permission(request) or not object_id:
            return None
        account = self.get_object(request, str(object_id))
        return account.is_active if account else None

    @action(description=_("Issue a key"), icon="key", permissions=["issue"])
    def issue_key(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:machines_key_issue", args=[object_id]))

    @action(
        description=_("Disable"),
        icon="block",
        permissions=["disable"],
        dialog=_switch_dialog(
            _("Disable this machine account"),
            _("All its keys are refused from the next request on, until you enable it again."),
            _("Disable"),
        ),
    )
    def disable_account(self, request: HttpRequest, form: SwitchForm, object_id: str) -> HttpResponse:
        done = _("The account is disabled: its keys are refused.")
        return self._switch(request, object_id, services.machine_account_disable, done)

    @action(
        description=_("Enable"),
        icon="check_circle",
        permissions=["enable"],
        dialog=_switch_dialog(
            _("Enable this machine account"),
            _("Keys that are neither revoked nor expired work again at once."),
            _("Enable"),
        ),
    )
    def enable_account(self, request: HttpRequest, form: SwitchForm, object_id: str) -> HttpResponse:
        return self._switch(request, object_id, services.machine_account_enable, _("The account is enabled."))

    def _switch(self, request: HttpRequest, object_id: str, change: Callable[..., None], done: Any) -> HttpResponse:
        account = get_object_or_404(self.get_queryset(request), pk=object_id)
        change(account=account, by=request.user)
        messages.success(request, done)
        return _back(request, account)

    # --- Keys
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<uuid:account_id>/keys/new/", view(self.issue_view), name="machines_key_issue"),
            path("keys/<uuid:key_id>/revoke/", view(self.revoke_view), name="machines_key_revoke"),
            *super().get_urls(),
        ]

    def issue_view(self, request: HttpRequest, account_id: Any) -> HttpResponse:
        """Ask for how long; then the one page that ever shows the key. It is in the answer and nowhere else."""
        self._require(request)
        account = get_object_or_404(self.get_queryset(request), pk=account_id)
        form = KeyForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                key, text = services.machine_key_issue(
                    account=account,
                    expires_at=form.expires_at,
                    note=form.cleaned_data["note"],
                    key_id=form.cleaned_data["key_id"],
                    by=request.user,
                )
            except DomainError as error:
                if error.code == services.ISSUED_ALREADY:
                    messages.warning(request, str(error.message))
                    return HttpResponseRedirect(_page_of(account))
                form.add_error(None, str(error.message))
            else:
                return self._shown_once(request, account, key, text)
        return self._render(request, "machines/issue.html", account, title=_("Issue a key"), form=form)

    def _shown_once(self, request: HttpRequest, account: MachineAccount, key: MachineKey, text: str) -> HttpResponse:
        address = request.build_absolute_uri("/api/v1/machine-accounts/current/")
        curl = f'curl -H "Authorization: Bearer {text}" {address}'
        response = self._render(
            request, "machines/key.html", account, title=_("The new key"), key=key, text=text, curl=curl
        )
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    def revoke_view(self, request: HttpRequest, key_id: Any) -> HttpResponse:
        """Ask once, then refuse the key from the next request on."""
        self._require(request)
        key = get_object_or_404(MachineKey.objects.select_related("account__agency", "created_by"), pk=key_id)
        if request.method == "POST":
            if services.machine_key_revoke(key=key, by=request.user):
                messages.success(request, _("The key dkc_%(key)s_… is revoked.") % {"key": key.public_id})
            return HttpResponseRedirect(_page_of(key.account))
        more = {"is_last": not machine_keys_live(key.account).exclude(pk=key.pk).exists()}
        return self._render(
            request, "machines/revoke.html", key.account, title=_("Revoke a key"), row=key_row(key), **more
        )

    def _require(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _render(self, request: HttpRequest, template: str, account: MachineAccount, **more: Any) -> TemplateResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": account,
            "account": account,
            "account_url": _page_of(account),
            "media": self.media,
            **more,
        }
        return TemplateResponse(request, template, context)


def _page_of(account: MachineAccount) -> str:
    return reverse("admin:machines_machineaccount_change", args=[account.pk])


def _back(request: HttpRequest, account: MachineAccount) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": _page_of(account)})
    return HttpResponseRedirect(_page_of(account))
