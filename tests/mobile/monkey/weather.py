"""The network of the walk: spells of good and bad weather, each with faults of its own."""

from __future__ import annotations

import random
import threading

# What may happen to a request in a spell, and how often.
SPELLS: dict[str, dict[str, float]] = {
    "clear": {},
    "drizzle": {"lost": 0.1, "cut": 0.1, "0.4": 0.3},
    "storm": {"lost": 0.35, "cut": 0.25, "half": 0.2},
    "portal": {"portal": 1.0},
    "outage": {"broken": 0.8, "cut": 0.2},
    "tunnel": {"lost": 1.0},
    "hills": {"1.5": 0.7, "half": 0.1},
}


class Weather:
    """Says what becomes of each request; asked from the proxy's threads."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._lock = threading.Lock()
        self.spell = "clear"
        self.fallen: dict[str, int] = {}

    def __call__(self, _path: str) -> str:
        with self._lock:
            throw = self._dice.random()
            for fault, share in SPELLS[self.spell].items():
                throw -= share
                if throw < 0:
                    self.fallen[fault] = self.fallen.get(fault, 0) + 1
                    return fault
            return ""

    def change(self) -> str:
        with self._lock:
            self.spell = self._dice.choice(list(SPELLS))
            return self.spell

    def clear_up(self) -> None:
        with self._lock:
            self.spell = "clear"
