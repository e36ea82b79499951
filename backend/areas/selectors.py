"""Reads. Every answer comes from the table in the process (table.py), so asking costs no more than one cheap query."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.areas.geometry import distance_m, geometry_holds
from backend.areas.models import Area, Kind
from backend.areas.names import name_key, short_key
from backend.areas.table import AreaRow, AreaTable, area_table
from backend.common.errors import DomainError, FieldError, NotFound

MAX_MATCHES = 10
# Boxes of old communes are known to some hundred metres: about 1 km more is still "in the province".
ESTIMATE_MARGIN = 0.01


@dataclass(frozen=True)
class Match:
    """A unit that was asked for by an old or present code or name, and what it is today."""

    area: AreaRow
    current: list[AreaRow]


@dataclass(frozen=True)
class Nearest:
    """The unit of a point. `distance_m` is to the unit's centre; `method` says how far to trust the answer."""

    area: AreaRow
    distance_m: int
    method: Literal["boundary", "estimated"]


def area_find(code: str) -> AreaRow | None:
    """The unit with this code, today's version if there is one."""
    return area_table().find(code)


def area_get(code: str) -> AreaRow:
    """The same, or NotFound `area_not_found`."""
    row = area_find(code)
    if row is None:
        raise NotFound("area_not_found", _("There is no administrative unit with this code."))
    return row


def area_current(code: str) -> list[AreaRow]:
    """The units of today for a code of any time; empty if it is unknown."""
    table = area_table()
    row = table.find(code)
    return table.current_of(row) if row else []


