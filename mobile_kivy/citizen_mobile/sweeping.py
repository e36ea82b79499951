"""Forgotten widgets are collected on the UI thread alone.

Python collects in whichever thread happens to allocate. A worker that collects widgets has them die bit by bit while
the UI thread runs: a change of language then meets a rule whose widget is half gone (ReferenceError), and textures are
let go of outside the thread that may speak to the GPU.
"""

from __future__ import annotations

import gc

from kivy.clock import Clock

EVERY = 0.5  # seconds


class Sweeper:
    """Stands in for Python's own collector, by its own thresholds, while the app runs."""

    def start(self) -> None:
        gc.disable()
        self._event = Clock.schedule_interval(lambda _dt: sweep(), EVERY)

    def stop(self) -> None:
        self._event.cancel()
        gc.enable()


def sweep() -> None:
    """Collect the oldest generation that is due."""
    due = [
        age for age, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most
    ]
    if due:
        gc.collect(due[-1])
