"""What a process used: CPU of itself, wall time, and its peak memory."""

from __future__ import annotations

import json
import resource
import time
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass
class Used:
    """Seconds, CPU seconds, and the most memory that the process has had since it began, in MB."""

    sent: int
    seconds: float
    cpu: float
    peak_mb: float

    @property
    def per_second(self) -> float:
        return self.sent / self.seconds

    @property
    def cpu_each_us(self) -> float:
        return self.cpu / self.sent * 1e6

    def as_line(self) -> str:
        return json.dumps(asdict(self))


class Meter:
    """`with Meter() as meter: …` and then `meter.used(sent)`."""

    def __enter__(self) -> Meter:
        self._cpu, self._began = cpu_of_self(), time.perf_counter()
        return self

    def __exit__(self, *_error: object) -> None:
        self._seconds, self._spent = time.perf_counter() - self._began, cpu_of_self() - self._cpu

    def used(self, sent: int) -> Used:
        return Used(sent, self._seconds, self._spent, peak_mb())


def cpu_of_self() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_mb() -> float:
    """From /proc where it is there: ru_maxrss of a child begins with what its parent had when it forked."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
