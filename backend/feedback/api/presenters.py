"""Rows into JSON. The serializers beside this file say the same to the schema; a test holds the two together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.areas import selectors as areas
from backend.common.i18n import current_language, pick
from backend.feedback.mapping import Cluster, MapView
from backend.feedback.models import Rating, Report, ReportCategory, ReportEvent, ReportPhoto
from backend.feedback.promises import may_rate, may_reopen
from backend.feedback.signing import photo_path
from backend.feedback.texts import mask_personal
from backend.feedback.workflow import TABLE, Status, Who, arrow, targets

Json = dict[str, Any]
AreaNames = Mapping[str, tuple[str, str]]


def category_json(category: ReportCategory) -> Json:
    return {
        "slug": category.slug,
        "name": pick(category, "name"),
        "icon": category.icon,
        "description": pick(category, "description"),
        "response_days": category.response_days,
        "response_hours": category.response_hours,
        "allows_anonymous": category.allows_anonymous,
        "is_urgent": category.is_urgent,
        "excluded_notice": pick(category, "excluded_notice") or None,
    }


def status_json(code: str) -> Json:
    return {"code": code, "name": str(Status(code).label)}


def photo_json(photo: ReportPhoto, request: Any, *, is_public: bool) -> Json:
    full = photo_path(photo.pk, "full", is_public=is_public)
    thumb = photo_path(photo.pk, "thumb", is_public=is_public) if photo.is_processed else None
    return {
        "id": str(photo.pk),
        "url": request.build_absolute_uri(full),
        "thumb_url": request.build_absolute_uri(thumb) if thumb else None,
        "kind": photo.kind,
        "width": photo.width,
        "height": photo.height,
    }


def reports_json(reports: Sequence[Report], request: Any, *, is_masked: bool = False) -> list[Json]:
    """A page of reports that a selector has fetched with their photos; masked for strangers."""
    names = _area_names(reports)
    return [report_json(report, report.photos.all(), request, names, is_masked=is_masked) for report in reports]


def public_reports_json(reports: Sequence[Report], request: Any) -> list[Json]:
    """A page of the public list; `distance_m` where the selector has measured it."""
    shown = reports_json(reports, request, is_masked=True)
    return [
        {**row, "distance_m": getattr(report, "distance_m", None)} for row, report in zip(shown, reports, strict=True)
    ]


def map_json(view: MapView) -> Json:
    return {
        "clusters": [_cluster_json(cluster) for cluster in view.clusters],
        "points": [_point_json(row) for row in view.points],
    }


def _cluster_json(cluster: Cluster) -> Json:
    box = cluster.box
    return {
        "latitude": cluster.latitude,
        "longitude": cluster.longitude,
        "count": cluster.count,
        "bbox": [box.west, box.south, box.east, box.north],
    }


def _point_json(row: Mapping[str, Any]) -> Json:
    return {
        "code": row["code"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "category": {"slug": row["category__slug"], "name": pick(row, "category__name")},
        "status": status_json(row["status"]),
        "created_at": timezone.localtime(row["created_at"]),
    }


def report_json(
    report: Report, photos: Iterable[ReportPhoto], request: Any, names: AreaNames, *, is_masked: bool = False
) -> Json:
    """What a list shows of a report."""
    hide = mask_personal if is_masked else str
    name, name_en = names.get(report.area_code, ("", ""))
    category = report.category
    return {
        "id": str(report.pk),
        "code": report.code,
        "category": {"slug": category.slug, "name": pick(category, "name")},
        "text": hide(report.text),
        "place_text": hide(report.place_text),
        "latitude": report.latitude,
        "longitude": report.longitude,
        "area": {"code": report.area_code, "name": _in_language(name, name_en)} if name else None,
        "area_estimated": report.area_estimated,
        "status": status_json(report.status),
        "agency_name": pick(report.agency, "name") if report.agency else None,
        "is_anonymous": report.is_anonymous,
        "is_public": report.is_public,
        "is_urgent": report.is_urgent,
        "due_at": timezone.localtime(report.due_at),
        "is_overdue": report.is_overdue(),
        "created_at": timezone.localtime(report.created_at),
        "updated_at": timezone.localtime(report.updated_at),
        "photos": [photo_json(photo, request, is_public=report.is_public) for photo in photos],
    }


def report_detail_json(
    report: Report,
    request: Any,
    *,
    photos: Sequence[ReportPhoto],
    events: Sequence[ReportEvent],
    rating: Rating | None,
    can_act: bool = True,
) -> Json:
    """The same with its history, for its sender. `can_act`: a guest may look, but not yet act."""
    shown = {photo.pk: photo_json(photo, request, is_public=report.is_public) for photo in photos}
    return {
        **report_json(report, photos, request, _area_names([report])),
        "resolved_at": timezone.localtime(report.resolved_at) if report.resolved_at else None,
        "events": [
            _event_json(event, [shown[photo.pk] for photo in photos if photo.event_id == event.pk]) for event in events
        ],
        "allowed_actions": sender_actions(report) if can_act else [],
        "rating": {"score": rating.score, "text": rating.text} if rating else None,
    }


def loaded_detail_json(report: Report, request: Any, *, can_act: bool = True) -> Json:
    """The detail of a report that a selector has fetched with its history."""
    return report_detail_json(
        report,
        request,
        photos=list(report.photos.all()),
        events=list(report.events.all()),
        rating=getattr(report, "rating", None),
        can_act=can_act,
    )


def officer_detail_json(report: Report, request: Any) -> Json:
    """The same for an officer of its agency: who to call, internal notes, and which ways are open."""
    found = loaded_detail_json(report, request, can_act=False)
    notes = {event.pk: event.note for event in report.events.all()}
    for event in found["events"]:
        event["note"] = notes[event["id"]]
    return {
        **found,
        "contact": None if report.is_anonymous else {"name": report.contact_name, "phone": report.contact_phone},
        "agency_code": report.agency_code or None,
        "duplicate_of": report.duplicate_of.code if report.duplicate_of else None,
        "allowed_transitions": transitions_json(report),
    }


def transitions_json(report: Report) -> list[Json]:
    """The arrows that an officer may take now, with what each must carry."""
    rows = []
    for to in targets(report.status, Who.OFFICER):
        step = TABLE[Status(report.status)][to]
        rows.append(
            {
                "to": str(to),
                "name": str(to.label),
                "needs_text": step.needs_text,
                "needs_due_at": step.needs_due_at,
                "needs_agency": step.needs_agency,
                "takes_after_photo": step.takes_after_photo,
            }
        )
    return rows


def sender_actions(report: Report) -> list[str]:
    """What the sender may do now: comment, rate, reopen, withdraw."""
    step = arrow(report.status, Status.CLOSED)
    may = {
        "comment": report.is_open,
        "rate": may_rate(report),
        "reopen": may_reopen(report, timezone.now()),
        "withdraw": report.is_open and step is not None and Who.SENDER in step.who,
    }
    return [name for name, allowed in may.items() if allowed]


def _event_json(event: ReportEvent, photos: list[Json]) -> Json:
    labels = {
        ReportEvent.Role.SENDER: _("Sender"),
        ReportEvent.Role.SYSTEM: _("The system"),
        ReportEvent.Role.AGENCY: event.actor_label or _("Agency"),
    }
    return {
        "id": event.pk,
        "at": timezone.localtime(event.at),
        "kind": event.kind,
        "status": status_json(event.to_status),
        "text": pick(event, "text"),
        "actor_role": event.actor_role,
        "actor_label": labels[ReportEvent.Role(event.actor_role)],
        "photos": photos,
    }


def _area_names(reports: Iterable[Report]) -> AreaNames:
    codes = {report.area_code for report in reports if report.area_code}
    return areas.area_names(codes) if codes else {}


def _in_language(name: str, name_en: str) -> str:
    return (name_en or name) if current_language() == "en" else name
