"""`python -m notifications.fcm_simulator --port N [--state-dir D]`: serve until SIGINT or SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import signal
from pathlib import Path

from notifications.fcm_simulator.application import Simulator
from notifications.fcm_simulator.behaviours import Behaviours
from notifications.fcm_simulator.certificates import CA_FILE, tls_context
from notifications.fcm_simulator.journal import KEEP, Journal
from notifications.fcm_simulator.oauth import ACCOUNT_FILE, TokenIssuer, account_load_or_make
from notifications.fcm_simulator.server import HOST, bind, leave, serve
from notifications.fcm_simulator.service import Service
from notifications.fcm_simulator.tokens import TokenLedger
from notifications.fcm_simulator.wheel import Wheel


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m notifications.fcm_simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one; the first line printed says which")
    parser.add_argument(
        "--tls-port", type=int, help="serve TLS there too (0: a free one); ca.pem goes to the state dir"
    )
    parser.add_argument("--state-dir", type=Path, default=Path(".data/fcm"), help="where service_account.json goes")
    parser.add_argument("--project-id", default="daknong-c-sim")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="how long each message takes")
    parser.add_argument("--max-streams", type=int, default=100, help="streams at once on one HTTP/2 connection")
    parser.add_argument("--quota-per-minute", type=int, help="messages a minute; 429 above it")
    parser.add_argument(
        "--journal", choices=("entries", "counts"), default="entries", help="keep entries, or counts only"
    )
    parser.add_argument("--count-tokens", action="store_true", help="with --journal counts: count for each token too")
    return parser.parse_args()


def _simulator(arguments: argparse.Namespace, account: dict[str, str]) -> Simulator:
    entries = arguments.journal == "entries"
    behaviours = Behaviours(latency_ms=arguments.latency_ms)
    behaviours.quota.limit(arguments.quota_per_minute)
    return Simulator(
        project_id=account["project_id"],
        issuer=TokenIssuer(account),
        behaviours=behaviours,
        journal=Journal(KEEP if entries else 0, TokenLedger() if entries or arguments.count_tokens else None),
        wheel=Wheel(asyncio.get_running_loop()),
    )


async def _serve(arguments: argparse.Namespace) -> None:
    state: Path = arguments.state_dir
    # The service account names the address, which is known once the port is ours.
    plain = bind(arguments.port)
    url = f"http://{HOST}:{plain.getsockname()[1]}"
    simulator = _simulator(arguments, account_load_or_make(state, url=url, project_id=arguments.project_id))
    service = Service(simulator.receive, simulator.traffic, arguments.max_streams)
    servers = [await serve(service, plain)]
    ready: dict[str, str | None] = {"url": url, "service_account": str((state / ACCOUNT_FILE).resolve())}
    ready |= {"tls_url": None, "ca": None}
    if arguments.tls_port is not None:
        secure = bind(arguments.tls_port)
        servers.append(await serve(service, secure, tls_context(state)))
        ready |= {"tls_url": f"https://{HOST}:{secure.getsockname()[1]}", "ca": str((state / CA_FILE).resolve())}
    print(json.dumps(ready), flush=True)
    await _until_told()
    for server in servers:
        server.close()
    await leave(service)


async def _until_told() -> None:
    stop = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    await stop.wait()


def main() -> None:
    """Run until told to stop."""
    gc.freeze()  # what is loaded now stays; the collector need not look at it again
    asyncio.run(_serve(_arguments()))


if __name__ == "__main__":
    main()
