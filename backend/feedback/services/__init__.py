"""All that can be done with reports and their photos."""

from backend.feedback.services.map import map_recount
from backend.feedback.services.moves import (
    report_comment,
    report_publish,
    report_rate,
    report_reopen,
    report_transition,
    report_withdraw,
    reports_close_settled,
)
from backend.feedback.services.photos import photo_make_thumb, photo_upload, photos_purge_loose
from backend.feedback.services.reports import NewReport, report_create, report_route

__all__ = [
    "NewReport",
    "map_recount",
    "photo_make_thumb",
    "photo_upload",
    "photos_purge_loose",
    "report_comment",
    "report_create",
    "report_publish",
    "report_rate",
    "report_reopen",
    "report_route",
    "report_transition",
    "report_withdraw",
    "reports_close_settled",
]
