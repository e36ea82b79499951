"""One notice while this process sends it, and one batch of it in hand. What must last stands in the ledger."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from notifications.conf import BREAKER_ANSWERS, BREAKER_SHARE, PROBE_SIZE
from notifications.ledger.batches import Addressee, Batch
from notifications.ledger.checkpoint import Entry, Tick
from notifications.ledger.endings import EXPIRED, backoff, deadline
from notifications.models import BatchStatus, Notice
from notifications.senders.base import Outcome, Outgoing, Result
from notifications.senders.rendering import Letter, letters_of
from notifications.targets import Condition, targets_of

# What these say of the message is good: it was taken, or only the phone is gone.
_FINE = (Outcome.ACCEPTED, Outcome.GONE)


class Course:
    """A notice that is being sent: its letters, whom it reaches, and how it goes."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self.letters: dict[str, Letter] = letters_of(notice)
        self.reach: Condition = targets_of(notice)
        self.deadline: datetime = deadline(notice)
        self.is_stopped = self.is_paused = False
        # What Firebase says is wrong with the message, and whether the ledger knows.
        self.refusal, self.is_told = "", False
        self.in_air = 0
        # Since the last ending of the breaker's window, and since the last tick.
        self.good = self.bad = 0
        self._sent = self._accepted = self._failed = 0

    @property
    def is_halted(self) -> bool:
        """Nothing more of it leaves from here."""
        return self.is_stopped or self.is_paused or self.is_over

    @property
    def is_over(self) -> bool:
        """Who has not been reached by now is not reached at all."""
        return timezone.now() >= self.deadline

    @property
    def allowance(self) -> int:
        """How many may be in the air: a few until one has come back well, so that a bad message costs no more."""
        return 1_000_000 if self.good else PROBE_SIZE * 2 - self.in_air

    def letter(self, language: str) -> Letter:
        return self.letters.get(language) or self.letters["vi"]

    def note(self, result: Result) -> None:
        """Count one answer."""
        self.in_air -= 1
        self._sent += 1
        self._accepted += result.outcome is Outcome.ACCEPTED
        self._failed += result.outcome in (Outcome.GONE, Outcome.SUSPECT, Outcome.FAILED)
        if result.outcome in _FINE and result.reason != "sender_id_mismatch":
            self.good += 1
        elif result.outcome is not Outcome.QUOTA:
            self.bad += 1

    def has_tripped(self) -> bool:
        """Of the last hundred answers or more, were nearly all failures? Looks at a window, and opens the next."""
        answers = self.good + self.bad
        if answers < BREAKER_ANSWERS:
            return False
        tripped = self.bad >= BREAKER_SHARE * answers
        # Keeps the knowledge that it went well before, and forgets how well.
        self.good, self.bad = min(self.good, 1), 0
        return tripped

    def is_wrong_project(self, result: Result) -> bool:
        """All say "another sender's token", and none said well: it is we who are wrong, not twenty phones."""
        return result.reason == "sender_id_mismatch" and not self.good and self.bad > PROBE_SIZE * 2

    def tick(self) -> Tick | None:
        """What was answered since the last one, if anything."""
        if not self._sent:
            return None
        tick = Tick(uuid.uuid4(), self.notice.pk, timezone.now(), self._sent, self._accepted, self._failed)
        self._sent = self._accepted = self._failed = 0
        return tick


@dataclass(slots=True, eq=False)
class Hand:
    """A batch that is ours: who is still to be sent to, and how many are on their way."""

    batch: Batch
    course: Course
    queue: list[Addressee]
    in_air: int = 0
    tried: int = 0
    accepted: int = 0
    later: int = 0
    retry_after: float = 0.0
    is_lost: bool = False
    # Numbers that were left in the queue when it was emptied.
    left: int = 0
    wait: float = 0.0

    @property
    def is_finished(self) -> bool:
        return not self.queue and self.in_air == 0

    @property
    def allowance(self) -> int:
        """How many of the queue may leave now."""
        if self.batch.is_probe:
            return PROBE_SIZE - self.tried
        return min(len(self.queue), self.course.allowance)

    def next(self) -> Outgoing:
        """Take one from the queue."""
        addressee = self.queue.pop()
        self.in_air += 1
        self.tried += 1
        self.course.in_air += 1
        letter = self.course.letter(addressee.language)
        return Outgoing((self, addressee), letter, addressee.token or "", addressee.fid)

    def empty(self, *, wait: float = 0.0) -> None:
        """Keep what is left for others, or for later."""
        self.left += len(self.queue)
        self.wait = max(self.wait, wait)
        self.queue.clear()

    def note(self, addressee: Addressee, result: Result) -> None:
        """Write one answer into the batch."""
        self.in_air -= 1
        batch = self.batch
        batch.sent += 1
        if result.outcome is Outcome.ACCEPTED:
            batch.settle(addressee.number)
            batch.accepted += 1
            self.accepted += 1
            if addressee.suspect_count:
                batch.cleared.append(addressee.number)
            return
        batch.last_error = f"{result.reason}: {result.detail}"
        if result.outcome in (Outcome.RETRY, Outcome.QUOTA, Outcome.BAD_MESSAGE):
            self.later += 1
            self.retry_after = max(self.retry_after, result.retry_after or 0.0)
        else:
            self.fail(addressee, result.reason, result.detail)

    def fail(self, addressee: Addressee, reason: str, detail: str = "") -> None:
        """This device is not reached, and not tried again."""
        batch = self.batch
        batch.settle(addressee.number)
        batch.failed += 1
        token = addressee.token or addressee.fid
        batch.failures.append((addressee.number, token, reason[:40], detail[:300]))

    def expire(self) -> None:
        """Time is up: who is left has not been reached."""
        for addressee in self.queue:
            self.fail(addressee, EXPIRED)
        self.queue.clear()

    def entry(self) -> Entry:
        """How the row is to be written."""
        if not self.is_finished:
            return Entry(self.batch, BatchStatus.LEASED)
        if self.course.is_stopped:
            return Entry(self.batch, BatchStatus.STOPPED)
        if not self.later and not self.left:
            return Entry(self.batch, BatchStatus.DONE)
        return Entry(self.batch, BatchStatus.PENDING, self._wait())

    def _wait(self) -> timedelta:
        """How long those who said "later" are left alone."""
        if not self.later:
            self.batch.attempts = max(0, self.batch.attempts - 1)  # given back, not tried in vain
            return timedelta(seconds=self.wait)
        if self.course.is_paused or self.accepted * 2 >= self.tried:
            self.batch.attempts = 0  # that was no fault of this batch, or no congestion
        wait = backoff(self.batch.attempts, max(self.retry_after, self.wait))
        return max(timedelta(0), min(wait, self.course.deadline - timezone.now()))
