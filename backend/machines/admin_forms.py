"""The console's forms for machine accounts and for the issue of a key."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextInputWidget,
)

from backend.common.ids import uuid7
from backend.machines.models import MachineAccount
from backend.machines.scopes import Scope

DAYS = (7, 30, 90, 180, 365)
USUAL_DAYS = 90


def scope_choices() -> list[tuple[str, Any]]:
    """Each scope as integrators write it, with what it allows in words."""
    return [(scope.value, format_html("<code>{}</code> {}", scope.value, scope.label)) for scope in Scope]


class MachineAccountForm(forms.ModelForm):
    """Who the client is, for whom it acts and what it may do."""

    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=scope_choices,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        help_text=_("What is not ticked stays closed. A change takes effect with the next request of every key."),
    )

    class Meta:
        model = MachineAccount
        fields = ("name", "purpose", "agency", "contact_email", "scopes")
        help_texts = {
            "name": _("As officers will read it in histories, such as “Hotline 1022”."),
            "agency": _("It acts for this agency and all below it."),
            "contact_email": _("Who answers for this client: asked when a key runs out or leaks."),
        }


class KeyForm(forms.Form):
    """For how long, and where it will be kept. There is no key without an end."""

    # The key that this form will make: sent twice, as by reloading the answer, it makes no second one.
    key_id = forms.UUIDField(initial=uuid7, required=False, widget=forms.HiddenInput())
    days = forms.TypedChoiceField(
        label=_("Good for"), coerce=int, initial=USUAL_DAYS, widget=UnfoldAdminRadioSelectWidget()
    )
    note = forms.CharField(
        label=_("Where it is kept"),
        required=False,
        max_length=120,
        widget=UnfoldAdminTextInputWidget(),
        help_text=_("Tells the keys apart when one has to be replaced, such as “server 2”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [(days, _choice(days)) for days in DAYS]  # type: ignore[attr-defined]

    @property
    def expires_at(self) -> datetime:
        """The end of the last day, so that nobody's key stops at noon."""
        day = timezone.localtime() + timedelta(days=self.cleaned_data["days"])
        return day.replace(hour=23, minute=59, second=59, microsecond=0)


class SwitchForm(BaseDialogForm):
    """Nothing to fill in: the dialog itself is the question."""


def _choice(days: int) -> str:
    text = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return f"{text} · {timezone.localtime() + timedelta(days=days):%d/%m/%Y}"
