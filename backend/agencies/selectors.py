"""Reads: the tree, offices, who answers for what, and whom a person may act for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from backend.agencies.capabilities import Capability
from backend.agencies.models import Agency, AgencyDuty, EmergencyNumber, Membership, Office, OpeningHours
from backend.areas.selectors import area_current, areas_descend_codes
from backend.common.api.machines import is_machine
from backend.common.distance import distance_m
from backend.common.errors import NotFound
from backend.common.memory import kept_briefly
from backend.common.search import search_condition

_MEMBERSHIPS, _REACH = "_agencies_memberships", "_agencies_reach"


# --- Agencies and offices -------------------------------------------------------------------------------------------
def agencies_list(*, kind: str = "", area: str = "", parent: str = "", query: str = "") -> QuerySet[Agency]:
    """Active agencies in their order; `area` takes old codes and whole provinces too."""
    found = Agency.objects.filter(is_active=True).select_related("parent").order_by("sort_order", "id")
    if kind:
        found = found.filter(kind=kind)
    if area:
        found = found.filter(area_code__in=areas_descend_codes(area))
    if parent:
        found = found.filter(parent__code=parent)
    if query:
        found = found.filter(search_condition(query))
    return found


def agency_find(code: str) -> Agency | None:
    """The active agency with this code."""
    return Agency.objects.filter(code=code, is_active=True).select_related("parent").first()


def agency_names(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code → (name, English name) of those that exist, active or not."""
    wanted = sorted({code for code in codes if code})
    found = Agency.objects.filter(code__in=wanted).values_list("code", "name", "name_en") if wanted else ()
    return {code: (name, name_en) for code, name, name_en in found}


def agency_get(code: str) -> Agency:
    """The active agency with its offices and their hours, or NotFound `agency_not_found`."""
    offices = Prefetch("offices", Office.objects.filter(is_active=True).order_by("id"))
    agency = Agency.objects.filter(code=code, is_active=True).select_related("parent").prefetch_related(offices).first()
    if agency is None:
        raise NotFound("agency_not_found", _("There is no agency with this code."))
    return agency


def agency_subtree(agency: Agency) -> QuerySet[Agency]:
    """The agency and all below it."""
    return Agency.objects.filter(path__startswith=agency.path)


@dataclass
class Span:
    """Hours of one weekday at one office, without the ORM."""

    weekday: int
    opens: time
    closes: time

    @cached_property
    def as_json(self) -> dict[str, Any]:
        return {"weekday": self.weekday, "opens": f"{self.opens:%H:%M}", "closes": f"{self.closes:%H:%M}"}


@kept_briefly
def opening_hours() -> dict[int, list[Span]]:
    """The week of each office by its id: some hundred spans, which each list of offices asks for."""
    found = defaultdict(list)
    rows = OpeningHours.objects.order_by("weekday", "opens").values_list("office_id", "weekday", "opens", "closes")
    for office_id, weekday, opens, closes in rows:
        found[office_id].append(Span(weekday, opens, closes))
    return dict(found)


def offices_list(*, agency: str = "", area: str = "", near: tuple[float, float] | None = None) -> QuerySet[Office]:
    """Offices of active agencies; `near` (latitude, longitude) adds `distance`, for those with a place."""
    found = Office.objects.filter(is_active=True, agency__is_active=True).select_related("agency")
    if agency:
        found = found.filter(agency__code=agency)
    if area:
        found = found.filter(area_code__in=areas_descend_codes(area))
    if near:
        found = found.exclude(latitude=None).exclude(longitude=None).annotate(distance=distance_m(*near))
    return found


def emergency_numbers() -> QuerySet[EmergencyNumber]:
    return EmergencyNumber.objects.filter(is_active=True).order_by("order", "id")


# --- Who answers ----------------------------------------------------------------------------------------------------
def agency_for(category_slug: str, area_code: str = "") -> Agency | None:
    """The agency that answers a category of reports in an area; None only if there is no agency at all.

    Most exact first: category in area, area, category in the province, the duty for all the rest, the root.
    """
    areas = area_current(area_code) if area_code else []
    area = areas[0].code if len(areas) == 1 else ""
    duties = AgencyDuty.objects.filter(
        agency__is_active=True, category_slug__in={category_slug, ""}, area_code__in={area, ""}
    )
    best = max(
        duties.select_related("agency"), key=lambda duty: (bool(duty.area_code), bool(duty.category_slug)), default=None
    )
    if best:
        return best.agency
    return Agency.objects.filter(parent=None, is_active=True).order_by("sort_order", "id").first()


# --- Whom a person may act for --------------------------------------------------------------------------------------
def memberships_of(user: Any) -> list[Membership]:
    """Memberships in active agencies; none unless an active officer or machine account. Read once per user object."""
    if not getattr(user, "is_active", False) or getattr(user, "role", "") not in ("officer", "machine"):
        return []
    if _MEMBERSHIPS not in user.__dict__:
        found = Membership.objects.filter(user=user.pk, agency__is_active=True).select_related("agency")
        user.__dict__[_MEMBERSHIPS] = list(found.order_by("agency__sort_order", "agency_id"))
        if is_machine(user):
            for membership in user.__dict__[_MEMBERSHIPS]:
                membership.is_approver = False  # whatever a row says: the second pair of eyes is a person's
    kept: list[Membership] = user.__dict__[_MEMBERSHIPS]
    return kept


def memberships_forget(user: Any) -> None:
    """Read again at the next question: after a change of this person's memberships."""
    user.__dict__.pop(_MEMBERSHIPS, None)
    user.__dict__.pop(_REACH, None)


def capabilities_of(user: Any) -> list[Capability]:
    """What the person may do somewhere."""
    memberships = memberships_of(user)
    return [one for one in Capability if any(getattr(m, f"is_{one.value}") for m in memberships)]


def agency_ids_for(user: Any, capability: str) -> frozenset[int]:
    """Agencies for which the person has the capability, with all below them; every one for an administrator."""
    return frozenset(_reach(user, capability))


def agency_codes_for(user: Any, capability: str) -> frozenset[str]:
    """The same as codes."""
    return frozenset(_reach(user, capability).values())


def notice_agency_codes(user: Any, capability: str) -> frozenset[str]:
    """Whose notices the person writes or approves; at the root also the province's own, whose code is ""."""
    codes = agency_codes_for(user, capability)
    name = f"is_{Capability(capability).value}"
    at_root = any(getattr(m, name) and m.agency.parent_id is None for m in memberships_of(user))
    return codes | {""} if at_root else codes


def _reach(user: Any, capability: str) -> dict[int, str]:
    """Agency id → code, in one query on the path prefixes."""
    name = f"is_{Capability(capability).value}"
    kept: dict[str, dict[int, str]] = user.__dict__.setdefault(_REACH, {}) if getattr(user, "pk", None) else {}
    if name not in kept:
        kept[name] = _read_reach(user, name)
    return kept[name]


def _read_reach(user: Any, name: str) -> dict[int, str]:
    if getattr(user, "is_active", False) and getattr(user, "role", "") == "administrator":
        return dict(Agency.objects.values_list("id", "code"))
    paths = [m.agency.path for m in memberships_of(user) if getattr(m, name)]
    if not paths:
        return {}
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    return dict(Agency.objects.filter(below).values_list("id", "code"))
