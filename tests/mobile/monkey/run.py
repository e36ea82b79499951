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
from tests.mobile.memory import in_use_mb, resident_mb
from tests.mobile.monkey.ears import Ears
from tests.mobile.monkey.walker import Walker
from tests.mobile.stub_server import Stub

WARM_UP = 8  # minutes until every screen was made and each cache is full; shorter walks are not judged by memory
# What is in use goes up and down by 100 MB and more with the screens that are open and the looks that were chosen; what
# is never given back is seen where it is lowest.
LOW = 0.1  # the share of looks that are lower than a third's low
GROWTH = 8.0  # MB that the low of the last third may be above that of the middle third
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
    in_use: list[float] = field(default_factory=list)
    resident: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"seed {self.seed}: {self.steps} steps, {self.reports} reports", f"actions {self.actions}"]
        lines += [f"network faults {self.weather}", _told("in use", self.in_use), _told("resident", self.resident)]
        return "\n".join([*lines, *(f"FAULT {fault}" for fault in self.faults)])


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
    verdict.faults += _growth(verdict.in_use) if minutes > WARM_UP else []
    return verdict


def _go(walker: Walker, verdict: Verdict, ears: Ears, end: float, tell: Callable[[str], None]) -> None:
    last: deque[str] = deque(maxlen=LAST)
    look = time.monotonic()
    try:
        while time.monotonic() < end and not ears.heard:
            last.append(f"{walker.driver.screen.name}: {walker.step()}")
            verdict.steps += 1
            if time.monotonic() > look:
                verdict.in_use.append(in_use_mb())
                verdict.resident.append(resident_mb())
                look = time.monotonic() + LOOK_EVERY
                if len(verdict.in_use) % LOOKS_TOLD == 0:
                    tell(f"{(end - look) / 60:.0f} minutes to go: {verdict.steps} steps, {_lately(verdict)}")
    except Exception:  # noqa: BLE001 - whatever it is, it is what the walk looks for
        verdict.faults.append(traceback.format_exc())
    if verdict.faults or ears.heard:
        verdict.faults.append(f"after {' | '.join(last)}")


def _growth(memory: list[float]) -> list[str]:
    """Flat: the low of the last third is not above that of the middle one."""
    _first, middle, last = _lows(memory)
    return [f"memory grew from {middle:.1f} to {last:.1f} MB"] if last - middle > GROWTH else []


def _lows(memory: list[float]) -> list[float]:
    """MB of each third."""
    third = len(memory) // 3
    parts = memory[:third], memory[third : 2 * third], memory[2 * third :]
    return [sorted(part)[int(len(part) * LOW)] for part in parts]


def _told(what: str, memory: list[float]) -> str:
    if len(memory) < 3:
        return f"{what}: hardly looked at"
    lows = ", ".join(f"{low:.0f}" for low in _lows(memory))
    return f"{what}: {memory[0]:.0f} → {memory[-1]:.0f} MB, most {max(memory):.0f}, lows of the thirds {lows}"


def _lately(verdict: Verdict) -> str:
    """The last minute's lowest and highest."""
    parts = (("in use", verdict.in_use), ("resident", verdict.resident))
    return ", ".join(f"{what} {min(mb[-LOOKS_TOLD:]):.0f}–{max(mb[-LOOKS_TOLD:]):.0f} MB" for what, mb in parts)
