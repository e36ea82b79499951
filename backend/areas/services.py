"""Writes: the seed of units, and official boundaries."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend.areas.boundaries import BoundaryError, centre_check, feature_code, features_of, geometry_checked
from backend.areas.models import Area, AreaMerge
from backend.areas.names import name_keys
from backend.areas.table import table_forget

SEED = Path(__file__).parent / "seed" / "areas.json"
_SEEDED = [
    "name",
    "name_en",
    "aliases",
    "name_keys",
    "level",
    "kind",
    "parent_code",
    "valid_to",
    "latitude",
    "longitude",
    "bounds",
    "area_km2",
    "population",
]


@dataclass
class LoadResult:
    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class LeftOut:
    """A feature that was not imported: its place in the file from 0, the code it names, and why."""

    index: int
    code: str
    reason: str


@dataclass
class ImportResult:
    imported: int = 0
    unchanged: int = 0
    left_out: list[LeftOut] = field(default_factory=list)


@transaction.atomic
def areas_load(*, path: Path = SEED) -> LoadResult:
    """Bring the units and merges in line with the file; imported boundaries stay. Twice is once."""
    document = json.loads(path.read_text(encoding="utf-8"))
    result = LoadResult()
    known = {(a.code, a.valid_from): a for a in Area.objects.all()}
    # Old versions first: a code's open version may only be added once the earlier one is closed.
    for entry in sorted(document["areas"], key=lambda e: e["valid_to"] is None):
        area = _area_save(entry, known, result)
        known[area.code, area.valid_from] = area
    _merges_save(document["merges"], list(known.values()))
    table_forget()
    return result


def _area_save(entry: dict[str, Any], known: dict[tuple[str, date | None], Area], result: LoadResult) -> Area:
    values = _values(entry)
    valid_from = _day(entry["valid_from"])
    area = known.get((entry["code"], valid_from))
    if area is None:
        result.created += 1
        return Area.objects.create(code=entry["code"], valid_from=valid_from, **values)
    changed = [name for name in _SEEDED if getattr(area, name) != values[name]]
    if not changed:
        result.unchanged += 1
        return area
    for name in changed:
        setattr(area, name, values[name])
    area.save(update_fields=[*changed, "updated_at"])
    result.updated += 1
    return area


def _values(entry: dict[str, Any]) -> dict[str, Any]:
    copied = (
        "name",
        "name_en",
        "aliases",
        "level",
        "kind",
        "latitude",
        "longitude",
        "bounds",
        "area_km2",
        "population",
    )
    return {
        **{name: entry[name] for name in copied},
        "name_keys": name_keys(entry["name"], entry["aliases"]),
        "parent_code": entry["parent"] or "",
        "valid_to": _day(entry["valid_to"]),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _merges_save(entries: list[dict[str, Any]], areas: list[Area]) -> None:
    closed = {a.code: a for a in areas if a.valid_to is not None}
    opened = {a.code: a for a in areas if a.valid_to is None}
    for entry in entries:
        AreaMerge.objects.update_or_create(
            from_area=closed[entry["from"]],
            into_area=opened[entry["into"]],
            defaults={"is_partial": entry["is_partial"], "share": entry["share"]},
        )


def boundaries_import(*, text: str | bytes, code_property: str = "code") -> ImportResult:
    """Store the valid boundaries of a GeoJSON FeatureCollection in one transaction; list what was left out and why."""
    features = features_of(text)
    units = {a.code: a for a in Area.objects.filter(valid_to=None)}
    result, times = ImportResult(), Counter[str]()
    ready: list[Area] = []
    for index, feature in enumerate(features):
        code = ""
        try:
            code = feature_code(feature, code_property)
            times[code] += 1
            area = _boundary_take(feature, code, units, times)
        except BoundaryError as error:
            result.left_out.append(LeftOut(index, code, str(error)))
            continue
        if area is None:
            result.unchanged += 1
        else:
            ready.append(area)
    with transaction.atomic():
        for area in ready:
            area.save(update_fields=["boundary", "updated_at"])
    result.imported = len(ready)
    table_forget()
    return result


def _boundary_take(feature: Any, code: str, units: dict[str, Area], times: Counter[str]) -> Area | None:
    """The unit with its new boundary, unsaved; None if it has just this one already."""
    if times[code] > 1:
        raise BoundaryError(_("The same code appears earlier in the file."))
    area = units.get(code)
    if area is None:
        raise BoundaryError(_("There is no unit of today with this code."))
    geometry = geometry_checked(feature)
    centre_check(geometry, area.longitude, area.latitude)
    if area.boundary == geometry:
        return None
    area.boundary = geometry
    return area
