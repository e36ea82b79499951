"""Work that follows a report in the background. Each task first asks whether there is still something to do."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from backend.feedback import services
from backend.feedback.models import Report, ReportPhoto
from backend.feedback.workflow import OPEN

# Younger rows are on their way already; the sweeper is for those whose doorbell was lost.
SWEEP_AFTER = timedelta(seconds=30)
SWEEP_BATCH = 200


@shared_task(name="feedback.route_report")
def route_report(report_id: str) -> bool:
    """Find the agency for one report."""
    return services.report_route(report_id=report_id)


@shared_task(name="feedback.process_photo")
def process_photo(photo_id: str) -> bool:
    """Draw the thumbnail of one photo."""
    return services.photo_make_thumb(photo_id=photo_id)


@shared_task(name="feedback.sweep")
def sweep() -> int:
    """Route reports and draw thumbnails that were left behind when the broker or a worker was down."""
    before = timezone.now() - SWEEP_AFTER
    unrouted = Report.objects.filter(agency=None, status__in=OPEN, created_at__lt=before).order_by("-created_at")
    raw = ReportPhoto.objects.filter(is_processed=False, created_at__lt=before).order_by("-created_at")
    done = sum(services.report_route(report_id=pk) for pk in list(unrouted.values_list("pk", flat=True)[:SWEEP_BATCH]))
    return done + sum(
        services.photo_make_thumb(photo_id=pk) for pk in list(raw.values_list("pk", flat=True)[:SWEEP_BATCH])
    )


@shared_task(name="feedback.purge_photos")
def purge_photos() -> int:
    """Forget photos that no report took."""
    return services.photos_purge_loose()


@shared_task(name="feedback.close_settled")
def close_settled() -> int:
    """Close answers that nobody has objected to in time."""
    return services.reports_close_settled()
