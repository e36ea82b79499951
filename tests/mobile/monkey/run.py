"""A walk of some minutes, and the judgement on it."""

from __future__ import annotations

import tempfile
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import FaultProxy
from tests.mobile.memory import resident_mb
from tests.mobile.monkey.ears import Ears
from tests.mobile.monkey.walker import Walker
from tests.mobile.stub_server import Stub

WARM_UP = 8  # minutes until every screen was made and each cache is full; shorter walks are not judged by memory
GROWTH = 8.0  # MB that the last third may be above the middle third, by their medians
LAST = 30  # actions that a fault is told with
LOOK_EVERY, LOOKS_TOLD = 5.0, 12  # seconds between two looks at the memory; every so many are told


@dataclass
class Verdict:
    """What a walk found; good when nothing is in `faults`."""

    seed: int
    steps: int = 0
    actions: dict[str, int] = field(default_factory=dict)
    weather: dict[str, int] = field(default_factory=dict)
    reports: int = 0
    memory: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        used = f"{self.memory[0]:.0f} → {self.memory[-1]:.0f} MB (most {max(self.memory):.0f})" if self.memory else ""
        lines = [f"seed {self.seed}: {self.steps} steps, {self.reports} reports, {used}", f"actions {self.actions}"]
        return "\n".join([*lines, f"network faults {self.weather}", *(f"FAULT {fault}" for fault in self.faults)])


def walk(seed: int, minutes: float, tell: Callable[[str], None] = lambda _line: None) -> Verdict:
    """Walk until the time is over or something breaks; `tell` hears every minute how it goes."""
    verdict = Verdict(seed)
    stub = Stub()
    with tempfile.TemporaryDirectory() as folder, FaultProxy(stub.url) as proxy, Ears() as ears:
        walker = Walker(Path(folder), stub, proxy, seed)
        _go(walker, verdict, ears, time.monotonic() + minutes * 60, tell)
        if not verdict.faults:
            verdict.faults += walker.finish()
        verdict.faults += ears.heard
        walker.close()
    stub.close()
    verdict.actions, verdict.weather = dict(walker.done), walker.weather.fallen()
    verdict.reports = len(walker.ledger.written)
    verdict.faults += _growth(verdict.memory) if minutes > WARM_UP else []
    return verdict


def _go(walker: Walker, verdict: Verdict, ears: Ears, end: float, tell: Callable[[str], None]) -> None:
    last: deque[str] = deque(maxlen=LAST)
    look = time.monotonic()
    try:
        while time.monotonic() < end and not ears.heard:
            last.append(f"{walker.driver.screen.name}: {walker.step()}")
            verdict.steps += 1
            if time.monotonic() > look:
                verdict.memory.append(resident_mb())
                look = time.monotonic() + LOOK_EVERY
                if len(verdict.memory) % LOOKS_TOLD == 0:
                    tell(f"{(end - look) / 60:.0f} minutes to go: {verdict.steps} steps, {verdict.memory[-1]:.0f} MB")
    except Exception:  # noqa: BLE001 - whatever it is, it is what the walk looks for
        verdict.faults.append(traceback.format_exc())
    if verdict.faults or ears.heard:
        verdict.faults.append(f"after {' | '.join(last)}")


def _growth(memory: list[float]) -> list[str]:
    """Flat: the last third is not above the middle one."""
    third = len(memory) // 3
    middle, last = (sorted(part)[len(part) // 2] for part in (memory[third : 2 * third], memory[2 * third :]))
    return [f"memory grew from {middle:.1f} to {last:.1f} MB"] if last - middle > GROWTH else []
