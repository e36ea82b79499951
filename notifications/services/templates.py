"""Texts with places to fill: `{place}`. What is wrong with one is said when it is saved, not at night in a storm."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from backend.common.audit import audit_record
from backend.common.errors import Conflict, DomainError, NotFound
from notifications.access import ADD
from notifications.models import Kind, NoticeTemplate
from notifications.services.steps import require, require_person

TEXTS = ("title", "body", "instruction", "event")
FIELDS = ("name", "kind", *(f"{name}{end}" for name in TEXTS for end in ("", "_en")), "is_active")
_PLACE = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")


def template_places(template: NoticeTemplate) -> list[str]:
    """The names of what is to be filled in, in the order in which they come."""
    texts = [getattr(template, f"{name}{end}") for name in TEXTS for end in ("", "_en")]
    return list(dict.fromkeys(place for text in texts for place in _PLACE.findall(text)))


def template_check(template: NoticeTemplate) -> None:
    """Braces in pairs around names, and the same names in both languages. Raises DomainError `template_invalid`."""
    wrong = {}
    for name in TEXTS:
        vietnamese, english = getattr(template, name), getattr(template, f"{name}_en")
        for field, text in ((name, vietnamese), (f"{name}_en", english)):
            if re.search(r"[{}]", _PLACE.sub("", text)):
                wrong[field] = _(
                    "A place to fill is written {name}: small letters, digits and _, in one pair of braces."
                )
        if english and not wrong and set(_PLACE.findall(vietnamese)) != set(_PLACE.findall(english)):
            wrong[f"{name}_en"] = _("Both languages need the same places to fill.")
    if template.kind == Kind.PERSONAL:
        wrong["kind"] = _("Personal notices are the system's own.")
    if wrong:
        raise DomainError("template_invalid", _("The template cannot be filled as it is."), fields=wrong)


@transaction.atomic
def template_save(*, by: Any, template_id: uuid.UUID | None = None, **values: Any) -> NoticeTemplate:
    """Make a template, or change one. `values` are any of FIELDS; its name is nobody else's."""
    require_person(by)
    require(by, ADD)
    template = _template(template_id) if template_id else NoticeTemplate()
    if set(values) - set(FIELDS):
        raise TypeError(f"not a field of a template: {sorted(set(values) - set(FIELDS))}")
    for name, value in values.items():
        setattr(template, name, value)
    template_check(template)
    if NoticeTemplate.objects.filter(name=template.name).exclude(pk=template.pk).exists():
        raise Conflict("template_name_taken", _("There is a template of this name already."))
    template.save()
    audit_record(actor=by, action="notice_template.save", target=template, detail={"fields": sorted(values)})
    return template


def template_fill(template: NoticeTemplate, values: Mapping[str, str]) -> dict[str, str]:
    """The fields of a notice, with `values` in their places. Raises DomainError `template_value_missing`."""
    missing = [place for place in template_places(template) if not str(values.get(place, "")).strip()]
    if missing:
        text = _("This is needed.")
        raise DomainError("template_value_missing", _("Fill in every place."), fields=dict.fromkeys(missing, text))
    filled = {"kind": template.kind}
    for name in (f"{name}{end}" for name in TEXTS for end in ("", "_en")):
        filled[name] = _PLACE.sub(lambda place: str(values[place[1]]).strip(), getattr(template, name))
    return filled


def _template(template_id: uuid.UUID) -> NoticeTemplate:
    found = NoticeTemplate.objects.select_for_update().filter(pk=template_id).first()
    if found is None:
        raise NotFound("notice_template_not_found", _("There is no such template."))
    return found
