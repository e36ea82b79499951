"""`python -m notifications.fcm_simulator --port N [--state-dir D]`: serve until SIGINT or SIGTERM."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
from pathlib import Path

from notifications.fcm_simulator.application import Simulator
from notifications.fcm_simulator.behaviours import Behaviours
from notifications.fcm_simulator.http1 import serve_connection
from notifications.fcm_simulator.oauth import ACCOUNT_FILE, TokenIssuer, account_load_or_make

# Loopback and nothing else: whoever reaches this server reads every message.
HOST = "127.0.0.1"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m notifications.fcm_simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one; the first line printed says which")
    parser.add_argument("--state-dir", type=Path, default=Path(".data/fcm"), help="where service_account.json goes")
    parser.add_argument("--project-id", default="daknong-c-sim")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="how long each message takes")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    # The address is known only after binding, and the service account must name it: connections wait for both.
    ready: asyncio.Future[Simulator] = asyncio.get_running_loop().create_future()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        simulator = await asyncio.shield(ready)
        await serve_connection(reader, writer, simulator.handle)

    server = await asyncio.start_server(connected, HOST, arguments.port, backlog=1024)
    url = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
    account = account_load_or_make(arguments.state_dir, url=url, project_id=arguments.project_id)
    behaviours = Behaviours(latency_ms=arguments.latency_ms)
    issuer = TokenIssuer(account)
    ready.set_result(Simulator(project_id=account["project_id"], issuer=issuer, behaviours=behaviours))
    path = (arguments.state_dir / ACCOUNT_FILE).resolve()
    print(json.dumps({"url": url, "service_account": str(path)}), flush=True)
    stop = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    await stop.wait()
    server.close()  # open connections end with the process: a keep-alive client must not hold it up


def main() -> None:
    """Run until told to stop."""
    asyncio.run(_serve(_arguments()))


if __name__ == "__main__":
    main()
