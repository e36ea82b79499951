"""The form under a report: one step, and what that step must carry."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from backend.agencies.selectors import agencies_list
from backend.common.errors import DomainError
from backend.common.i18n import pick
from backend.feedback.models import Report
from backend.feedback.services.photos import MAX_PHOTOS
from backend.feedback.workflow import TABLE, Status, Who, targets

# What the officer does, where the list of statuses says what the report then is.
STEP_NAMES = {
    Status.RECEIVED: _("Receive"),
    Status.REJECTED: _("Reject"),
    Status.FORWARDED: _("Forward to another agency"),
    Status.IN_PROGRESS: _("Start work"),
    Status.WAITING_INFO: _("Ask the sender"),
    Status.EXTENDED: _("Extend the date"),
    Status.RESOLVED: _("Answer: resolved"),
}


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Some files, none of them necessary; what they are is decided by their content, later."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = [super(PhotosField, self).clean(one, initial) for one in data or [] if one]
        if len(files) > MAX_PHOTOS:
            raise forms.ValidationError(_("At most %(count)s photos.") % {"count": MAX_PHOTOS})
        return files


class TransitionForm(forms.Form):
    """Offers only the arrows that leave from where the report stands; the service has the last word."""

    to = forms.ChoiceField(label=_("Next step"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("Text for the sender"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    agency_code = forms.ChoiceField(label=_("Agency that can act"), required=False)
    due_at = forms.DateTimeField(
        label=_("New date"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    photos = PhotosField(
        label=_("Photos of the place put right"),
        required=False,
        widget=PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
    )
    duplicate_of = forms.CharField(label=_("Duplicate of (code)"), max_length=40, required=False)
    note = forms.CharField(label=_("Internal note"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = targets(report.status, Who.OFFICER)
        table = TABLE[Status(report.status)]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (str(step), STEP_NAMES.get(step, step.label)) for step in self.steps
        ]
        # What each step needs, for the page to show only that.
        self.needs = {
            str(step): {
                "text": table[step].needs_text,
                "agency": table[step].needs_agency,
                "due": table[step].needs_due_at,
                "photos": table[step].takes_after_photo,
                "duplicate": step == Status.REJECTED,
            }
            for step in self.steps
        }
        if any(table[step].needs_agency for step in self.steps):
            rows = [(row.code, pick(row, "name")) for row in agencies_list() if row.pk != report.agency_id]
            self.fields["agency_code"].choices = [("", "—"), *rows]  # type: ignore[attr-defined]

    def take(self, error: DomainError) -> None:
        """Show a refusal of the service where it belongs."""
        shown = [field for field in error.fields if field.field in self.fields]
        for field in shown:
            self.add_error(field.field, str(field.detail))
        if not shown:
            self.add_error(None, str(error.message))
