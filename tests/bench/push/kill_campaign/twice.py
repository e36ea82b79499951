"""What was sent twice, against what was in the air when senders were killed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.push.simulator import Simulator


@dataclass(frozen=True)
class Kill:
    """When, and which share of the messages in the air was the victim's."""

    at: float
    share: float = 1.0


@dataclass(frozen=True)
class Twice:
    """`doubled` messages beyond the first of a device; `in_flight` what the victims had in the air, all kills added up."""

    devices: int
    doubled: int
    in_flight: float
    other_tags: int

    @property
    def ratio(self) -> float:
        return self.doubled / self.in_flight if self.in_flight else float(self.doubled > 0)


def twice(simulator: Simulator, kills: Sequence[Kill], *, latency: float) -> Twice:
    """The simulator notes a message when its time is up, so what came within the latency after a kill was in the air."""
    lines = list(simulator.deliveries())
    times = sorted(delivery["at"] for line in lines for delivery in line["accepted"])
    several = [line["accepted"] for line in lines if len(line["accepted"]) > 1]
    return Twice(
        devices=sum(bool(line["accepted"]) for line in lines),
        doubled=sum(len(accepted) - 1 for accepted in several),
        in_flight=sum(in_air(times, kill.at, latency) * kill.share for kill in kills),
        other_tags=sum(_tags(accepted) != 1 for accepted in several),
    )


def in_air(times: Sequence[float], at: float, latency: float) -> int:
    """How many of these sorted times lie within `latency` after `at`."""
    return bisect_right(times, at + latency) - bisect_right(times, at)


def _tags(accepted: Sequence[dict[str, Any]]) -> int:
    return len({delivery["tag"] for delivery in accepted})
