"""The work of a sender: claim a batch, load a slice, let the database go, send, record; again until nothing is due."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from notifications import doorbell, ledger
from notifications.conf import SLICE_SIZE, TASK_BUDGET_SECONDS
from notifications.models import Device, Notice, NoticeBatch
from notifications.senders.base import Outcome, Outgoing, Result, Sender
from notifications.senders.fcm import fcm_sender
from notifications.senders.payload import LANGUAGES, content_of


def notice_send(*, notice_id: uuid.UUID, kind: str) -> None:
    """Send what is due of a notice until nothing is left or our time is up, then ring for who comes next."""
    sender = fcm_sender()
    until = time.monotonic() + TASK_BUDGET_SECONDS
    while (batch := ledger.batch_claim(notice_id=notice_id)) is not None:
        _batch_send(batch, sender)
        if time.monotonic() > until:
            doorbell.ring_send(notice_id, kind)
            return
    ledger.notice_finish(notice_id=notice_id)


def _batch_send(batch: NoticeBatch, sender: Sender) -> None:
    if timezone.now() >= ledger.deadline(batch.notice):
        ledger.batch_expire(batch)
        return
    retry_after = 0.0
    held: NoticeBatch | None = batch
    for devices, done_to, before in _slices(batch):
        sent = _send(devices, batch.notice, sender)
        later = [outgoing.device_id for outgoing, result in sent if result.outcome is Outcome.RETRY]
        retry_after = max([retry_after, *(result.retry_after or 0.0 for _outgoing, result in sent)])
        held = ledger.slice_record(batch, sent, done_to=done_to, retry_ids=[*before, *later])
        if held is None:
            return
        # The generator reads how far the batch has got from here.
        batch.done_to, batch.retry_ids = held.done_to, held.retry_ids
    ledger.batch_release(batch, retry_after=retry_after)


def _slices(batch: NoticeBatch) -> Iterator[tuple[list[Device], uuid.UUID | None, list[uuid.UUID]]]:
    """(devices, how far the range is done with them, who is still to be tried again besides them), slice by slice."""
    if batch.done_to == batch.hi:
        yield from _retry_slices(batch)
        return
    while devices := ledger.range_next(batch):
        is_last = len(devices) < SLICE_SIZE
        yield devices, batch.hi if is_last else devices[-1].pk, batch.retry_ids
    if batch.done_to != batch.hi:  # nobody was left: the range is done all the same
        yield [], batch.hi, batch.retry_ids


def _retry_slices(batch: NoticeBatch) -> Iterator[tuple[list[Device], uuid.UUID | None, list[uuid.UUID]]]:
    untried = list(batch.retry_ids)
    again: list[uuid.UUID] = []
    while untried:
        ids, untried = untried[:SLICE_SIZE], untried[SLICE_SIZE:]
        kept = [*untried, *again]
        yield ledger.retry_next(ids), batch.done_to, kept
        again = [pk for pk in batch.retry_ids if pk not in set(untried)]


def _send(devices: list[Device], notice: Notice, sender: Sender) -> list[tuple[Outgoing, Result]]:
    if not devices:
        return []
    contents = {language: content_of(notice, language) for language in LANGUAGES}
    outgoing = [
        Outgoing(device.pk, device.token or "", contents.get(device.language) or contents["vi"]) for device in devices
    ]
    _let_database_go()
    return list(zip(outgoing, sender.send(outgoing), strict=True))


def _let_database_go() -> None:
    """Give the connection back for as long as the network takes: hundreds of senders must not hold hundreds of them."""
    if not connection.in_atomic_block:  # only a test's own transaction is still open here
        connection.close()
