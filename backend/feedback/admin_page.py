"""What the console's page of one report shows, ready for its template."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.areas.selectors import area_names
from backend.common.i18n import pick
from backend.feedback.models import Report, ReportEvent, ReportPhoto
from backend.feedback.signing import photo_path

TONES = {
    "new": "info",
    "received": "info",
    "forwarded": "info",
    "in_progress": "work",
    "waiting_info": "work",
    "extended": "work",
    "resolved": "done",
    "closed": "done",
    "rejected": "stop",
    "reopened": "stop",
}


def report_page(report: Report, request: HttpRequest) -> dict[str, Any]:
    """The report, its place and people, its photos and its history. No query beyond the selector's."""
    photos = list(report.photos.all())
    name, name_en = area_names([report.area_code]).get(report.area_code, ("", ""))
    return {
        "report": report,
        "tone": TONES[report.status],
        "category_name": pick(report.category, "name"),
        "agency_label": pick(report.agency, "name") if report.agency else _("Not assigned yet"),
        "area_label": pick({"name": name, "name_en": name_en}, "name"),
        "map_url": _map_url(report),
        "is_overdue": report.is_overdue(),
        "days_late": (timezone.now() - report.due_at).days if report.is_overdue() else 0,
        "before": [_photo(photo) for photo in photos if photo.kind == ReportPhoto.Kind.BEFORE],
        "after": [_photo(photo) for photo in photos if photo.kind == ReportPhoto.Kind.AFTER],
        "rating": getattr(report, "rating", None),
        "timeline": [_entry(event, photos) for event in reversed(list(report.events.all()))],
        "duplicate_url": _page_of(report.duplicate_of) if report.duplicate_of else "",
    }


def _photo(photo: ReportPhoto) -> dict[str, Any]:
    full = photo_path(photo.pk, "full", is_public=False)
    thumb = photo_path(photo.pk, "thumb", is_public=False) if photo.is_processed else full
    return {"full": full, "thumb": thumb, "width": photo.width, "height": photo.height}


def _entry(event: ReportEvent, photos: list[ReportPhoto]) -> dict[str, Any]:
    who = {
        ReportEvent.Role.SENDER: _("Sender"),
        ReportEvent.Role.SYSTEM: _("The system"),
        ReportEvent.Role.AGENCY: event.actor_label or _("Agency"),
    }
    moved = event.kind == ReportEvent.Kind.MOVED
    return {
        "at": event.at,
        "title": event.get_to_status_display() if moved else event.get_kind_display(),
        "tone": TONES[event.to_status] if moved else "plain",
        "who": who[ReportEvent.Role(event.actor_role)],
        "text": pick(event, "text"),
        "note": event.note,
        "photos": [_photo(photo) for photo in photos if photo.event_id == event.pk],
    }


def _map_url(report: Report) -> str:
    """The phone's or the desktop's own map; a link only, nothing is loaded from there."""
    if report.latitude is None or report.longitude is None:
        return ""
    point = f"{report.latitude:.6f},{report.longitude:.6f}"
    return "geo:" + point + "?" + urlencode({"q": f"{point}({report.code})"})


def _page_of(report: Report) -> str:
    return reverse("admin:feedback_report_change", args=[report.pk])
