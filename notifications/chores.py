"""Work by the clock, beside the sweeper's."""

from __future__ import annotations

from celery import shared_task

from notifications import digests, stale
from notifications.services.receipts import receipts_purge


@shared_task(name="notifications.mark_stale")
def mark_stale() -> int:
    """Daily: leave out devices that have long been silent."""
    return stale.device_mark_stale()


@shared_task(name="notifications.purge_receipts")
def purge_receipts() -> int:
    """Daily: forget which device said what of old notices."""
    return receipts_purge()


@shared_task(name="notifications.make_digests")
def make_digests() -> int:
    """Every few minutes: once the hour has struck, the day's digests are made, and not again."""
    return digests.digests_make()