def area_names(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code → (name, English name) of those that exist."""
    table = area_table()
    found = ((code, table.find(code)) for code in codes)
    return {code: (row.name, row.name_en) for code, row in found if row}


def areas_filter(
    *, level: str = "", is_current: bool | None = None, query: str = "", parent: str = ""
) -> QuerySet[Area]:
    """Ids and codes of the versions that match; `area_rows` gives the rest. `level` may be "ward" too."""
    found = Area.objects.only("id", "code")
    if level:
        found = found.filter(kind=Kind.WARD) if level == Kind.WARD else found.filter(level=level)
    if parent:
        found = found.filter(parent_code=parent)
    if is_current is not None:
        found = _filter_current(found, is_current)
    if query:
        rows = area_table().rows.values()
        found = found.filter(pk__in=[row.id for row in rows if _mentions(row, query)])
    return found


def area_rows(areas: Iterable[Area]) -> list[AreaRow]:
    """The rows of these areas, in their order."""
    rows = area_table().rows
    return [rows[area.pk] for area in areas if area.pk in rows]


def _filter_current(areas: QuerySet[Area], is_current: bool) -> QuerySet[Area]:
    today = timezone.localdate()
    started = Q(valid_from=None) | Q(valid_from__lte=today)
    lasting = Q(valid_to=None) | Q(valid_to__gte=today)
    return areas.filter(started & lasting) if is_current else areas.exclude(started & lasting)


def _mentions(row: AreaRow, query: str) -> bool:
    key = name_key(query)
    return bool(key) and (row.code.startswith(key) or any(key in name for name in row.name_keys))


def areas_children(code: str) -> list[AreaRow]:
    """The units right below, of the same time as the one asked for, by name."""
    table = area_table()
    row = table.find(code)
    if row is None:
        return []
    children = (child for child in table.children.get(code, []) if child.is_current == row.is_current)
    return sorted(children, key=lambda child: name_key(child.name))


def areas_descend_codes(code: str) -> list[str]:
    """The code itself, then the codes of all units of today in it: what "in this area" means for a filter."""
    return [code, *(below for below in _current_codes(area_table(), code) if below != code)]


def areas_described(codes: Iterable[str]) -> dict[str, tuple[AreaRow | None, list[str]]]:
    """Code → its unit, None for an unknown one, and its `areas_descend_codes`; the table is asked for once."""
    table = area_table()
    inner = {code: _current_codes(table, code) for code in codes}
    return {code: (table.find(code), [code, *(one for one in inner[code] if one != code)]) for code in inner}


def areas_within_codes(code: str) -> list[str]:
    """The same, and the codes of all that ever merged into these units: whom a word to this area is for."""
    table = area_table()
    found = dict.fromkeys(areas_descend_codes(code))
    waiting = [row for one in found if (row := table.find(one))]
    while waiting:
        merged = table.predecessors.get(waiting.pop().id, [])
        waiting += [row for row in merged if row.code not in found]
        found.update(dict.fromkeys(row.code for row in merged))
    return list(found)


def areas_ascend_codes(code: str) -> list[str]:
    """The code and all that it lies in, now or before the merge: 24611 → 24611, 68, 660, 661, 67."""
    table = area_table()
    row = table.find(code)
    waiting, found = ([row] if row else []), dict.fromkeys([code])
    while waiting:
        one = waiting.pop(0)
        parents = [p for p in table.versions.get(one.parent_code, []) if p.is_current == one.is_current]
        found.update(dict.fromkeys(p.code for p in parents))
        waiting += parents
        if one.level == "commune":
            waiting += table.predecessors.get(one.id, [])
    return list(found)


def area_codes_validate(codes: Iterable[str], *, field: str = "area_codes") -> list[str]:
    """The codes, each once, with old ones turned into those of today. Unknown ones: DomainError `unknown_area`."""
    table, found, unknown = area_table(), dict[str, None](), []
    for code in codes:
        row = table.find(code)
        if row is None:
            unknown.append(code)
        elif row.is_current:
            found[code] = None
        else:
            found.update(dict.fromkeys(_current_codes(table, code)))
    if unknown:
        message = _("Unknown administrative unit.")
        raise DomainError("unknown_area", message, fields=[FieldError(field, "unknown_area", message)])
    return list(found)


def _current_codes(table: AreaTable, code: str) -> list[str]:
    """Codes of the communes of today in a unit of any time."""
    start, key = table.find(code), (code, timezone.localdate())
    if start is None or key in table.descended:
        return table.descended.get(key, [])
    table.descended[key] = _descend(table, start)
    return table.descended[key]


def _descend(table: AreaTable, start: AreaRow) -> list[str]:
    waiting, seen, found = [start], set[int](), set[str]()
    while waiting:
        row = waiting.pop()
        if row.id in seen:
            continue
        seen.add(row.id)
        below = [c for c in table.children.get(row.code, []) if c.is_current == row.is_current]
        if row.level == "commune":
            found.update(one.code for one in table.current_of(row))
        waiting += below
    return sorted(found)


def area_resolve(query: str) -> list[Match]:
    """Units by code or by name in any spelling; "Đắk Ha, Đắk Glong" narrows by what stands behind the comma."""
    table = area_table()
    parts = [part for part in query.split(",") if part.strip()]
    if not parts:
        return []
    rows = list(table.versions.get(parts[0].strip(), [])) or _by_name(table, parts[0])
    for part in parts[1:]:
        rows = [row for row in rows if _lies_in(table, row, part)] or rows
    rows.sort(key=lambda row: (not row.is_current, row.level != "commune", row.code))
    return [Match(row, table.current_of(row)) for row in rows[:MAX_MATCHES]]


def _by_name(table: AreaTable, text: str) -> list[AreaRow]:
    """Exact with the kind ("xã Đắk Mil"), else exact without it, else names that begin so (from three letters)."""
    full, short = name_key(text), short_key(text)
    if not short:
        return []
    rows = table.rows.values()
    with_kind = full != short
    exact = [row for row in rows if (full if with_kind else short) in row.name_keys]
    exact = exact or [row for row in rows if short in row.name_keys]
    if exact or len(short) < 3:
        return exact
    return [row for row in rows if any(key.startswith((short, full)) for key in row.name_keys)]


def _lies_in(table: AreaTable, row: AreaRow, part: str) -> bool:
    wanted = {name_key(part), short_key(part), part.strip()}
    above = (p for code in areas_ascend_codes(row.code) for p in table.versions.get(code, []) if p.level != row.level)
    if row.is_current:
        return any(wanted & {p.code, *p.name_keys} for p in above)
    return any(wanted & {p.code, *p.name_keys} for p in _parents(table, row))


def _parents(table: AreaTable, row: AreaRow) -> list[AreaRow]:
    """What an old unit lay in at its time, and where all that is today."""
    found, one = [], row
    while parent := next((p for p in table.versions.get(one.parent_code, []) if not p.is_current), None):
        found += [parent, *table.current_of(parent)]
        one = parent
    return found


def area_nearest(latitude: float, longitude: float) -> Nearest:
    """The unit of a point; outside the province: NotFound `outside_province`."""
    table = area_table()
    units = table.current_communes()
    row = _by_boundary(units, latitude, longitude)
    if row is not None:
        return _nearest(row, latitude, longitude, "boundary")
    # Where a boundary is known and the point is outside, the unit is ruled out; with all known, so is the province.
    row = _by_estimate(table, [unit for unit in units if unit.boundary is None], latitude, longitude)
    if row is None:
        raise NotFound("outside_province", _("This place lies outside the area that this service covers."))
    return _nearest(row, latitude, longitude, "estimated")


def _by_boundary(units: list[AreaRow], latitude: float, longitude: float) -> AreaRow | None:
    for unit in units:
        box = unit.boundary_box
        if (
            box
            and unit.boundary
            and box.holds(longitude, latitude)
            and geometry_holds(unit.boundary, longitude, latitude)
        ):
            return unit
    return None


def _by_estimate(table: AreaTable, units: list[AreaRow], latitude: float, longitude: float) -> AreaRow | None:
    """The unit with the nearest centre, its own or of an old commune that went into it whole.

    The old centres are what makes this usable: 28 wide units have their centres far from their towns.
    """
    best: tuple[float, AreaRow] | None = None
    for unit in units:
        whole = [
            old for old in table.predecessors.get(unit.id, []) if old.id in table.whole and old.level == unit.level
        ]
        for centre in [unit, *whole]:
            distance = _reach(centre, latitude, longitude)
            if distance is not None and (best is None or distance < best[0]):
                best = distance, unit
    return best[1] if best else None


def _reach(centre: AreaRow, latitude: float, longitude: float) -> float | None:
    """Distance to a centre, if the point is in that unit's box at all."""
    if centre.latitude is None or centre.longitude is None or centre.box is None:
        return None
    if not centre.box.holds(longitude, latitude, ESTIMATE_MARGIN):
        return None
    return distance_m(centre.longitude, centre.latitude, longitude, latitude)


def _nearest(row: AreaRow, latitude: float, longitude: float, method: Literal["boundary", "estimated"]) -> Nearest:
    if row.latitude is None or row.longitude is None:
        return Nearest(row, 0, method)
    return Nearest(row, round(distance_m(row.longitude, row.latitude, longitude, latitude)), method)
