"""Forms of the console: writing a notice, and the dialogs that move it on."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from backend.common.errors import DomainError
from backend.common.i18n import pick
from notifications import topics as topic_names
from notifications.models import Kind, Notice
from notifications.selectors import topics_offered
from notifications.services.content import check_link, checked_topics
from notifications.services.notices import FIELDS

GROUPS = {"general": _("Everybody"), "areas": _("Areas"), "news": _("News")}


class TopicChooser(UnfoldAdminCheckboxSelectMultipleWidget):
    """Boxes in groups; the page counts the devices behind them while one ticks."""

    template_name = "notifications/topic_chooser.html"


def topic_choices(chosen: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everybody first, then the groups as they are ordered; what was chosen and is offered no more stays choosable."""
    groups: dict[str, list[tuple[str, str]]] = {"general": [(topic_names.ALL, str(_("The whole province")))]}
    for topic in topics_offered():
        if topic.pk != topic_names.ALL:
            groups.setdefault(topic.group, []).append((topic.pk, str(pick(topic, "name"))))
    known = {value for options in groups.values() for value, _label in options}
    groups["general"] += [(topic, topic) for topic in chosen if topic not in known]
    return [(str(GROUPS.get(name, name)), options) for name, options in groups.items()]


class NoticeForm(forms.ModelForm):
    """A draft. What a service would refuse is said here beside the field."""

    topics = forms.MultipleChoiceField(
        label=_("For whom"), widget=TopicChooser, help_text=_("A device that follows several gets it once.")
    )

    class Meta:
        model = Notice
        fields: ClassVar = list(FIELDS)
        # A phone refuses pictures over plain HTTP.
        field_classes: ClassVar = {"image_url": partial(forms.URLField, assume_scheme="https")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = list(self.instance.topics or []) if self.instance.pk else []
        for name in ("body", "body_en"):
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = 4
        if "topics" in self.fields:
            self.fields["topics"].choices = topic_choices(chosen)  # type: ignore[attr-defined]
        if "kind" in self.fields:
            kinds = [(value, label) for value, label in Kind.choices if value != Kind.PERSONAL]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, check in (("link", check_link), ("topics", checked_topics)):
            try:
                if name in data:
                    check(data[name])
            except DomainError as error:
                self.add_error(name, str(error.message))
        until, at = data.get("valid_until"), data.get("scheduled_at")
        if until and at and until <= at:
            self.add_error("valid_until", _("It would be out of date before it is sent."))
        return data


class ConfirmForm(BaseDialogForm):
    """Nothing to fill in: the dialog itself is the question."""


class ReasonForm(BaseDialogForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("The author reads it, and it is kept in the audit trail."),
    )
