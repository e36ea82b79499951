"""What everything here stands on: engines, a database and a simulator of its own, all on loopback."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.__main__ import manage
from tests.bench.cpu import cpu_seconds
from tests.bench.push.simulator import Simulator, simulator_start
from tools.engines import Engines, temporary_folder

# Neither the hour nor what went out before decides what is sent here.
NO_LIMITS = {"NOTICES_QUIET_FROM": "", "NOTICES_INFORMATION_PER_DAY": "0"}


@dataclass
class Ground:
    """The environment of this process leads to the engines; `simulator` is where pushes go."""

    engines: Engines
    simulator: Simulator

    def database_cpu(self) -> float:
        """CPU seconds of PostgreSQL so far, of all its processes, those that ended too."""
        postgres = self.engines.postgres
        assert postgres is not None and postgres.pid is not None
        return cpu_seconds([postgres.pid])


@contextmanager
def ground(*, is_durable: bool = False, count_tokens: bool = True) -> Iterator[Ground]:
    """Everything started and migrated, and Django set up in this process; `is_durable` where engines will be killed."""
    engines = Engines(temporary_folder("daknong-push-"), test=not is_durable)
    simulator = None
    try:
        os.environ.update(engines.start())
        simulator = simulator_start(engines.folder / "fcm", count_tokens=count_tokens)
        os.environ.update(
            DAKNONG_ENV="development",
            DJANGO_SETTINGS_MODULE="backend.settings",
            DJANGO_SECRET_KEY="push-bench-" * 6,
            DATA_DIR=str(engines.folder),
            LOG_LEVEL="CRITICAL",
            **NO_LIMITS,
            **simulator.settings(),
        )
        manage("migrate", "-v0")
        import django

        django.setup()
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # engines come and go here
        yield Ground(engines, simulator)
    finally:
        if simulator is not None:
            simulator.stop()
        engines.stop()
        engines.forget()
