"""Forms of the console: writing a notice, a template, a list of people."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from backend.common.errors import DomainError
from notifications.access import notices_visible
from notifications.models import Kind, Notice, NoticeTemplate
from notifications.services import audience_checked, template_check
from notifications.services.content import check_link
from notifications.services.fields import FIELDS
from notifications.services.templates import FIELDS as TEMPLATE_FIELDS
from notifications.workflow import VISIBLE

KINDS = [(value, label) for value, label in Kind.choices if value != Kind.PERSONAL]
REPLACEABLE_SHOWN = 50


class MomentInput(forms.DateTimeInput):
    """The browser's own chooser of day and time: one control with one label, on a phone as well."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"class": "dn-input"})


class NoticeForm(forms.ModelForm):
    """A draft. What a service would refuse is said here beside the field. `officer` is who writes."""

    officer: Any = None
    audience = forms.CharField(
        label=_("For whom"),
        widget=forms.Textarea(attrs={"class": "dn-input dn-code", "rows": 4, "spellcheck": "false"}),
    )
    scheduled_at = forms.DateTimeField(
        label=_("send at"), required=False, widget=MomentInput, help_text=_("Empty: as soon as it is approved.")
    )
    valid_until = forms.DateTimeField(
        label=_("valid until"),
        required=False,
        widget=MomentInput,
        help_text=_("After that nobody is sent it, and it leaves the inboxes."),
    )

    class Meta:
        model = Notice
        fields: ClassVar = [name for name in FIELDS if name != "topics"]
        # A phone refuses pictures over plain HTTP.
        field_classes: ClassVar = {"image_url": partial(forms.URLField, assume_scheme="https")}
        help_texts: ClassVar = {
            "image_url": _("https, at most 1 MB, twice as wide as high."),
            "collapse_key": _("A phone that was off gets only the newest of a key. Empty: every notice for itself."),
            "replaces": _("It takes the earlier one's place on phones, and in CAP it becomes its update."),
            "event": _("In a few words, such as “Flash flood”."),
            "instruction": _("What people should do, in short sentences that can be read aloud."),
            "risk_level": _("Decision 18/2021/QĐ-TTg."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "body" not in self.fields:  # where nothing may be changed the admin asks for no field
            return
        for name in ("body", "body_en", "instruction", "instruction_en"):
            self.fields[name].widget.attrs["rows"] = 5 if name.startswith("body") else 3
        self.fields["kind"].choices = KINDS  # type: ignore[attr-defined]
        # Without unfold's "currently": the picture itself is shown below.
        self.fields["image_url"].widget = forms.URLInput(attrs={"class": "dn-input"})
        self.fields["is_exercise"].widget = forms.CheckboxInput(attrs={"class": "dn-check"})
        self.fields["replaces"].queryset = self._replaceable()  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial["audience"] = self._audience_text()

    def _replaceable(self) -> Any:
        """The newest that were sent; and what this draft replaces already."""
        sent = notices_visible(self.officer).filter(status__in=VISIBLE).exclude(pk=self.instance.pk)
        newest = sent.order_by("-id").values("pk")[:REPLACEABLE_SHOWN]
        return Notice.objects.filter(pk__in=[*newest.values_list("pk", flat=True), self.instance.replaces_id])

    def _audience_text(self) -> str:
        audience = self.instance.audience
        return json.dumps(audience, ensure_ascii=False) if audience else ""

    def clean_audience(self) -> Any:
        try:
            return audience_checked(json.loads(self.cleaned_data["audience"]), by=self.officer)
        except json.JSONDecodeError as error:
            raise forms.ValidationError(_("This is no JSON.")) from error
        except DomainError as error:
            raise forms.ValidationError(str(error.message)) from error

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        try:
            check_link(link)
        except DomainError as error:
            raise forms.ValidationError(str(error.message)) from error
        return link

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        until, at = data.get("valid_until"), data.get("scheduled_at")
        if until and at and until <= at:
            self.add_error("valid_until", _("It would be out of date before it is sent."))
        return data


class TemplateForm(forms.ModelForm):
    """A template, checked when it is saved, not at night in a storm."""

    class Meta:
        model = NoticeTemplate
        fields: ClassVar = list(TEMPLATE_FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = KINDS  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            template_check(
                NoticeTemplate(**{name: data.get(name) or "" for name in self.fields if name != "is_active"})
            )
        except DomainError as error:
            for item in error.fields:
                self.add_error(item.field, str(item.detail))
        return data


class ListForm(forms.Form):
    """Phones as a file or pasted."""

    name = forms.CharField(label=_("Name of the list"), max_length=120, widget=UnfoldAdminTextInputWidget)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Text or CSV, a phone in each line; at most 20,000 lines."),
        widget=forms.ClearableFileInput(attrs={"class": "dn-input", "accept": ".csv,.txt,text/csv,text/plain"}),
    )
    phones = forms.CharField(
        label=_("Or paste the phones here"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8, "inputmode": "tel"}),
        help_text=_("One in each line."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, pasted = data.get("file"), (data.get("phones") or "").strip()
        if file:
            try:
                pasted = f"{file.read().decode('utf-8-sig')}\n{pasted}"
            except UnicodeDecodeError:
                self.add_error("file", _("Save the file as text or CSV in UTF-8."))
        elif not pasted:
            self.add_error("phones", _("Choose a file or paste the phones."))
        data["phones"] = pasted
        return data
