"""Runs a peer from outside: writes its order, reads its figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.push.meter import Used
from tests.bench.push.peers.order import Order
from tools.layout import ROOT

PEERS = ("send_each", "send_each_async", "fcm_django")
LOOPS = ("bare", "constant")
# Pinned here and not in a lock: nothing that runs in production may want it.
FCM_DJANGO = ("fcm-django==3.2.0", "swapper==1.5.0")


class PeerFailed(Exception):
    """A peer ended with an error, or did not send everything."""


def peer_run(name: str, order: Order, *, seconds: float = 300) -> Used:
    """Its figures; raises PeerFailed rather than measuring what did not happen."""
    command = [sys.executable, "-m", "tests.bench.push.peers", name]
    # Our settings are none of theirs.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "FCM_"))}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        input=order.as_json(),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        raise PeerFailed(f"{name}: {done.stderr[-1500:]}")
    used = Used(**json.loads(done.stdout.splitlines()[-1]))
    if used.sent != order.messages:
        raise PeerFailed(f"{name}: {used.sent} of {order.messages} were accepted")
    return used


@contextmanager
def throwaway_packages(*, wanted: bool) -> Iterator[str]:
    """A folder with fcm-django in it, gone afterwards. What it depends on (Django, firebase-admin) is ours."""
    with TemporaryDirectory(prefix="daknong-peers-") as folder:
        if wanted:
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
            subprocess.run([*pip, "--root-user-action=ignore", "--target", folder, *FCM_DJANGO], check=True)
        yield str(Path(folder))
