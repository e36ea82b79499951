"""Signing in to the console: by phone or e-mail, slowed down exactly as the API's login is."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm

from backend.accounts.services import credentials_check
from backend.common.context import current_request
from backend.common.errors import DomainError

BACKEND = "backend.accounts.backends.IdentifierBackend"


class ConsoleLoginForm(AuthenticationForm):
    """One form for both identifiers. What the throttle says is kept on the request for `console_login`."""

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("Phone number or e-mail")

    def clean(self) -> dict[str, Any]:
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username is None or not password:
            return self.cleaned_data
        try:
            user = credentials_check(identifier=username, password=password, address=current_request().address)
        except DomainError as error:
            if error.retry_after:
                self.request.login_retry_after = error.retry_after
            raise ValidationError(str(error.message), code=error.code) from error
        self.confirm_login_allowed(user)
        user.backend = BACKEND
        self.user_cache: Any = user
        return self.cleaned_data

    def confirm_login_allowed(self, user: Any) -> None:
        if not user.is_staff:
            raise forms.ValidationError(_("The console is for officers. Please use the app."), code="not_staff")


def console_login(request: HttpRequest) -> HttpResponse:
    """The console's login page; 429 with Retry-After when there were too many attempts."""
    response = admin.site.login(request)
    retry_after = getattr(request, "login_retry_after", None)
    if retry_after:
        response.status_code = 429
        response["Retry-After"] = str(retry_after)
    return response
