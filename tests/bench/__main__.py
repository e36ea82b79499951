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
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import load
from tools.engines import Engines, free_port, temporary_folder

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Scenario:
    name: str
    method: str
    path: str
    body: dict[str, object] | None = None
    fresh_key: bool = False


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
        "--seconds", type=float, default=5, help="seconds a scenario (default 5)"
    )
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument(
        "--workers", type=int, default=2, help="granian processes (default 2)"
    )
    parser.add_argument(
        "--rounds",
        type=int,
        default=3,
        help="rounds; the median one is printed (default 3)",
    )
    parser.add_argument("--json", type=Path, help="also write the figures here")
    return parser.parse_args()


@contextmanager
def system(workers: int) -> Iterator[tuple[int, list[int]]]:
    """Engines and a web server of our own; yields its port and the pids whose CPU counts."""
    engines = Engines(temporary_folder("daknong-bench-"))
    os.environ.update(engines.start())
    os.environ.update(
        DAKNONG_ENV="development",
        DJANGO_SETTINGS_MODULE="backend.settings",
        THROTTLING_ENABLED="0",  # one address asks for everything here
        LOG_LEVEL="WARNING",
        MEDIA_ROOT=str(engines.folder / "media"),
        STATIC_ROOT=str(engines.folder / "static"),
        DJANGO_SECRET_KEY="bench-" * 12,
    )
    server = None
    try:
        manage("migrate", "-v0")
        manage("load_demo")
        manage("collectstatic", "--noinput", "-v0")
        port = free_port()
        server = serve(port, workers)
        pids = [server.pid]
        if engines.postgres is not None and engines.postgres.pid is not None:
            pids.append(engines.postgres.pid)
        yield port, pids
    finally:
        if server is not None:
            server.terminate()
            server.wait(20)
        engines.stop()
        engines.forget()


def manage(*command: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def serve(port: int, workers: int) -> subprocess.Popen[bytes]:
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
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
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
        fixed = load.http(scenario.method, scenario.path, host=host, body=body)
        return lambda _turn: fixed
    return lambda _turn: load.http(
        scenario.method,
        scenario.path,
        host=host,
        body=body,
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )


def count_queries(scenario: Scenario) -> int:
    """SQL statements of one warm request, asked in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    def ask() -> None:
        headers = {"Idempotency-Key": str(uuid.uuid4())} if scenario.fresh_key else {}
        if scenario.method == "GET":
            response = Client().get(scenario.path)
        else:
            response = Client().post(
                scenario.path,
                json.dumps(scenario.body),
                content_type="application/json",
                headers=headers,
            )
        if response.status_code >= 400:
            raise SystemExit(
                f"{scenario.name}: {response.status_code} {response.content[:300]!r}"
            )

    ask()
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def measure(
    scenario: Scenario, port: int, pids: list[int], options: argparse.Namespace
) -> load.Figures:
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
    with system(options.workers) as (port, pids):
        import django

        django.setup()
        from tests.bench.data import fill, scenarios

        print(
            f"filling {options.articles:,} articles and {options.dossiers:,} dossiers …",
            flush=True,
        )
        fill(articles=options.articles, dossiers=options.dossiers)
        load_now = os.getloadavg()[0]
        print(
            f"{os.cpu_count()} cores, load {load_now:.1f} before; {options.workers} granian workers, "
            f"{options.connections} connections, median of {options.rounds} rounds of {options.seconds:g} s\n"
        )
        print(
            f"{'':28}{'requests/s':>11}{'p50 ms':>9}{'p99 ms':>9}{'CPU µs':>9}{'bytes':>9}{'queries':>9}"
        )
        rows = []
        for scenario in scenarios():
            queries = count_queries(scenario)
            figures = measure(scenario, port, pids, options)
            rows.append(row := as_row(figures, queries))
            print(
                f"{row['name']:28}{row['per_second']:>11,.0f}{row['p50_ms']:>9.2f}{row['p99_ms']:>9.2f}"
                f"{row['cpu_us']:>9,.0f}{row['bytes']:>9,}{row['queries']:>9}",
                flush=True,
            )
        if options.json:
            options.json.write_text(json.dumps(rows, indent=2))


def as_row(figures: load.Figures, queries: int) -> dict[str, object]:
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
