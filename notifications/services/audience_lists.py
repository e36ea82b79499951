"""People whom an officer names by their phones. Who was not found is said once, and kept nowhere."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django.conf import settings
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from backend.common.audit import audit_record
from backend.common.errors import Conflict, DomainError, NotFound, PermissionDenied
from notifications import topics as topic_names
from notifications.access import ADD, audience_lists_visible, may_write_for
from notifications.conf import MAX_LIST_LINES
from notifications.models import AudienceList, AudienceMember, Notice
from notifications.services.audience_sync import audience_sync
from notifications.services.steps import agency_of, require, require_person
from notifications.workflow import EDITABLE, WAITING, Status

_CELLS = re.compile(r"[,;\t]")
_OPEN = (*EDITABLE, Status.SUBMITTED, *WAITING, Status.SENDING)


@dataclass(frozen=True, slots=True)
class ListUpload:
    """A list that was made of an upload; `unknown` and `invalid` are its lines that match nobody, and are no phone."""

    audience_list: AudienceList
    matched: int
    unknown: list[str]
    invalid: list[str]


@transaction.atomic
def audience_list_create(*, name: str, phones: str, by: Any, agency_code: str = "") -> ListUpload:
    """Make a list of the accounts behind these phones: a line each, or a CSV with the phone in any column.

    Raises DomainError `audience_list_too_large` beyond 20,000 lines, `audience_list_empty` if nobody was found.
    """
    require_person(by)
    require(by, ADD)
    agency_code = agency_of(by, agency_code)
    numbers, invalid = _read(phones)
    found = _users_by_phone(numbers)
    people = set(found.values())
    if not people:
        text = _("None of these phones belongs to an account.")
        raise DomainError("audience_list_empty", text, fields={"phones": text})
    made = AudienceList.objects.create(name=name.strip()[:120], agency_code=agency_code, author=by)
    members = [AudienceMember(audience_list=made, user_id=user_id) for user_id in people]
    AudienceMember.objects.bulk_create(members, batch_size=5000)
    unknown = [line for number, line in numbers.items() if number not in found]
    figures = {"matched": len(people), "unknown": len(unknown), "invalid": len(invalid)}
    audit_record(actor=by, action="audience_list.create", target=made, agency_code=agency_code, detail=figures)
    return ListUpload(made, len(people), unknown, invalid)


@transaction.atomic
def audience_list_delete(*, list_id: uuid.UUID, by: Any) -> None:
    """Forget a list and take its mark off the devices. Raises `audience_list_in_use` while a notice needs it."""
    require_person(by)
    visible = audience_lists_visible(by).filter(pk=list_id).values("pk")
    found = AudienceList.objects.select_for_update().filter(pk__in=visible).first()
    if found is None:
        raise NotFound("audience_list_not_found", _("There is no such list of people."))
    if found.author_id != by.pk and not may_write_for(by, found.agency_code):
        raise PermissionDenied("permission_denied", _("You may not do this."))
    topic = topic_names.of_list(list_id)
    if _is_needed(topic):
        raise Conflict("audience_list_in_use", _("A notice that has not been sent yet is for this list."))
    audit_record(actor=by, action="audience_list.delete", target=found, agency_code=found.agency_code)
    found.delete()
    audience_sync(topic)


def _is_needed(topic: str) -> bool:
    """Named by a notice that is still to be counted or sent, wanted or not."""
    open_now = Notice.objects.filter(status__in=_OPEN).annotate(said=Cast("audience", TextField()))
    return open_now.filter(said__contains=topic).exists()


def _read(phones: str) -> tuple[dict[str, str], list[str]]:
    """Number → the line it stands in, each once; and the lines without one. A heading and empty lines are no matter."""
    lines = [line.strip() for line in phones.lstrip("\ufeff").splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > MAX_LIST_LINES:
        text = _("At most %(most)s lines.") % {"most": f"{MAX_LIST_LINES:,}"}
        raise DomainError("audience_list_too_large", text, fields={"phones": text})
    if lines and not re.search(r"\d", lines[0]):
        lines = lines[1:]
    numbers: dict[str, str] = {}
    invalid: list[str] = []
    for line in lines:
        number = _phone_in(line)
        if number is None:
            invalid.append(line)
        else:
            numbers.setdefault(number, line)
    return numbers, invalid


def _phone_in(line: str) -> str | None:
    """The first cell of a line that is a phone, as E.164."""
    for cell in _CELLS.split(line):
        number = _number(cell.strip().strip("\"'"))
        if number is not None:
            return number
    return None


def _number(text: str) -> str | None:
    try:
        parsed = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _users_by_phone(numbers: Iterable[str]) -> Mapping[str, uuid.UUID]:
    """Accounts are another subject: settings.NOTICES_USERS_BY_PHONE names a function numbers -> {number: user id}."""
    answer: Callable[[Iterable[str]], Mapping[str, uuid.UUID]] = import_string(settings.NOTICES_USERS_BY_PHONE)
    return answer(numbers)
