"""Reads a notice's page all the while, and compares it with what the simulator has accepted."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.bench.push.simulator import Simulator

EVERY = 0.2


@dataclass
class PageWatch:
    """`with PageWatch(notice, simulator) as watch: …`; then `lies` are the times when the page said what is not so."""

    notice: Any
    simulator: Simulator
    looks: int = 0
    away: int = 0
    lies: list[str] = field(default_factory=list)
    _last: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> PageWatch:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        from django.db import InterfaceError, OperationalError, connection

        while not self._ended.wait(EVERY):
            try:
                self._look()
            except (OperationalError, InterfaceError):
                self.away += 1
                connection.close()
        connection.close()

    def _look(self) -> None:
        from notifications.pulse import pulse

        page = pulse(self.notice)
        # Asked after the page was read: what is on it had been accepted by then.
        accepted = self.simulator.accepted()
        self.looks += 1
        if page.accepted > accepted:
            self.lies.append(f"{time.time():.1f}: the page says {page.accepted}, accepted were {accepted}")
        if page.accepted < self._last:
            self.lies.append(f"{time.time():.1f}: the page went from {self._last} back to {page.accepted}")
        if page.accepted + page.failed + page.skipped + page.waiting != page.planned:
            self.lies.append(f"{time.time():.1f}: the page does not add up: {page}")
        self._last = page.accepted
