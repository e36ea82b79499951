"""The network of the walk: spells of good and bad weather, each with faults of its own."""

from __future__ import annotations

import random

from tests.faults import FaultProxy

# How many requests of a spell are broken, and how. What never ends (`trickle`, `huge`) the tests of the client have.
SPELLS: dict[str, tuple[float, list[str]]] = {
    "clear": (0.0, []),
    "drizzle": (0.3, ["cut", "late", "lost"]),
    "storm": (0.8, ["cut", "half", "broken_chunks", "cut_gzip", "short_gzip", "lost"]),
    "portal": (1.0, ["portal", "redirect", "asks_for_login"]),
    "outage": (0.9, ["broken", "cut"]),
    "tunnel": (1.0, ["lost"]),
    "hills": (0.8, ["late", "half", "wrong_type"]),
}
LATE = 1.5  # seconds


class Weather:
    """Changes what the proxy does to requests; the dice are seeded."""

    def __init__(self, proxy: FaultProxy, seed: int) -> None:
        self._proxy, self._dice = proxy, random.Random(seed)
        proxy.pause = LATE

    def change(self) -> None:
        chance, faults = SPELLS[self._dice.choice(list(SPELLS))]
        if faults:
            self._proxy.storm(self._dice.randrange(1 << 30), chance, faults)
        else:
            self._proxy.mend()

    def clear_up(self) -> None:
        self._proxy.mend()

    def fallen(self) -> dict[str, int]:
        """How often each fault happened."""
        happened = [fault for _path, fault in self._proxy.broken]
        return {fault: happened.count(fault) for fault in sorted(set(happened))}
