"""One notice sent by one of our senders while the simulator misbehaves, and what came of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.bench.push.ground import Ground
from tests.bench.push.rows import devices_forget, devices_load, notice_make
from tests.bench.push.sender import PACED, sender_end, sender_start

Happening = Callable[[], None]


@dataclass(frozen=True)
class Scene:
    """How it ended. `seconds` from the first message that came to the last, `reached` as the simulator saw it."""

    status: str
    planned: int
    accepted: int
    failed: int
    disabled: int
    requests: int
    seconds: float
    reached: dict[int, int]
    counts: dict[str, Any]

    @property
    def devices_reached(self) -> int:
        return sum(self.reached.values())

    @property
    def doubled(self) -> int:
        """Messages that a device accepted beyond its first."""
        return sum(devices * (times - 1) for times, devices in self.reached.items())


def scene_play(
    ground: Ground,
    devices: int,
    *,
    before: Happening | None = None,
    during: Happening | None = None,
    latency: int = 50,
    **settings: str,
) -> Scene:
    """Load, send, wait for the end. `before` happens ahead of the first message, `during` from then on, beside it.

    Retries and pauses are those of production; only the first minute's ramp is left out.
    """
    simulator = ground.simulator
    simulator.behave(reset=True)
    simulator.behave(latency_ms=latency)
    devices_forget()
    devices_load(devices)
    simulator.clear()
    notice = notice_make()
    if before:
        before()
    helper = threading.Thread(target=_after_first_message, args=(ground, during)) if during else None
    process = sender_start(PACED | settings)
    if helper:
        helper.start()
    sender_end(process)
    if helper:
        helper.join()
    return _ending(ground, notice)


def _after_first_message(ground: Ground, during: Happening) -> None:
    deadline = time.monotonic() + 60
    while not ground.simulator.counts()["total"] and time.monotonic() < deadline:
        time.sleep(0.02)
    during()


def _ending(ground: Ground, notice: Any) -> Scene:
    from notifications.models import Device

    notice.refresh_from_db()
    counts = ground.simulator.counts()
    return Scene(
        status=notice.status,
        planned=notice.planned_count,
        accepted=notice.accepted_count,
        failed=notice.failed_count,
        disabled=Device.objects.filter(is_active=False).count(),
        requests=counts["total"],
        seconds=(counts["last_at"] or 0) - (counts["first_at"] or 0),
        reached=ground.simulator.reached(),
        counts=counts,
    )
