"""Starting background work without losing what was just saved, and the house-keeping of this package's own tables."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import redis
from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from backend.common.logging import get_logger
from backend.common.models import IdempotencyRecord

log = get_logger(__name__)

IDEMPOTENCY_KEPT = timedelta(days=30)  # a phone may come back from the hills after weeks
# One more try at once, for a connection that the broker's restart broke; no pause in a request's thread.
PUBLISH_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}


def run_on_commit(work: Callable[..., Any], *args: Any) -> None:
    """Call `work(*args)` once the transaction has committed; if it fails that is logged, and what was saved stays."""

    # A function with a name: Django's robust hooks raise AttributeError over a `functools.partial` that failed.
    def after_commit() -> None:
        work(*args)

    transaction.on_commit(after_commit, robust=True)


def publish(task: Any, args: Sequence[Any], **options: Any) -> bool:
    """Send a task to the broker; False, with a line in the log, if it cannot be reached."""
    try:
        task.apply_async(tuple(args), retry=True, retry_policy=PUBLISH_POLICY, **options)
    except (OperationalError, redis.RedisError) as error:
        log.error("broker_unavailable", task=getattr(task, "name", str(task)), error=type(error).__name__)
        return False
    return True


def enqueue_on_commit(task: Any, *args: Any) -> None:
    """Queue `task` once the transaction has committed.

    A broker that is down costs only delay: the row is saved, and a sweeper finds it.
    """
    run_on_commit(publish, task, args)


@shared_task(name="common.purge_idempotency")
def purge_idempotency() -> int:
    """Forget replies that no client can still ask for."""
    deleted, _rows = IdempotencyRecord.objects.filter(created_at__lt=timezone.now() - IDEMPOTENCY_KEPT).delete()
    return deleted
