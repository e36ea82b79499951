"""How a report comes to be, and how it finds the agency that answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from celery import signature
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.agencies import selectors as agencies
from backend.areas import selectors as areas
from backend.common.errors import DomainError, NotFound
from backend.common.i18n import pick
from backend.common.logging import get_logger
from backend.common.search import index_terms
from backend.common.tasks import enqueue_on_commit
from backend.feedback import notices
from backend.feedback.codes import code_make, secret_digest, secret_make
from backend.feedback.models import Report, ReportCategory, ReportEvent, ReportPhoto
from backend.feedback.promises import due_date
from backend.feedback.selectors import category_offered
from backend.feedback.services.photos import photos_take
from backend.feedback.texts import both
from backend.feedback.workflow import Status
from notifications.services import device_follow

log = get_logger(__name__)
# By name: tasks call services, and services do not import tasks.
ROUTE_REPORT = signature("feedback.route_report")
CODE_ATTEMPTS = 5


@dataclass(frozen=True)
class NewReport:
    """A report just made; `secret` is shown to a guest this once and kept nowhere."""

    report: Report
    secret: str | None
    event: ReportEvent
    photos: list[ReportPhoto]


@dataclass(frozen=True)
class _Place:
    area_code: str
    is_estimated: bool


def report_create(
    *,
    category: str,
    text: str,
    reporter: Any = None,
    latitude: float | None = None,
    longitude: float | None = None,
    place_text: str = "",
    area_code: str = "",
    photo_ids: Sequence[UUID] = (),
    is_anonymous: bool = False,
    contact_name: str = "",
    contact_phone: str = "",
    device_id: UUID | None = None,
) -> NewReport:
    """Take in a report: row, first line of its history and photos in one transaction; routing starts after it.

    Raises `category_unknown`, `category_excluded`, `anonymous_not_allowed`, `place_required`, `outside_province`,
    `unknown_area`, `photo_unknown`, `too_many_photos`.
    """
    kind = _category_for(category, is_anonymous=is_anonymous)
    place = _place_for(latitude, longitude, place_text, area_code)
    now = timezone.now()
    secret = None if reporter else secret_make()
    report = Report(
        secret_hash=secret_digest(secret) if secret else "",
        category=kind,
        text=text,
        latitude=latitude,
        longitude=longitude,
        place_text=place_text,
        area_code=place.area_code,
        area_estimated=place.is_estimated,
        reporter=reporter,
        device_id=None if reporter else device_id,
        is_anonymous=is_anonymous,
        contact_name="" if is_anonymous else contact_name,
        contact_phone="" if is_anonymous else contact_phone,
        is_urgent=kind.is_urgent,
        due_at=due_date(kind, now),
    )
    # Joins the transaction of the idempotency key if there is one: a savepoint here would protect nothing.
    with transaction.atomic(savepoint=False):
        _insert_with_code(report, now)
        event = ReportEvent.objects.create(
            report=report,
            at=now,
            kind=ReportEvent.Kind.CREATED,
            to_status=Status.NEW,
            actor=reporter,
            actor_role=ReportEvent.Role.SENDER,
        )
        photos = photos_take(ids=photo_ids, report=report, event=event, user=reporter)
        enqueue_on_commit(ROUTE_REPORT, str(report.pk))
    return NewReport(report=report, secret=secret, event=event, photos=photos)


def _category_for(slug: str, *, is_anonymous: bool) -> ReportCategory:
    category = category_offered(slug)
    if category is None:
        message = _("There is no such category.")
        raise DomainError("category_unknown", message, fields={"category": message})
    if category.excluded_notice:
        notice = pick(category, "excluded_notice")
        raise DomainError("category_excluded", notice, status=422, fields={"category": notice})
    if is_anonymous and not category.allows_anonymous:
        message = _("A report of this kind needs a name.")
        raise DomainError("anonymous_not_allowed", message, fields={"is_anonymous": message})
    return category


def _place_for(latitude: float | None, longitude: float | None, place_text: str, area_code: str) -> _Place:
    """The unit that the sender named, else the one that the point lies in, as far as that can be told."""
    if area_code:
        found = areas.area_codes_validate([area_code], field="area_code")
        # An old unit that was divided among several names none of them: the point or an officer decides.
        if len(found) == 1:
            return _Place(found[0], is_estimated=False)
    if latitude is not None and longitude is not None:
        try:
            nearest = areas.area_nearest(latitude, longitude)
        except NotFound as error:
            raise DomainError(error.code, error.message, fields={"latitude": error.message}) from error
        return _Place(nearest.area.code, is_estimated=nearest.method == "estimated")
    if not place_text and not area_code:
        message = _("Say where it is: a point on the map, or words.")
        raise DomainError("place_required", message, fields={"place_text": message})
    return _Place("", is_estimated=False)


def _insert_with_code(report: Report, now: datetime) -> None:
    """Insert with a code that nobody has yet: 100,000 a day, drawn again in the rare case of a clash."""
    for attempt in range(1, CODE_ATTEMPTS + 1):
        report.code = code_make(now)
        report.search_terms = report_terms(report)
        try:
            with transaction.atomic():
                report.save(force_insert=True)
        except IntegrityError as error:
            if "code" not in str(error) or attempt == CODE_ATTEMPTS:
                raise
        else:
            return


def report_terms(report: Report) -> list[str]:
    """What an officer finds a report by."""
    return [term for term in index_terms(report.code, report.text, report.place_text) if len(term) <= 200]


def report_route(*, report_id: UUID | str) -> bool:
    """Give a report to the agency that answers for its kind and area, and tell its sender; False: nothing to do."""
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",)).select_related("category").filter(pk=report_id).first()
        if report is None or report.agency_id is not None or not report.is_open:
            return False
        agency = agencies.agency_for(report.category.slug, report.area_code)
        if agency is None:
            log.warning("report_without_agency", report=report.code, category=report.category.slug)
            return False
        report.agency = agency
        report.save(update_fields=["agency", "updated_at"])
        text = both(_("Assigned to %(agency)s."), agency=agency.name)
        event = ReportEvent.objects.create(
            report=report,
            kind=ReportEvent.Kind.ROUTED,
            from_status=report.status,
            to_status=report.status,
            text=text["vi"],
            text_en=text["en"],
        )
        if report.device_id:
            # The id of a device is a UUID that only its phone was told: naming it is proof enough to send it news.
            device_follow(device_id=report.device_id, topic=notices.report_topic(report))
        notices.tell_received(report, event)
    return True
