"""The sender: takes batches, keeps as many messages in the air as it may, writes down what is answered.

One process and one thread. It holds no transaction while the network works; if the database goes away it stops taking
and sending, keeps what was answered, and writes it down when the database is back.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, connection

from backend.common.logging import get_logger
from notifications.conf import (
    BATCHES_HELD,
    CHECKPOINT_MAX_SECONDS,
    CHECKPOINT_MIN_SECONDS,
    CHECKPOINT_SHARE,
    DATABASE_PATIENCE,
    LEASE,
)
from notifications.course import Course, Hand
from notifications.ledger import batches, endings
from notifications.ledger.batches import Batch
from notifications.ledger.checkpoint import Tick, checkpoint_write
from notifications.models import BatchStatus, Notice
from notifications.pace import Pace
from notifications.priorities import EMERGENCY
from notifications.senders.base import Outcome, Result, Transport
from notifications.workflow import Status

log = get_logger(__name__)

GONE_AWAY = (OperationalError, InterfaceError)
# How long one look at the network may take, and how often the ledger is asked for work that comes later.
STEP_SECONDS = 0.02
LOOK_SECONDS = 0.2
# When nobody may send for longer than this, batches are not held meanwhile.
HOLD_SECONDS = 0.5


class Engine:
    """Sends what is due of the priorities from `first` to `last`."""

    def __init__(
        self,
        transport: Transport,
        pace: Pace,
        *,
        first: int,
        last: int,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._transport, self._pace = transport, pace
        self._first, self._last = first, last
        self._should_stop = should_stop
        self._hands: list[Hand] = []
        self._courses: dict[uuid.UUID, Course] = {}
        self._ticks: list[Tick] = []
        self._unwritten = 0
        self._written_at = self._looked_at = self._probed_at = 0.0
        self._away_since: float | None = None
        self.sent = 0

    def run(self, *, seconds: float) -> bool:
        """Send until nothing is due, the time is up, or we are told to stop; True if something may be left."""
        until = time.monotonic() + seconds
        while True:
            is_ending = time.monotonic() >= until or self._should_stop()
            has_more = True
            if is_ending:
                self._put_down()
            elif self._pace.blocked_for > HOLD_SECONDS:
                self._put_down(wait=self._pace.blocked_for)
                has_more = False
            else:
                has_more = self._take()
                self._feed()
            for (hand, addressee), result in self._transport.step(STEP_SECONDS if self._hands else 0):
                self._note(hand, addressee, result)
            self._write_if_due()
            if not self._hands and (is_ending or not has_more):
                return is_ending

    # --- Taking work
    def _take(self) -> bool:
        """Claim what we have room for; False if we asked and nothing is due."""
        now = time.monotonic()
        last = self._last_wanted()
        queued = sum(len(hand.queue) for hand in self._hands if hand.batch.priority <= last)
        if self._is_away or last < self._first or queued > self._transport.room:
            return True
        if self._hands and now - self._looked_at < LOOK_SECONDS:
            return True
        if not self._hands:
            self._written_at = now  # what we take now is ours from now on
        found = self._guarded(self._claim, last) or []
        # Where there was something there may be more; else not at once.
        self._looked_at = 0.0 if found else now
        for batch in found:
            self._guarded(self._pick_up, batch)
        return bool(found or self._hands)

    def _last_wanted(self) -> int:
        """The least urgent priority of which there is room for another batch; always room for what is more urgent."""
        held = sorted(hand.batch.priority for hand in self._hands if hand.queue)
        return self._last if len(held) < BATCHES_HELD else min(self._last, held[BATCHES_HELD - 1] - 1)

    def _claim(self, last: int) -> list[Batch]:
        held = sum(hand.batch.priority <= last for hand in self._hands if hand.queue)
        probe = self._claim_probe(last)
        found = batches.batches_claim(first=self._first, last=last, limit=BATCHES_HELD - held)
        return [probe, *found] if probe else found

    def _claim_probe(self, last: int) -> Batch | None:
        """Now and then, whatever else there is to do: a notice that waits for its trouble to end is not forgotten."""
        if time.monotonic() - self._probed_at < LOOK_SECONDS:
            return None
        self._probed_at = time.monotonic()
        return batches.probe_claim(first=self._first, last=last)

    def _pick_up(self, batch: Batch) -> None:
        course = self._course(batch)
        hand = Hand(batch, course, batches.addressees_load(batch, course.reach)[::-1])
        if course.is_over:
            hand.expire()
        self._hands.append(hand)
        self._hands.sort(key=lambda hand: hand.batch.priority)

    def _course(self, batch: Batch) -> Course:
        known = self._courses.get(batch.notice_id)
        if known is None or known.is_stopped:
            known = self._courses[batch.notice_id] = Course(Notice.objects.get(pk=batch.notice_id))
        known.is_paused = False  # or nobody would have been given a batch of it
        return known

    # --- Sending
    def _feed(self) -> None:
        self._transport.prepare()
        if time.monotonic() - self._written_at > LEASE.total_seconds() / 2 and self._hands:
            self._write()  # we were held up: is it still ours?
        if self._is_away:
            return
        for hand in self._hands:
            if hand.course.is_halted:
                hand.empty()
            wanted = min(self._transport.room, hand.allowance, len(hand.queue))
            if wanted <= 0:
                continue
            backlog = sum(len(other.queue) for other in self._hands)
            is_urgent = hand.batch.priority == EMERGENCY
            allowed = self._guarded(self._pace.take, wanted, backlog=backlog, is_urgent=is_urgent) or 0
            for _turn in range(allowed):
                self._transport.submit(hand.next())

    def _note(self, hand: Hand, addressee: Any, result: Result) -> None:
        course = hand.course
        if course.is_wrong_project(result):
            result = Result(Outcome.RETRY, result.reason, result.detail)
        course.note(result)
        hand.note(addressee, result)
        self._unwritten += 1
        self.sent += 1
        if result.outcome is Outcome.ACCEPTED:
            return
        if result.outcome is Outcome.QUOTA:
            self._guarded(self._pace.block, result.retry_after)
        elif result.outcome is Outcome.BAD_MESSAGE and not course.refusal:
            course.is_stopped, course.refusal = True, result.detail or result.reason
            self._written_at = 0.0  # others are to hear of it at once
        elif result.reason == "third_party_auth":
            self._guarded(endings.notice_alert, notice_id=course.notice.pk, trouble=result.detail)
        elif not course.is_paused and not hand.batch.is_probe and course.has_tripped():
            self._pause(hand)

    def _pause(self, hand: Hand) -> None:
        """For the whole notice, because of what this batch was answered last."""
        course, trouble = hand.course, hand.batch.last_error
        course.is_paused = True
        wait = hand.retry_after
        self._guarded(endings.notice_pause, notice_id=course.notice.pk, trouble=trouble, retry_after=wait)

    # --- Writing down
    def _write_if_due(self) -> None:
        if not self._hands:
            return
        silent = time.monotonic() - self._written_at
        is_much = self._unwritten >= CHECKPOINT_SHARE * self._transport.in_flight
        if silent >= CHECKPOINT_MAX_SECONDS or (silent >= CHECKPOINT_MIN_SECONDS and self._unwritten and is_much):
            self._write()

    def _write(self) -> None:
        self._judge_probes()
        self._tell_refusals()
        self._ticks += [tick for course in self._courses.values() if (tick := course.tick())]
        entries = [hand.entry() for hand in self._hands]
        written = self._guarded(checkpoint_write, entries, self._ticks)
        self._written_at = time.monotonic()
        if written is None:
            return
        self._ticks, self._unwritten = [], 0
        for hand in self._hands:
            hand.batch.failures, hand.batch.cleared = [], []
            if hand.batch.id not in written.kept and not hand.is_lost:
                hand.is_lost = True
                hand.empty()
                log.warning("lease_lost", batch=hand.batch.id)
        self._obey(written.notices)
        closed = [entry for entry in entries if entry.status is not BatchStatus.LEASED]
        gone = {entry.batch.id for entry in closed}
        self._hands = [
            hand for hand in self._hands if hand.batch.id not in gone and not (hand.is_lost and hand.is_finished)
        ]
        self._finish({entry.batch.notice_id for entry in closed})

    def _tell_refusals(self) -> None:
        """A message that Firebase refuses stops for everybody."""
        for course in self._courses.values():
            if course.refusal and not course.is_told:
                self._guarded(endings.notice_stop, notice_id=course.notice.pk, detail=course.refusal)
                course.is_told = not self._is_away

    def _judge_probes(self) -> None:
        """The trouble is over as soon as one message goes through."""
        for hand in self._hands:
            if not hand.batch.is_probe or hand.in_air:
                continue
            hand.batch.is_probe = False
            if hand.accepted or not hand.later:
                self._guarded(endings.notice_resume, notice_id=hand.course.notice.pk)
            else:
                hand.empty()
                self._pause(hand)

    def _obey(self, notices: dict[uuid.UUID, tuple[str, bool]]) -> None:
        """What was cancelled or paused meanwhile goes no further from here."""
        for notice_id, (status, is_paused) in notices.items():
            course = self._courses[notice_id]
            course.is_stopped = course.is_stopped or status != Status.SENDING
            is_probing = any(hand.batch.is_probe for hand in self._hands if hand.course is course)
            course.is_paused = course.is_paused or (is_paused and not is_probing)
            if course.is_halted:
                for hand in self._hands:
                    if hand.course is course:
                        hand.empty()

    def _finish(self, notice_ids: set[uuid.UUID]) -> None:
        busy = {hand.batch.notice_id for hand in self._hands}
        for notice_id in notice_ids - busy:
            self._guarded(endings.notice_finish, notice_id=notice_id)

    def _put_down(self, *, wait: float = 0.0) -> None:
        """Send nothing more: what is in the air comes back, the rest is for others, or for later."""
        for hand in self._hands:
            hand.empty(wait=wait)

    # --- The database may go away
    @property
    def _is_away(self) -> bool:
        return self._away_since is not None

    def _guarded(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What `work` returns; None while the database is away. Raises if that lasts too long, or we hold nothing."""
        try:
            done = work(*args, **kwargs)
        except GONE_AWAY:
            connection.close()
            self._away_since = self._away_since or time.monotonic()
            away = time.monotonic() - self._away_since
            if not self._hands or away > DATABASE_PATIENCE:
                raise
            log.warning("database_away", seconds=round(away, 1))
            return None
        self._away_since = None
        return done
