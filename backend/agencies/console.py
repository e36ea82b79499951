"""Agencies in the console's forms: chosen by name, kept by code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from unfold.widgets import UnfoldAdminSelect2Widget

from backend.agencies.models import Agency
from backend.common.i18n import pick


def agency_choices() -> list[tuple[str, str]]:
    """Every agency in the order of the tree; those that ended, too, so that an old record keeps what it says."""
    rows = Agency.objects.order_by("sort_order", "id").only("code", "name", "name_en")
    return [("", "—"), *((row.code, pick(row, "name")) for row in rows)]


class AgencyChooserMixin:
    """For a console page whose model has `agency_code`."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name != "agency_code":
            return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        return forms.ChoiceField(
            label=capfirst(db_field.verbose_name),
            required=not db_field.blank,
            choices=agency_choices,
            widget=UnfoldAdminSelect2Widget,
            help_text=db_field.help_text,
        )
