"""The ground with workers on it, and patience with a database that comes and goes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.bench.push.ground import Ground
from tests.bench.push.kill_campaign.workers import Workers
from tests.bench.push.rows import devices_forget, devices_load, notice_make
from tests.bench.push.simulator import Simulator

T = TypeVar("T")
ENDED = ("sent", "failed", "cancelled")


@dataclass
class Field:
    """What a phase is played on. `scale` divides its numbers: 1, or 10 with --quick."""

    ground: Ground
    workers: Workers
    latency: float
    scale: int = 1

    @property
    def simulator(self) -> Simulator:
        return self.ground.simulator

    def set_up(self, devices: int) -> None:
        """Nothing but these devices, and a simulator that answers well and remembers nothing."""
        patiently(devices_forget)
        devices_load(devices)
        self.simulator.behave(reset=True)
        self.simulator.behave(latency_ms=self.latency * 1000)
        self.simulator.clear()

    def publish(self, **values: Any) -> Any:
        """An approved notice, and the bell that approval would ring."""
        from notifications import doorbell

        notice = notice_make(**values)
        doorbell.ring_start(notice.pk, notice.kind)
        return notice

    def wait_accepted(self, count: int, *, seconds: float = 180) -> None:
        """Until the simulator has accepted so many."""
        deadline = time.monotonic() + seconds
        while self.simulator.accepted() < count:
            self._require_in_time(deadline, f"{self.simulator.accepted()} of {count} were accepted")
            time.sleep(0.02)

    def wait_end(self, notice: Any, *, seconds: float = 600) -> None:
        """Until the notice is done with, whatever happens to the database meanwhile."""
        deadline = time.monotonic() + seconds
        while patiently(lambda: _status(notice)) not in ENDED:
            self._require_in_time(deadline, f"the notice is still {notice.status}")
            time.sleep(0.2)

    def _require_in_time(self, deadline: float, text: str) -> None:
        if time.monotonic() > deadline:
            raise SystemExit(f"{text}\n{self.workers.log_ends()}")


def _status(notice: Any) -> str:
    notice.refresh_from_db()
    return str(notice.status)


def patiently(ask: Callable[[], T], *, seconds: float = 60) -> T:
    """The answer, from a database that may be away for a while."""
    from django.db import InterfaceError, OperationalError, connection

    deadline = time.monotonic() + seconds
    while True:
        try:
            return ask()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
