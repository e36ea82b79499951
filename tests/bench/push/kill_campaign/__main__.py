"""`python -m tests.bench.push.kill_campaign`: real workers, killed and restarted, and counts of what came of it.

Celery workers and beat as `make run` starts them, PostgreSQL and Valkey of its own, 100,000 devices 150 ms away. Prints
a line for everything that must hold; exits with 1 if something did not.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable

from tests.bench.push.ground import ground
from tests.bench.push.kill_campaign import disasters, orders
from tests.bench.push.kill_campaign.field import Field
from tests.bench.push.kill_campaign.workers import Workers
from tests.bench.push.verdict import Verdicts

PHASES: dict[str, Callable[[Field, Verdicts], None]] = {
    "kills": disasters.kills,
    "valkey": disasters.valkey,
    "postgres": disasters.postgres,
    "storm": disasters.storm,
    "terms": disasters.terms,
    "cancel": orders.cancel,
    "emergency": orders.emergency,
    "two-senders": orders.two_senders,
}
LATENCY = 0.15


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.push.kill_campaign", description=__doc__)
    parser.add_argument("phases", nargs="*", default=list(PHASES), help=", ".join(PHASES))
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    options = parser.parse_args()
    unknown = set(options.phases) - set(PHASES)
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(PHASES)}")
    say = Verdicts()
    with ground(is_durable=True) as ground_here:
        here = Field(ground_here, Workers(ground_here.engines.folder), LATENCY, 10 if options.quick else 1)
        for name in options.phases:
            play(here, say, name)
    print(f"\n{'everything held' if not say.failed else f'{say.failed} things that must hold did not'}")
    return 1 if say.failed else 0


def play(here: Field, say: Verdicts, name: str) -> None:
    """One phase with workers of its own; two senders need none."""
    phase, began = PHASES[name], time.monotonic()
    say.title(f"{name}: {phase.__doc__} Load {os.getloadavg()[0]:.1f}.")
    here.workers = Workers(here.ground.engines.folder)
    if name != "two-senders":
        here.workers.start()
    try:
        phase(here, say)
    finally:
        here.workers.stop()
    say.note(f"took {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
