"""The console's form for a person."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminPasswordWidget

from backend.accounts.identifiers import InvalidIdentifier, email_normalize, phone_normalize
from backend.accounts.models import PEOPLES_ROLES, User
from backend.areas.selectors import area_codes_validate
from backend.common.errors import DomainError


class UserForm(forms.ModelForm):
    """Phone in any spelling, e-mail in any case; a password is set, never shown."""

    new_password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text=_("Setting one ends every session of this person."),
    )

    class Meta:
        model = User
        fields = ("full_name", "role", "phone", "email", "language", "area_codes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            self.fields["role"].choices = PEOPLES_ROLES  # type: ignore[attr-defined]

    def clean_phone(self) -> str | None:
        phone = self.cleaned_data.get("phone")
        if not phone:
            return None
        try:
            return phone_normalize(phone)
        except InvalidIdentifier as error:
            raise ValidationError(_("This is not a valid phone number."), code="invalid_phone") from error

    def clean_email(self) -> str | None:
        email = self.cleaned_data.get("email")
        return email_normalize(email) if email else None

    def clean_area_codes(self) -> list[str]:
        try:
            return area_codes_validate(self.cleaned_data.get("area_codes") or [])
        except DomainError as error:
            raise ValidationError(str(error.message), code=error.code) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("phone") and not data.get("email"):
            raise ValidationError(_("Give a phone number or an e-mail."), code="no_identifier")
        return data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        password = self.cleaned_data.get("new_password")
        if not password:
            return
        try:
            validate_password(password, self.instance)
        except ValidationError as error:
            self.add_error("new_password", error)
