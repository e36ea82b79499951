"""Wakes workers. The database is the queue: a ring that is lost costs only the time until the sweeper rings again."""

from __future__ import annotations

import uuid

from backend.common.tasks import publish
from notifications.models import Kind

# Long enough for a busy worker to come round, short enough that bells do not pile up behind a dead one.
RING_EXPIRES = 15


def queue_of(kind: str) -> str:
    """The queue that notices of this kind are worked on in."""
    return {Kind.EMERGENCY.value: "emergency", Kind.PERSONAL.value: "personal"}.get(str(kind), "notices")


def ring_start(notice_id: uuid.UUID, kind: str) -> None:
    """Ask a worker to plan this notice and begin."""
    _ring("start", notice_id, kind)


def ring_send(notice_id: uuid.UUID, kind: str, *, times: int = 1) -> None:
    """Ask `times` workers to take batches of this notice."""
    for _turn in range(times):
        _ring("send", notice_id, kind)


def _ring(what: str, notice_id: uuid.UUID, kind: str) -> None:
    from notifications import tasks

    task = {"start": tasks.start_notice, "send": tasks.send_notice}[what]
    publish(task, [str(notice_id)], queue=queue_of(kind), expires=RING_EXPIRES)
