"""The numbers beside the navigation: what waits for the person who is looking."""

from django.http import HttpRequest

from backend.feedback.summary import report_counts
from notifications.services import notices_awaiting


def reports_badge(request: HttpRequest) -> str:
    """Reports that nobody has received yet."""
    count = report_counts(request.user).new
    return str(count) if count else ""


def notices_badge(request: HttpRequest) -> str:
    """Notices that this person may approve."""
    count = len(notices_awaiting(request.user))
    return str(count) if count else ""
