"""Writes: who works where, and the seed of agencies, offices and numbers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from django.db import models, transaction

from backend.agencies.models import Agency, AgencyDuty, EmergencyNumber, Membership, Office, OpeningHours
from backend.agencies.selectors import memberships_forget
from backend.common.audit import audit_record

SEED = Path(__file__).parent / "seed"
_AGENCY = [
    "name",
    "name_en",
    "kind",
    "area_code",
    "phone",
    "email",
    "website",
    "responsibilities",
    "responsibilities_en",
    "sort_order",
]
_OFFICE = [
    "name_en",
    "address",
    "area_code",
    "latitude",
    "longitude",
    "phone",
    "is_always_open",
]
_NUMBER = [
    "name",
    "name_en",
    "description",
    "description_en",
    "order",
]


@transaction.atomic
def membership_set(
    *,
    user: Any,
    agency: Agency,
    is_handler: bool = False,
    is_editor: bool = False,
    is_approver: bool = False,
    by: Any = None,
) -> Membership:
    """Give the person just these capabilities in the agency, and say so in the audit trail."""
    rights = {"is_handler": is_handler, "is_editor": is_editor, "is_approver": is_approver}
    membership, _created = Membership.objects.update_or_create(user=user, agency=agency, defaults=rights)
    audit_record(actor=by, action="membership_set", target=membership, agency_code=agency.code, detail=rights)
    memberships_forget(user)
    return membership


@transaction.atomic
def membership_end(*, membership: Membership, by: Any = None) -> None:
    """The person no longer acts for the agency."""
    audit_record(actor=by, action="membership_end", target=membership, agency_code=membership.agency.code)
    memberships_forget(membership.user)
    membership.delete()


@dataclass
class LoadResult:
    agencies: int
    offices: int
    duties: int
    numbers: int


@transaction.atomic
def agencies_load(*, folder: Path = SEED) -> LoadResult:
    """Bring agencies, duties, offices and emergency numbers in line with the files. Twice is once; others stay."""
    document = _read(folder, "agencies")
    agencies = _agencies_save(document["agencies"])
    duties = _duties_save(document["duties"], agencies)
    offices = _offices_save(_read(folder, "offices")["offices"], agencies)
    numbers = _numbers_save(_read(folder, "emergency_numbers")["numbers"])
    return LoadResult(len(agencies), offices, duties, numbers)


def _read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def _apply(row: models.Model, entry: dict[str, Any], names: Iterable[str]) -> None:
    """Save the row if one of these fields differs, or if it is new."""
    changed = [name for name in names if getattr(row, name) != entry[name]]
    for name in changed:
        setattr(row, name, entry[name])
    if changed or row.pk is None:
        row.save()


def _agencies_save(entries: list[dict[str, Any]]) -> dict[str, Agency]:
    known = {agency.code: agency for agency in Agency.objects.select_related("parent")}
    for entry in entries:  # a parent stands before its children
        agency = known.setdefault(entry["code"], Agency(code=entry["code"]))
        parent = known[entry["parent"]] if entry["parent"] else None
        _apply(agency, {**entry, "parent": parent}, [*_AGENCY, "parent"])
    return {entry["code"]: known[entry["code"]] for entry in entries}


def _duties_save(entries: list[dict[str, Any]], agencies: dict[str, Agency]) -> int:
    rows = [
        AgencyDuty(agency=agencies[entry["agency"]], category_slug=category, area_code=area)
        for entry in entries
        for category in entry["categories"]
        for area in entry["areas"]
    ]
    AgencyDuty.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["category_slug", "area_code"], update_fields=["agency"]
    )
    return len(rows)


def _offices_save(entries: list[dict[str, Any]], agencies: dict[str, Agency]) -> int:
    known = {(office.agency_id, office.name): office for office in Office.objects.prefetch_related("hours")}
    hours: list[OpeningHours] = []
    for entry in entries:
        agency = agencies[entry["agency"]]
        office = known.get((agency.pk, entry["name"])) or Office(agency=agency, name=entry["name"])
        is_new = office.pk is None
        _apply(office, entry, _OFFICE)
        hours += _hours_wanted(office, entry["hours"], is_new=is_new)
    OpeningHours.objects.bulk_create(hours)
    return len(entries)


def _hours_wanted(office: Office, entries: list[list[Any]], *, is_new: bool) -> list[OpeningHours]:
    """Rows to add; what stands there now goes, if it differs."""
    wanted = [(weekday, time.fromisoformat(opens), time.fromisoformat(closes)) for weekday, opens, closes in entries]
    if not is_new:
        if sorted((h.weekday, h.opens, h.closes) for h in office.hours.all()) == sorted(wanted):
            return []
        office.hours.all().delete()
    return [OpeningHours(office=office, weekday=day, opens=opens, closes=closes) for day, opens, closes in wanted]


def _numbers_save(entries: list[dict[str, Any]]) -> int:
    known = {row.number: row for row in EmergencyNumber.objects.all()}
    for entry in entries:
        _apply(known.get(entry["number"]) or EmergencyNumber(number=entry["number"]), entry, _NUMBER)
    return len(entries)
