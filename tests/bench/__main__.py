"""`make bench`: how fast the API answers today, on this machine, over loopback, with the embedded engines.

Prints requests/s, p50 and p99 in milliseconds, CPU of server and database per request, and SQL queries per request.
The figures of different machines cannot be compared; those of one run can.
"""

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import load
from tests.bench.scenario import Scenario
from tools.engines import Engines, free_port, temporary_folder

ROOT = Path(__file__).resolve().parents[2]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--articles",
        type=int,
        default=20_000,
        help="articles in the table (default 20,000)",
    )
    parser.add_argument(
        "--dossiers",
        type=int,
        default=20_000,
        help="dossiers in the table (default 20,000)",
    )
    parser.add_argument(
        "--reports",
        type=int,
        default=20_000,
        help="published reports on the map (default 20,000)",
    )
    parser.add_argument("--seconds", type=float, default=5, help="seconds a scenario (default 5)")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2, help="granian processes (default 2)")
    parser.add_argument(
        "--rounds",
        type=int,
        default=3,
        help="rounds; the median one is printed (default 3)",
    )
    parser.add_argument("--json", type=Path, help="also write the figures here")
    return parser.parse_args()


@contextmanager
def engines_with_data() -> Iterator[Engines]:
    """PostgreSQL and Valkey of our own with the demo province in them, and the environment that leads there."""
    engines = Engines(temporary_folder("daknong-bench-"))
    os.environ.update(engines.start())
    os.environ.update(
        DAKNONG_ENV="development",
        DJANGO_SETTINGS_MODULE="backend.settings",
        MICRO_CACHE_SECONDS="0",
        THROTTLING_ENABLED="0",  # one address asks for everything here
        LOG_LEVEL="WARNING",
        MEDIA_ROOT=str(engines.folder / "media"),
        STATIC_ROOT=str(engines.folder / "static"),
        DJANGO_SECRET_KEY="bench-" * 12,
    )
    try:
        manage("migrate", "-v0")
        manage("load_demo")
        manage("collectstatic", "--noinput", "-v0")
        yield engines
    finally:
        engines.stop()
        engines.forget()


@contextmanager
def server(engines: Engines, workers: int, cache_seconds: float) -> Iterator[tuple[int, list[int]]]:
    """A web server; yields its port and the pids whose CPU counts, the database's among them."""
    port = free_port()
    process = serve(port, workers, cache_seconds)
    try:
        pids = [process.pid]
        if engines.postgres is not None and engines.postgres.pid is not None:
            pids.append(engines.postgres.pid)
        yield port, pids
    finally:
        process.terminate()
        process.wait(20)


def manage(*command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def serve(port: int, workers: int, cache_seconds: float) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += [
        "--workers",
        str(workers),
        "--blocking-threads",
        "4",
        "--no-ws",
        "backend.wsgi:application",
    ]
    environment = {**os.environ, "MICRO_CACHE_SECONDS": str(cache_seconds)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return server
        except OSError:
            time.sleep(0.1)
    server.kill()
    raise SystemExit("The web server did not start.")


def build_request(scenario: Scenario, port: int) -> load.Request:
    host = f"127.0.0.1:{port}"
    body = json.dumps(scenario.body).encode() if scenario.body else b""
    if not scenario.fresh_key:
        fixed = load.http(scenario.method, scenario.path, host=host, body=body, headers=scenario.headers)
        return lambda _turn: fixed
    return lambda _turn: load.http(
        scenario.method,
        scenario.path,
        host=host,
        body=body,
        headers=scenario.headers_now(),
    )


def count_queries(scenario: Scenario) -> int:
    """SQL statements of one warm request, asked in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    def ask() -> None:
        headers = scenario.headers_now()
        if scenario.method == "GET":
            response = Client().get(scenario.path, headers=headers)
        else:
            response = Client().post(
                scenario.path,
                json.dumps(scenario.body),
                content_type="application/json",
                headers=headers,
            )
        if response.status_code >= 400:
            raise SystemExit(f"{scenario.name}: {response.status_code} {response.content[:300]!r}")

    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def measure(scenario: Scenario, port: int, pids: list[int], options: argparse.Namespace) -> load.Figures:
    rounds = [
        load.run(
            scenario.name,
            port=port,
            pids=pids,
            request=build_request(scenario, port),
            connections=options.connections,
            seconds=options.seconds,
        )
        for _round in range(options.rounds)
    ]
    return sorted(rounds, key=lambda figures: figures.per_second)[len(rounds) // 2]


def main() -> None:
    options = arguments()
    with engines_with_data() as engines:
        import django

        django.setup()
        from tests.bench.data import fill, scenarios

        sizes = f"{options.articles:,} articles, {options.dossiers:,} dossiers and {options.reports:,} reports"
        print(f"filling {sizes} …", flush=True)
        fill(articles=options.articles, dossiers=options.dossiers, reports=options.reports)
        print(
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; {options.workers} granian workers, "
            f"{options.connections} connections, median of {options.rounds} rounds of {options.seconds:g} s\n"
        )
        print(f"{'':28}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}{'bytes':>9}{'queries':>9}")
        asked = [(scenario, count_queries(scenario)) for scenario in scenarios()]
        with server(engines, options.workers, 0) as (port, pids):
            plain = [report(scenario, queries, port, pids, options) for scenario, queries in asked]
        print(f"load {os.getloadavg()[0]:.1f} after, ours included")
        print("\nthe same, as served: public answers kept for 2 s in each process")
        with server(engines, options.workers, 2) as (port, pids):
            kept = [
                report(scenario, 0, port, pids, options)
                for scenario, _n in asked
                if scenario.method == "GET" and not scenario.headers
            ]
        by_name = {row["name"]: row for row in plain}
        for after in kept:
            before = by_name[after["name"]]
            print(f"{before['name']}: {float(after['per_second']) / float(before['per_second']):.1f} times as many")
        if options.json:
            options.json.write_text(json.dumps({"plain": plain, "kept": kept}, indent=2))


def report(
    scenario: Scenario, queries: int, port: int, pids: list[int], options: argparse.Namespace
) -> dict[str, str | float]:
    row = as_row(measure(scenario, port, pids, options), queries)
    print(
        f"{row['name']:28}{row['per_second']:>11,.0f}{row['p50_ms']:>9.2f}{row['p99_ms']:>9.2f}"
        f"{row['cpu_us']:>9,.0f}{row['bytes']:>9,}{row['queries']:>9}",
        flush=True,
    )
    return row


def as_row(figures: load.Figures, queries: int) -> dict[str, str | float]:
    bad = {status: count for status, count in figures.statuses.items() if status >= 400}
    if bad:
        raise SystemExit(f"{figures.name}: unexpected replies {bad}")
    return {
        "name": figures.name,
        "per_second": figures.per_second,
        "p50_ms": figures.quantile(0.5),
        "p99_ms": figures.quantile(0.99),
        "cpu_us": figures.cpu_each_us,
        "bytes": figures.bytes_each,
        "queries": queries,
    }


if __name__ == "__main__":
    main()
