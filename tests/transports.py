"""Sending in tests: a transport that answers by function, remembers whom it was to reach, and sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from notifications import tasks
from notifications.models import BatchStatus, Notice, NoticeBatch
from notifications.senders.base import ACCEPTED, Outgoing, Result

Answer = Callable[[Outgoing], Result]


class FakeTransport:
    """Holds up to `size` in the air, and answers up to `size` a step."""

    def __init__(self, answer: Answer = lambda outgoing: ACCEPTED, *, size: int = 1000) -> None:
        self.answer, self.size = answer, size
        self.sent: list[Outgoing] = []
        self._in_air: list[Outgoing] = []

    @property
    def tokens(self) -> list[str]:
        return [outgoing.token or outgoing.fid for outgoing in self.sent]

    @property
    def room(self) -> int:
        return self.size - len(self._in_air)

    @property
    def in_flight(self) -> int:
        return len(self._in_air)

    def prepare(self) -> None:
        """Always ready."""

    def submit(self, outgoing: Outgoing) -> None:
        assert self.room > 0
        self.sent.append(outgoing)
        self._in_air.append(outgoing)

    def step(self, seconds: float) -> list[tuple[Any, Result]]:
        answered, self._in_air = self._in_air, []
        return [(outgoing.ticket, self.answer(outgoing)) for outgoing in answered]

    def close(self) -> None:
        self._in_air.clear()


def send(notice: Notice) -> Notice:
    """What a worker does when it is called for this notice."""
    tasks.send_notice(str(notice.pk))
    notice.refresh_from_db()
    return notice


def its_time_has_come() -> None:
    """What waits for later is due now. The ledger goes by the database's clock, which no test can move."""
    long_ago = timezone.now() - timedelta(days=2)
    NoticeBatch.objects.filter(status=BatchStatus.PENDING).update(not_before=long_ago)
    Notice.objects.filter(paused_until__isnull=False).update(paused_until=long_ago)
