"""Wakes workers. The database is the queue: a ring that is lost costs only the time until the sweeper rings again."""

from __future__ import annotations

import uuid

from backend.common.tasks import publish
from notifications.models import Notice
from notifications.priorities import priority_of, queue_of

# Long enough for a busy worker to come round, short enough that bells do not pile up behind a dead one.
RING_EXPIRES = 15


def ring_start(notice_id: uuid.UUID, kind: str) -> None:
    """Ask a worker to publish this notice, or to go on writing its ledger, and begin."""
    _ring("start", notice_id, queue_of_kind(kind))


def ring_send(notice_id: uuid.UUID, queue: str, *, times: int = 1) -> None:
    """Ask `times` workers of this queue to take batches."""
    for _turn in range(times):
        _ring("send", notice_id, queue)


def queue_of_kind(kind: str) -> str:
    """The queue that notices of this kind are worked on in."""
    return queue_of(priority_of(Notice(kind=kind)))


def _ring(what: str, notice_id: uuid.UUID, queue: str) -> None:
    from notifications import tasks

    task = {"start": tasks.start_notice, "send": tasks.send_notice}[what]
    publish(task, [str(notice_id), queue], queue=queue, expires=RING_EXPIRES)
