"""Celery as `make run` starts it, as processes that can be killed; a supervisor starts again what died."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.cpu import TICK
from tools.layout import ROOT
from tools.processes import die_with_parent

# What systemd's RestartSec or a supervisor's first pause would be.
RESTART_PAUSE = 1.0
CELERY = [sys.executable, "-m", "celery", "-A", "notifications"]
QUIET = ["--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel=WARNING"]
URGENT_QUEUES = "emergency,personal,default"
ALL_QUEUES = "emergency,personal,notices,default"


@dataclass
class Worker:
    """One program with its children, in a process group of its own."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    died_at: float = 0.0

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=os.environ | {"SPT_NOENV": "1"},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),
            )
        self.died_at = 0.0

    def kill_whole(self) -> None:
        """The worker and its children at one blow."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def children(self) -> list[int]:
        """The processes in which tasks run."""
        assert self.process is not None
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()] if path.exists() else []

    def tend(self) -> None:
        """Start it again some time after its death."""
        if self.process is None or self.process.poll() is None:
            return
        if not self.died_at:
            self.kill_whole()  # its children must not outlive it
            self.died_at = time.monotonic()
        elif time.monotonic() - self.died_at >= RESTART_PAUSE:
            self.start()


@dataclass
class Workers:
    """Two workers, one of them kept for what is urgent, and beat."""

    folder: Path
    all: dict[str, Worker] = field(default_factory=dict)
    _held: threading.Lock = field(default_factory=threading.Lock)
    _ended: threading.Event = field(default_factory=threading.Event)
    _supervisor: threading.Thread | None = None

    def start(self) -> None:
        self._add("urgent", [*CELERY, "worker", "-n", "urgent@%h", "--queues", URGENT_QUEUES, *QUIET])
        self._add("notices", [*CELERY, "worker", "-n", "notices@%h", "--queues", ALL_QUEUES, *QUIET])
        schedule = str(self.folder / "beat-schedule")
        self._add("beat", [*CELERY, "beat", "--schedule", schedule, "--pidfile=", "--loglevel=WARNING"])
        self._supervisor = threading.Thread(target=self._supervise, daemon=True)
        self._supervisor.start()

    def kill_whole(self) -> float:
        """SIGKILL to the worker that sends notices and all its children; when it was."""
        self.all["notices"].kill_whole()
        return time.time()

    def kill_child(self) -> float:
        """SIGKILL to the child that works most; when it was."""
        worked = _worked(self.all["notices"].children(), seconds=0.1)
        if worked:
            with contextlib.suppress(ProcessLookupError):
                os.kill(max(worked, key=lambda pid: worked[pid]), signal.SIGKILL)
        return time.time()

    def restart_in_order(self, *, seconds: float = 60) -> float:
        """SIGTERM to the worker that sends notices, until it has gone, and a new one; how long it took to go."""
        worker, began = self.all["notices"], time.monotonic()
        with self._held:
            assert worker.process is not None
            worker.process.terminate()
            worker.process.wait(seconds)
            worker.start()
        return time.monotonic() - began

    def stop(self) -> None:
        self._ended.set()
        if self._supervisor is not None:
            self._supervisor.join()
        for worker in self.all.values():
            worker.kill_whole()
            if worker.process is not None:
                worker.process.wait(10)

    def log_ends(self) -> str:
        """For a person, when something failed."""
        return "\n".join(f"--- {worker.log}\n{worker.log.read_text()[-1500:]}" for worker in self.all.values())

    def _add(self, name: str, command: list[str]) -> None:
        worker = self.all[name] = Worker(name, command, self.folder / f"{name}.log")
        worker.start()

    def _supervise(self) -> None:
        while not self._ended.wait(0.1):
            with self._held:
                for worker in self.all.values():
                    worker.tend()


def _worked(pids: list[int], *, seconds: float) -> dict[int, float]:
    """CPU seconds of each in a short while."""
    before = {pid: _cpu(pid) for pid in pids}
    time.sleep(seconds)
    return {pid: _cpu(pid) - before[pid] for pid in pids}


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK
