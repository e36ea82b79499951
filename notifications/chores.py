"""Work by the clock, beside the sweeper's."""

from __future__ import annotations

from celery import shared_task

from notifications import stale


@shared_task(name="notifications.mark_stale")
def mark_stale() -> int:
    """Daily: leave out devices that have long been silent."""
    return stale.device_mark_stale()
