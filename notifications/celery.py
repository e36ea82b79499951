"""The Celery app of the whole house: its queues, its clock, and the request id that follows into tasks."""

from __future__ import annotations

import os
import time
from typing import Any

from celery import Celery
from celery.signals import (
    beat_init,
    before_task_publish,
    setup_logging,
    task_postrun,
    task_prerun,
    worker_shutting_down,
)
from kombu import Queue

from notifications import shutdown

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

# In the order in which a worker that serves them all should look.
QUEUES = ("emergency", "personal", "notices", "default")
REQUEST_HEADER = "daknong_request_id"
# They run every few seconds, mostly for nothing: a line in the log only if they fail.
QUIET_TASKS = ("notifications.heartbeat", "notifications.sweep", "accounts.sweep_codes", "feedback.sweep")
HEARTBEAT_SECONDS = 10
SWEEP_SECONDS = 1

app = Celery("notifications", amqp="notifications.broker:Amqp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["notifications"], related_name="chores")
app.conf.task_queues = [Queue(name) for name in QUEUES]
# A ring that nobody heard is worthless after the next one: it expires instead of piling up in a queue nobody drains.
app.conf.beat_schedule = {
    "heartbeat": {
        "task": "notifications.heartbeat",
        "schedule": HEARTBEAT_SECONDS,
        "options": {"expires": HEARTBEAT_SECONDS},
    },
    "sweep-notices": {
        "task": "notifications.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS, "queue": "emergency"},
    },
    "mark-stale-devices": {"task": "notifications.mark_stale", "schedule": 24 * 3600},
    "purge-receipts": {"task": "notifications.purge_receipts", "schedule": 24 * 3600},
    "make-digests": {"task": "notifications.make_digests", "schedule": 300, "options": {"expires": 300}},
    "purge-idempotency": {"task": "common.purge_idempotency", "schedule": 24 * 3600},
    "sweep-codes": {"task": "accounts.sweep_codes", "schedule": 5, "options": {"expires": 5, "queue": "personal"}},
    "purge-accounts": {"task": "accounts.purge", "schedule": 24 * 3600},
    "sweep-feedback": {"task": "feedback.sweep", "schedule": 30, "options": {"expires": 30}},
    "purge-photos": {"task": "feedback.purge_photos", "schedule": 3600, "options": {"expires": 3600}},
    "close-settled": {"task": "feedback.close_settled", "schedule": 3600, "options": {"expires": 3600}},
}


@beat_init.connect
def _heartbeat_at_once(**_kwargs: Any) -> None:
    """The clock's first tick comes after a whole period; a system that has just started need not wait for it."""
    app.send_task("notifications.heartbeat", expires=6 * HEARTBEAT_SECONDS)


@worker_shutting_down.connect
def _put_down_what_is_in_hand(**_kwargs: Any) -> None:
    shutdown.ask()


@setup_logging.connect
def _log_as_the_web_does(**_kwargs: Any) -> None:
    """Leave settings.LOGGING as Django has set it up: JSON lines, personal data masked; LOG_LEVEL decides."""


@before_task_publish.connect
def _carry_request_id(headers: dict[str, Any] | None = None, **_kwargs: Any) -> None:
    from backend.common.logging import current_request_id

    if headers is not None:
        headers.setdefault(REQUEST_HEADER, current_request_id())


@task_prerun.connect
def _take_request_id(task: Any = None, **_kwargs: Any) -> None:
    from backend.common.logging import bind_request_id

    bind_request_id(getattr(task.request, REQUEST_HEADER, None) or "")
    task.request.began = time.perf_counter()


@task_postrun.connect
def _record_and_drop_request_id(task: Any = None, state: str | None = None, **_kwargs: Any) -> None:
    """One line a task, as there is one line a request. Arguments are not in it."""
    from backend.common.logging import bind_request_id, get_logger

    if task.name not in QUIET_TASKS:
        seconds = time.perf_counter() - getattr(task.request, "began", time.perf_counter())
        log = get_logger("tasks")
        log.info("task", task=task.name, task_id=task.request.id, state=state, ms=round(seconds * 1000, 1))
    # A task that ran inside a request (eagerly) must leave the request its id.
    if not task.request.is_eager:
        bind_request_id("")
