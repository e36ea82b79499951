"""What was sent twice, and how much of it was in the air when its sender was killed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.bench.push.simulator import Simulator

# A simulator that is short of CPU notes a message later than its latency after it came.
BEHIND = 0.1


@dataclass(frozen=True)
class Twice:
    """`doubled` messages beyond a device's first; `in_flight` of them had no answer when their sender was killed."""

    doubled: int
    in_flight: int
    other_tags: int

    @property
    def ratio(self) -> float:
        """The rest had been answered and not written down. What a reset lost on its way counts as neither."""
        return self.doubled / self.in_flight if self.in_flight else float(self.doubled > 0)


def twice(simulator: Simulator, kills: Sequence[float], *, latency: float) -> Twice:
    """Every message that a device accepted once more; `kills` are the moments in order."""
    several = [line["accepted"] for line in simulator.doubled()]
    firsts = [first["at"] for accepted in several for first, _again in pairwise(accepted)]
    return Twice(
        doubled=len(firsts),
        in_flight=sum(was_in_air(at, kills, latency) for at in firsts),
        other_tags=sum(_tags(accepted) != 1 for accepted in several),
    )


def was_in_air(at: float, kills: Sequence[float], latency: float) -> bool:
    """Was somebody killed while a message that the simulator answered at this moment was on its way?"""
    earlier = bisect_left(kills, at)
    return earlier > 0 and at - kills[earlier - 1] <= latency + BEHIND


def _tags(accepted: Sequence[dict[str, Any]]) -> int:
    return len({delivery["tag"] for delivery in accepted})
