"""Our sender as one process. The one place here that knows how it is started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass

from tests.bench.push.ground import Ground
from tests.bench.push.meter import Used
from tools.layout import ROOT
from tools.processes import die_with_parent

# As fast as it can: for figures that are not about the quota.
UNPACED = {"NOTICES_PER_SECOND": "1000000", "NOTICES_RAMP_SECONDS": "0"}
# Firebase's quota from the first second, as it is a minute after the start.
PACED = {"NOTICES_PER_SECOND": "10000", "NOTICES_RAMP_SECONDS": "0"}


@dataclass
class SenderRun:
    """The sender's own use, and the database's meanwhile."""

    used: Used
    database_cpu: float

    @property
    def cpu_each_us(self) -> float:
        """Both together: the ledger is part of what a message costs."""
        return (self.used.cpu + self.database_cpu) / self.used.sent * 1e6


def sender_start(settings: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """Publish and send what is due in a process that ends when no notice is open; SIGTERM ends it sooner, in order."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.push.sender_process"],
        cwd=ROOT,
        env={**os.environ, "DAKNONG_PROCESS": "sender", **(settings or {})},
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )


def sender_end(process: subprocess.Popen[str], *, seconds: float = 900) -> Used:
    """Wait for it, and what it says of itself."""
    said, _ = process.communicate(timeout=seconds)
    if process.returncode:
        raise SystemExit(f"The sender failed ({process.returncode}): {said[-2000:]}")
    return Used(**json.loads(said.splitlines()[-1]))


def sender_run(ground: Ground, settings: dict[str, str]) -> SenderRun:
    """Send everything that is due now."""
    before = ground.database_cpu()
    used = sender_end(sender_start(settings))
    return SenderRun(used, ground.database_cpu() - before)
