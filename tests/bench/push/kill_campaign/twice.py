"""What was sent twice, against what was in the air when senders were killed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.push.kill_campaign.workers import RESTART_PAUSE
from tests.bench.push.simulator import Simulator

# A simulator that is short of CPU notes late what it has received in time. After a whole worker's death nobody sends
# until its successor is there, so all that still comes was in the air.
ALONE = 0.9 * RESTART_PAUSE


@dataclass(frozen=True)
class Kill:
    """When, and which share of the messages in the air was the victim's."""

    at: float
    share: float = 1.0
    is_whole: bool = False

    def in_air(self, times: Sequence[float], latency: float) -> float:
        """Of these sorted times of messages, how many were its victim's. One is noted when its latency is over."""
        until = self.at + (max(ALONE, latency) if self.is_whole else latency)
        return (bisect_right(times, until) - bisect_right(times, self.at)) * self.share


@dataclass(frozen=True)
class Twice:
    """`doubled` messages beyond a device's first; `in_flight` what the victims had in the air, all kills added up."""

    doubled: int
    in_flight: float
    other_tags: int

    @property
    def ratio(self) -> float:
        return self.doubled / self.in_flight if self.in_flight else float(self.doubled > 0)


def twice(simulator: Simulator, kills: Sequence[Kill], *, latency: float) -> Twice:
    """All of a phase: every message that a device accepted once more, and what the kills explain."""
    lines = [line["accepted"] for line in simulator.deliveries()]
    times = sorted(delivery["at"] for accepted in lines for delivery in accepted)
    several = [accepted for accepted in lines if len(accepted) > 1]
    return Twice(
        doubled=sum(len(accepted) - 1 for accepted in several),
        in_flight=sum(kill.in_air(times, latency) for kill in kills),
        other_tags=sum(_tags(accepted) != 1 for accepted in several),
    )


def _tags(accepted: Sequence[dict[str, Any]]) -> int:
    return len({delivery["tag"] for delivery in accepted})
