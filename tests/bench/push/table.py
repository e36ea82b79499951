"""The figures of a run: medians over its rounds, printed with their ratios to ours."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

from tests.bench.push.meter import Used
from tests.bench.push.peers.run import PEERS

OURS = "ours"
TITLES = {
    OURS: "our sender, ledger and database included",
    "send_each": "firebase-admin send_each (threads)",
    "send_each_async": "firebase-admin send_each_async",
    "fcm_django": "fcm-django bulk send",
    "bare": "bare pycurl loop",
    "constant": "bare pycurl loop, the same bytes: the limit",
}


@dataclass(frozen=True)
class Round:
    """One measurement: of the process, and of PostgreSQL where it has part in it."""

    used: Used
    database_cpu: float = 0.0

    @property
    def cpu_each_us(self) -> float:
        return (self.used.cpu + self.database_cpu) / self.used.sent * 1e6


@dataclass
class Table:
    """Rounds by name and latency in ms."""

    rounds: dict[tuple[str, int], list[Round]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, latency: int, measured: Round) -> None:
        self.rounds[name, latency].append(measured)

    def has(self, name: str, latency: int) -> bool:
        return (name, latency) in self.rounds

    def cpu(self, name: str, latency: int) -> float:
        return median(measured.cpu_each_us for measured in self.rounds[name, latency])

    def per_second(self, name: str, latency: int) -> float:
        return median(measured.used.per_second for measured in self.rounds[name, latency])

    def peak_mb(self, name: str, latency: int) -> float:
        return max(measured.used.peak_mb for measured in self.rounds[name, latency])

    def peers(self) -> list[str]:
        return [name for name in PEERS if any(name == known for known, _latency in self.rounds)]

    def lines(self, latency: int) -> list[str]:
        """One a name: ratios to ours, then the figures themselves."""
        names = [name for name in TITLES if self.has(name, latency)]
        head = f"{latency} ms".ljust(46) + "".join(
            f"{text:>12}" for text in ("CPU ×", "speed ×", "CPU µs", "of it DB", "messages/s", "peak MB")
        )
        return [head, *(self._line(name, latency) for name in names)]

    def _line(self, name: str, latency: int) -> str:
        cpu, per_second = self.cpu(name, latency), self.per_second(name, latency)
        ratios = ["", ""]
        if self.has(OURS, latency):
            ratios = [f"{cpu / self.cpu(OURS, latency):.2f}", f"{per_second / self.per_second(OURS, latency):.3f}"]
        database = median(row.database_cpu / row.used.sent * 1e6 for row in self.rounds[name, latency])
        figures = [f"{cpu:,.1f}", f"{database:.1f}", f"{per_second:,.0f}", f"{self.peak_mb(name, latency):.0f}"]
        return TITLES[name].ljust(46) + "".join(f"{text:>12}" for text in ratios + figures)
