"""What feedback holds about a person: the reports that they sent (settings.PERSONAL_DATA)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backend.feedback.models import Report, ReportEvent, ReportPhoto
from backend.feedback.selectors import reports_of_sender_whole

Json = dict[str, Any]
AT_ONCE = 200


def reports_held(user: Any) -> Iterator[Json]:
    """Reports with their history and ratings. Notes that officers write for each other are theirs."""
    for report in reports_of_sender_whole(user).iterator(chunk_size=AT_ONCE):
        yield _report(report)


def _report(report: Report) -> Json:
    rating = getattr(report, "rating", None)
    return {
        "id": report.pk,
        "code": report.code,
        "category": report.category.slug,
        "text": report.text,
        "place_text": report.place_text,
        "latitude": report.latitude,
        "longitude": report.longitude,
        "area_code": report.area_code,
        "contact_name": report.contact_name,
        "contact_phone": report.contact_phone,
        "is_anonymous": report.is_anonymous,
        "is_public": report.is_public,
        "status": report.status,
        "agency": report.agency.name if report.agency else None,
        "due_at": report.due_at,
        "resolved_at": report.resolved_at,
        "created_at": report.created_at,
        "updated_at": report.updated_at,
        "rating": {"score": rating.score, "text": rating.text, "at": rating.updated_at} if rating else None,
        "photos": [_photo(photo) for photo in report.photos.all()],
        "events": [_event(event) for event in report.events.all()],
    }


def _photo(photo: ReportPhoto) -> Json:
    """Its address is in the app's own list of reports: one in a file would end within hours."""
    return {
        "id": photo.pk,
        "kind": photo.kind,
        "width": photo.width,
        "height": photo.height,
        "created_at": photo.created_at,
    }


def _event(event: ReportEvent) -> Json:
    return {
        "at": event.at,
        "kind": event.kind,
        "status": event.to_status,
        "text": event.text,
        "by": event.actor_role,
        "agency": event.actor_label,
    }
