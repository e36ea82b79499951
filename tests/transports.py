"""A transport for tests: answers by function, remembers whom it was asked to reach, sends nothing anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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

    def submit(self, outgoing: Outgoing) -> None:
        assert self.room > 0
        self.sent.append(outgoing)
        self._in_air.append(outgoing)

    def step(self, seconds: float) -> list[tuple[Any, Result]]:
        answered, self._in_air = self._in_air, []
        return [(outgoing.ticket, self.answer(outgoing)) for outgoing in answered]

    def close(self) -> None:
        self._in_air.clear()
