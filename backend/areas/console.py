"""Administrative units in the console's forms and lists: chosen and shown by name, kept by code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelect2MultipleWidget, UnfoldAdminSelect2Widget

from backend.areas.names import name_key
from backend.areas.selectors import area_names
from backend.areas.table import AreaRow, area_table
from backend.common.i18n import pick

Choices = list[tuple[str, Any]]


def area_label(code: str) -> str:
    """The unit's name in the reader's language; the code itself where no unit has it."""
    name, name_en = area_names([code]).get(code, (code, ""))
    return str(pick({"name": name, "name_en": name_en}, "name"))


def area_choices() -> Choices:
    """Every unit: today's first, then those that were merged, so that an old record keeps what it says."""
    rows = {row.code: row for row in sorted(area_table().rows.values(), key=lambda row: row.is_current)}
    today = [row for row in rows.values() if row.is_current]
    before = [row for row in rows.values() if not row.is_current]
    return [(_("Units of today"), _named(today)), (_("Before the merger"), _named(before))]


def _named(rows: Iterable[AreaRow]) -> Choices:
    ordered = sorted(rows, key=lambda row: (row.level != "province", name_key(row.name)))
    return [(row.code, pick(row, "name")) for row in ordered]


class AreaCodeField(forms.ChoiceField):
    """One unit by name; empty where the model allows it."""

    widget = UnfoldAdminSelect2Widget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", "—"), *area_choices()], **kwargs)


class AreaCodesField(forms.MultipleChoiceField):
    """Any number of units by name."""

    widget = UnfoldAdminSelect2MultipleWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=area_choices, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        return [code for code in super().to_python(value) if code]  # a form without the chooser says "none" as ""


class AreaChooserMixin:
    """For a console page or inline whose model has `area_code` or `area_codes`."""

    area_codes_help = gettext_lazy("None means the whole province.")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        common = {"label": capfirst(db_field.verbose_name), "required": not db_field.blank}
        if db_field.name == "area_code":
            return AreaCodeField(help_text=db_field.help_text, **common)
        if db_field.name == "area_codes":
            return AreaCodesField(help_text=self.area_codes_help, **common)
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
