"""Reads. Who may not see a report is told that there is none."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.agencies import selectors as agencies
from backend.areas import selectors as areas
from backend.common.errors import NotFound
from backend.common.memory import kept_briefly
from backend.common.search import search_condition
from backend.feedback.codes import code_normalise, secret_digest
from backend.feedback.models import Report, ReportCategory, ReportEvent, ReportPhoto
from backend.feedback.workflow import CLOCK_RUNS

# A digest that no secret has, so that a report without a secret costs the same comparison and never opens.
NO_DIGEST = "-" * 64


def categories_offered() -> QuerySet[ReportCategory]:
    """What can be chosen, with those whose notice says where to go instead."""
    return ReportCategory.objects.filter(is_active=True)


@kept_briefly
def _categories_by_slug() -> dict[str, ReportCategory]:
    return {category.slug: category for category in categories_offered()}


def category_offered(slug: str) -> ReportCategory | None:
    """One that can be chosen; shared between requests, so not to be changed."""
    return _categories_by_slug().get(slug)


def _rows() -> QuerySet[Report]:
    return Report.objects.select_related("category", "agency", "rating").defer("search_terms")


def _with_photos(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.prefetch_related(Prefetch("photos", ReportPhoto.objects.order_by("id")))


def with_history(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with what a detail page shows: two more queries, however long the history."""
    return _with_photos(rows).prefetch_related(Prefetch("events", ReportEvent.objects.order_by("at", "id")))


def report_get(report_id: UUID) -> Report:
    """One report with its history. For who has been let in already."""
    return with_history(_rows()).get(pk=report_id)


def report_locked(report_id: UUID) -> Report:
    """The row, locked until the transaction ends."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("category", "agency", "rating")
    return rows.get(pk=report_id)


def report_not_found() -> NotFound:
    return NotFound("report_not_found", _("There is no such report, or the secret does not belong to it."))


def _one(rows: QuerySet[Report], code: str) -> Report:
    report = rows.filter(code=code_normalise(code)).first()
    if report is None:
        raise report_not_found()
    return report


def report_of_sender(user: Any, code: str) -> Report:
    """A report that this person sent, or NotFound."""
    return _one(with_history(_rows().filter(reporter=user)), code)


def report_by_secret(code: str, secret: str) -> Report:
    """A guest's report, or NotFound: the same answer after the same work for a wrong code and a wrong secret."""
    found = Report.objects.filter(code=code_normalise(code)).only("id", "secret_hash").first()
    expected = (found.secret_hash if found else "") or NO_DIGEST
    if not hmac.compare_digest(secret_digest(secret), expected) or found is None:
        raise report_not_found()
    return report_get(found.pk)


def reports_of_sender(user: Any) -> QuerySet[Report]:
    """What this person sent, newest first."""
    return _with_photos(_rows().filter(reporter=user))


def reports_of_sender_whole(user: Any) -> QuerySet[Report]:
    """The same, each with its history."""
    return with_history(_rows().filter(reporter=user)).order_by("-created_at", "-id")


def reports_public(filters: Mapping[str, str]) -> QuerySet[Report]:
    """What officers have published, newest first."""
    return _with_photos(_filtered(_rows().filter(is_public=True), filters))


def report_public(code: str) -> Report:
    """A report that officers have published, or NotFound. Strangers read its texts masked."""
    return _one(_rows().filter(is_public=True), code)


def reports_visible_to(officer: Any) -> QuerySet[Report]:
    """Reports of the agencies that this officer handles, with all below them; everything for administrators."""
    if getattr(officer, "is_superuser", False):
        return Report.objects.all()
    return Report.objects.filter(agency_id__in=agencies.agency_ids_for(officer, "handler"))


def reports_of_officer(officer: Any, filters: Mapping[str, str]) -> QuerySet[Report]:
    """The officer's list, newest first."""
    rows = reports_visible_to(officer).select_related("category", "agency", "rating").defer("search_terms")
    return _with_photos(_filtered(rows, filters))


def report_of_officer(officer: Any, code: str, *, lock: bool = False) -> Report:
    """A report of one of the officer's agencies, or NotFound; another agency's is as good as none."""
    rows = reports_visible_to(officer).select_related("category", "agency", "rating")
    return _one(rows.select_for_update(of=("self",)) if lock else with_history(rows), code)


def _filtered(rows: QuerySet[Report], filters: Mapping[str, str]) -> QuerySet[Report]:
    if status := filters.get("status"):
        rows = rows.filter(status__in=status.split(","))
    if category := filters.get("category"):
        rows = rows.filter(category__slug=category)
    if area := filters.get("area"):
        rows = rows.filter(area_code__in=areas.areas_descend_codes(area))
    if query := filters.get("q"):
        rows = rows.filter(search_condition(query))
    overdue = {"true": True, "1": True, "false": False, "0": False}.get(filters.get("overdue", "").lower())
    if overdue is not None:
        late = Q(status__in=sorted(CLOCK_RUNS), due_at__lt=timezone.now())
        rows = rows.filter(late) if overdue else rows.exclude(late)
    return rows


def photo_not_found() -> NotFound:
    return NotFound("photo_not_found", _("There is no such photo, or the link has expired."))


def photo_for_serving(photo_id: UUID) -> ReportPhoto | None:
    """A photo with what decides who may see it."""
    return ReportPhoto.objects.select_related("report").filter(pk=photo_id).first()
