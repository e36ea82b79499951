"""What issue 4 asks of the figures. Ratios within one run first; seconds mean little on a machine that is shared."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.push.table import OURS, Table


@dataclass(frozen=True)
class Goal:
    """`value` has to be on the right side of `wanted`; `stretch` is the wish beyond it."""

    text: str
    value: float
    wanted: float
    stretch: float | None = None
    at_most: bool = False
    unit: str = " ×"

    def is_met(self, wanted: float) -> bool:
        return self.value <= wanted if self.at_most else self.value >= wanted

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        verdict = "pass" if self.is_met(self.wanted) else "FAIL"
        stretch = ""
        if self.stretch is not None:
            stretch = f" (stretch {self.stretch:g}: {'reached' if self.is_met(self.stretch) else 'not reached'})"
        return f"{verdict}  {self.text:62}{self.value:>9.2f}{self.unit}   wanted {sign} {self.wanted:g}{stretch}"


def goals_of(table: Table) -> list[Goal]:
    """Those that the peers that were run allow to judge."""
    found = []
    for latency, wanted, stretch in ((0, 15, 25), (150, 10, 20)):
        if table.has(OURS, latency) and table.has("send_each", latency):
            ratio = table.cpu("send_each", latency) / table.cpu(OURS, latency)
            found.append(Goal(f"CPU a message, less than send_each at {latency} ms", ratio, wanted, stretch))
        if table.has(OURS, latency) and table.has("bare", latency):
            ratio = table.cpu(OURS, latency) / table.cpu("bare", latency)
            found.append(Goal(f"CPU a message, of the bare client's at {latency} ms", ratio, 2, 1.3, at_most=True))
    peers = [table.per_second(name, 150) for name in table.peers() if table.has(name, 150)]
    if peers and table.has(OURS, 150):
        found.append(Goal("messages/s, of the best peer's at 150 ms", table.per_second(OURS, 150) / max(peers), 12))
    return found


def goals_of_size(*, small_mb: float, big_mb: float, per_second: float, quota: float) -> list[Goal]:
    """Those of one notice to very many."""
    return [
        Goal("of the quota's messages/s, from one process", per_second / quota * 100, 95, unit=" %"),
        Goal("peak memory of the sender, the big notice", big_mb, 170, 120, at_most=True, unit=" MB"),
        Goal("peak memory, the big notice of the small one's", big_mb / small_mb, 1.2, at_most=True),
    ]
