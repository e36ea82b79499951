"""The numbers beside the navigation: what waits for the person who is looking."""

from django.http import HttpRequest

from backend.feedback.summary import report_counts
from notifications.services import notices_awaiting


def reports_badge(request: HttpRequest) -> int | None:
    """Reports that nobody has received yet; None shows no badge."""
    return report_counts(request.user).new or None


def notices_badge(request: HttpRequest) -> int | None:
    """Notices that this person may approve; None shows no badge."""
    return len(notices_awaiting(request.user)) or None
