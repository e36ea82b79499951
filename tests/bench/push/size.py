"""One notice to 50,000 devices and one to a million, at Firebase's quota: time, speed, flat memory."""

from __future__ import annotations

from tests.bench.push.compare import require_accepted
from tests.bench.push.goals import Goal, goals_of_size
from tests.bench.push.ground import Ground
from tests.bench.push.rows import devices_forget, devices_load, notice_make
from tests.bench.push.sender import PACED, SenderRun, sender_run

QUOTA = float(PACED["NOTICES_PER_SECOND"])
LATENCY = 150


def sizes(ground: Ground, *, small: int, big: int) -> list[Goal]:
    """Prints both, and gives the goals."""
    ground.simulator.behave(latency_ms=LATENCY)
    first, second = one_size(ground, small), one_size(ground, big)
    return goals_of_size(
        small_mb=first.used.peak_mb, big_mb=second.used.peak_mb, per_second=second.used.per_second, quota=QUOTA
    )


def one_size(ground: Ground, count: int) -> SenderRun:
    """A notice to so many; everybody is reached once."""
    devices_forget()
    devices_load(count)
    ground.simulator.clear()
    notice_make()
    run = sender_run(ground, PACED)
    require_accepted(ground, f"{count:,} devices", count)
    if ground.simulator.reached() != {1: count}:
        raise SystemExit(f"Not everybody was reached once: {ground.simulator.reached()}")
    database = run.database_cpu / run.used.sent * 1e6
    print(
        f"{count:>9,} devices: {run.used.seconds:7.1f} s, {run.used.per_second:8,.0f} messages/s, "
        f"CPU {run.cpu_each_us:5.1f} µs ({database:.1f} of it PostgreSQL), peak memory {run.used.peak_mb:.0f} MB",
        flush=True,
    )
    return run
