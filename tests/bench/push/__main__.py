"""`python -m tests.bench.push`: what a push costs with us, with others, and with nothing but the library below.

Prints ratios first: figures of one run on one machine can be compared, those of two cannot. Exits with 1 if a goal of
issue 4 is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from tests.bench.push.compare import compare
from tests.bench.push.goals import Goal, goals_of
from tests.bench.push.ground import Ground, ground
from tests.bench.push.peers.run import LOOPS, PEERS, throwaway_packages
from tests.bench.push.rows import devices_load
from tests.bench.push.size import LATENCY, QUOTA, sizes
from tests.bench.push.table import OURS, Table

ALL = (OURS, *LOOPS, *PEERS)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.push", description=__doc__)
    parser.add_argument("--messages", type=int, default=50_000, help="of ours and of the bare loops (default 50,000)")
    parser.add_argument("--of-peers", type=int, default=3_000, help="of each peer (default 3,000)")
    parser.add_argument("--latencies", type=_numbers, default=[0, 50, 150], help="in ms (default 0,50,150)")
    parser.add_argument("--peers", type=lambda text: text.split(","), default=list(ALL), help=",".join(ALL))
    parser.add_argument("--rounds", type=int, default=3, help="rounds; medians are printed (default 3)")
    parser.add_argument("--million", action="store_true", help="also one notice to 50,000 and one to 1,000,000 devices")
    parser.add_argument("--big", type=int, default=1_000_000, help="another number for --million")
    wanted = parser.parse_args()
    unknown = set(wanted.peers) - set(ALL)
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(ALL)}")
    return wanted


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def load_now() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


def main() -> int:
    options = arguments()
    goals: list[Goal] = []
    print(f"{os.cpu_count()} cores, {load_now()} before", flush=True)
    if options.latencies:
        with throwaway_packages(wanted="fcm_django" in options.peers) as packages, ground(count_tokens=False) as here:
            goals += _table(here, options, packages)
    if options.million and options.latencies:
        return _with_the_million(goals, options)
    if options.million:
        with ground() as here:
            print(
                f"\none notice, one process, {QUOTA:,.0f} messages/s allowed, {LATENCY} ms away; {load_now()}",
                flush=True,
            )
            goals += sizes(here, small=50_000, big=options.big)
    return _judge(goals)


def _judge(goals: list[Goal]) -> int:
    print(f"\n{load_now()} after, ours included\n" + "\n".join(map(str, goals)), flush=True)
    return 0 if all(goal.is_met(goal.wanted) for goal in goals) else 1


def _with_the_million(goals: list[Goal], options: argparse.Namespace) -> int:
    """In a process of its own: Django knows one database for life, and that one has been stopped."""
    code = _judge(goals)
    command = [sys.executable, "-m", "tests.bench.push", "--latencies", "", "--million", "--big", str(options.big)]
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return subprocess.run(command, env=environment, check=False).returncode or code


def _table(here: Ground, options: argparse.Namespace, packages: str) -> list[Goal]:
    table = Table()
    devices_load(options.messages)
    _make_database_for_peers(here)
    print(f"median of {options.rounds} rounds; {options.messages:,} messages, {options.of_peers:,} of each peer")
    for latency in options.latencies:
        for _round in range(options.rounds):
            compare(
                here, table, options.peers, latency=latency, messages=options.messages, of_peers=options.of_peers,
                packages=packages,
            )  # fmt: skip
        print("\n" + "\n".join(table.lines(latency)) + f"\n{load_now()}", flush=True)
    return goals_of(table)


def _make_database_for_peers(here: Ground) -> None:
    import psycopg

    assert here.engines.postgres is not None
    with psycopg.connect(here.engines.postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE peers")


if __name__ == "__main__":
    sys.exit(main())
