"""Starting background work without losing what was just saved, and the house-keeping of this package's own tables."""

from datetime import timedelta
from functools import partial
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from backend.common.models import IdempotencyRecord

IDEMPOTENCY_KEPT = timedelta(days=30)  # a phone may come back from the hills after weeks


def enqueue_on_commit(task: Any, *args: Any) -> None:
    """Queue `task` once the transaction has committed.

    A broker that is down is logged by Django (robust) and costs only delay: the row is saved, and a sweeper finds it.
    """
    transaction.on_commit(partial(task.delay, *args), robust=True)


@shared_task(name="common.purge_idempotency")
def purge_idempotency() -> int:
    """Forget replies that no client can still ask for."""
    deleted, _rows = IdempotencyRecord.objects.filter(created_at__lt=timezone.now() - IDEMPOTENCY_KEPT).delete()
    return deleted
