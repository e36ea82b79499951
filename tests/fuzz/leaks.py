"""What a server must have given back when the requests are over: files, threads, memory, connections, locks, rows.

Read from outside: /proc and PostgreSQL's own tables.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.system import System

SETTLE_SECONDS = 20
# A worker's caches fill and its pools grow to their size, once. What grows on comes again with the next role.
MORE_FILES, MORE_THREADS, MORE_CONNECTIONS = 12, 4, 8
MORE_MEMORY = 96 * 2**20

HELD = """
    SELECT count(*) FILTER (WHERE state LIKE 'idle in transaction%%'),
           count(*) FILTER (WHERE state = 'active' AND query_start < now() - interval '5 s'),
           count(*) FILTER (WHERE pid <> pg_backend_pid())
    FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'
"""
# A key and its reply are written in one transaction: a key without a reply is a transaction that half happened.
HALF_DONE = "SELECT count(*) FROM common_idempotencyrecord WHERE status_code IS NULL"
LOCKS = """
    SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE d.datname = current_database() AND l.pid <> pg_backend_pid()
      AND (l.locktype = 'advisory' OR l.mode LIKE '%%Exclusive%%') AND l.locktype <> 'virtualxid'
"""


@dataclass(frozen=True)
class Held:
    """What the system holds at one moment."""

    files: int
    threads: int
    memory: int
    connections: int
    open_transactions: int
    long_queries: int
    locks: int
    half_done: int

    def told(self) -> str:
        return f"{self.files} files, {self.threads} threads, {self.memory // 2**20} MB, {self.connections} connections"


def measure(system: System) -> Held:
    """The web server with its workers, and the database."""
    pids = _tree(system.processes["web"].pid)
    with psycopg.connect(system.environment["DATABASE_URL"], autocommit=True) as database:
        open_transactions, long_queries, connections = _row(database, HELD)
        (locks,) = _row(database, LOCKS)
        (half_done,) = _row(database, HALF_DONE)
    return Held(
        files=sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        threads=sum(_status(pid, "Threads") for pid in pids),
        memory=1024 * sum(_status(pid, "VmRSS") for pid in pids),
        connections=connections,
        open_transactions=open_transactions,
        long_queries=long_queries,
        locks=locks,
        half_done=half_done,
    )


def processor_seconds(system: System) -> float:
    """What the web server and its workers have used so far."""
    ticks = 0
    for pid in _tree(system.processes["web"].pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def leaked(system: System, before: Held) -> list[str]:
    """What is not given back after a moment; empty if all is as it was, within the bounds above."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while (found := compare(before, measure(system))) and time.monotonic() < deadline:
        time.sleep(0.5)
    return found


def compare(before: Held, after: Held) -> list[str]:
    """What is more than before by more than its bound, and what must never be."""
    checks = {
        f"files: {before.files} → {after.files}": after.files > before.files + MORE_FILES,
        f"threads: {before.threads} → {after.threads}": after.threads > before.threads + MORE_THREADS,
        f"memory: {before.memory >> 20} → {after.memory >> 20} MB": after.memory > before.memory + MORE_MEMORY,
        f"connections: {before.connections} → {after.connections}": (
            after.connections > before.connections + MORE_CONNECTIONS
        ),
        f"{after.open_transactions} transactions idle": after.open_transactions > 0,
        f"{after.long_queries} queries still run": after.long_queries > 0,
        f"{after.locks} locks held": after.locks > 0,
        f"{after.half_done} idempotency keys without a reply": after.half_done > 0,
    }
    return [what for what, is_so in checks.items() if is_so]


def complaints(log: Path, offset: int) -> list[str]:
    """Lines of a log from `offset` on that tell of a fault: error or worse, or a traceback."""
    with log.open(encoding="utf-8", errors="replace") as lines:
        lines.seek(offset)
        return [line.strip()[:600] for line in lines if _is_complaint(line)]


def _is_complaint(line: str) -> bool:
    if line.startswith("{"):
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            return "Traceback" in line
        return str(entry.get("level", "")).lower() in ("error", "critical", "exception") or "exception" in entry
    return line.startswith("Traceback") or "ERROR" in line or "CRITICAL" in line


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        children = (task / "children").read_text().split()
        found += [below for child in children for below in _tree(int(child))]
    return found


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0


def _row(database: psycopg.Connection[tuple[int, ...]], query: str) -> tuple[int, ...]:
    return database.execute(query).fetchone() or ()
