"""CPU seconds of processes and all their children, from /proc (Linux)."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> tuple[int, float] | None:
    """Parent and CPU seconds (own and reaped children's), or None if it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = text.rpartition(")")[2].split()
    return int(fields[1]), sum(int(value) for value in fields[11:15]) / TICK


def cpu_seconds(roots: list[int]) -> float:
    """Seconds used so far by `roots` and everything below them."""
    stats = {int(path.name): _stat(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()}
    alive = {pid: stat for pid, stat in stats.items() if stat}
    wanted, total = set(roots), 0.0
    grown = True
    while grown:
        below = {pid for pid, (parent, _cpu) in alive.items() if parent in wanted}
        grown = not below <= wanted
        wanted |= below
    for pid in wanted & alive.keys():
        total += alive[pid][1]
    return total
