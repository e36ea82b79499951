"""The processes that `make run` keeps: started, watched, started again when they die, stopped together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from tools.processes import die_with_parent, is_alive, pids_with_variable, stop_pid

# Every process we start carries this, its children too: by it what a killed run left is found, whatever its name.
MARK = "DAKNONG_SUPERVISED"
FIRST_PAUSE, LONGEST_PAUSE, STEADY_AFTER = 1.0, 30.0, 60.0
LOG_LIMIT = 10_000_000


class Child:
    """One process with its log. `tend()` starts it again after it died, each time a little later."""

    def __init__(self, name: str, command: list[str], *, log: Path, cwd: Path, mark: str) -> None:
        self.name = name
        self.command = command
        self.log = log
        self.cwd = cwd
        self.mark = mark
        self._environment: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = FIRST_PAUSE
        self._again_at: float | None = None

    def start(self, environment: Mapping[str, str]) -> None:
        # setproctitle (granian and Celery use it) would write its title over the environment, and with it our mark.
        self._environment = {**environment, MARK: self.mark, "SPT_NOENV": "1", "PYTHONUNBUFFERED": "1"}
        self._spawn()

    def _spawn(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=self.cwd,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is ours to handle, and the group can be signalled whole
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        self._started = time.monotonic()
        self._again_at = None

    def tend(self) -> str | None:
        """Look after the process once; a sentence when something happened that a person should know."""
        if self._process is None:
            return None
        now = time.monotonic()
        if self._again_at is not None:
            if now < self._again_at:
                return None
            self._spawn()
            return f"{self.name} started again."
        code = self._process.poll()
        if code is None:
            return None
        self.signal_group(signal.SIGKILL)  # granian's workers share its port: none may outlive it
        if now - self._started > STEADY_AFTER:
            self._pause = FIRST_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        self._again_at = now + pause
        return f"{self.name} ended ({_reason(code)}); starting it again in {pause:.0f} s. Its log: {self.log}"

    def signal_group(self, number: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: no permission for a dead group
                os.killpg(self._process.pid, number)

    def ask_to_stop(self) -> None:
        """Tell the process, and it alone, to finish: a Celery worker ends its task, granian its requests."""
        self._again_at = None
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait_stopped(self, deadline: float) -> None:
        """Wait until the deadline, then kill what is left of the group."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self.signal_group(signal.SIGKILL)
        self._process.wait()
        self._process = None


def _reason(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def stop_all(children: list[Child], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_stopped(deadline)


def reclaim(mark: str, *, seconds: float = 8.0) -> int:
    """Stop every process that an earlier, killed run of this checkout left; answer how many there were."""
    left = pids_with_variable(MARK, mark)
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while any(is_alive(pid) for pid in left) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in left:
        if is_alive(pid) and pid in pids_with_variable(MARK, mark):
            stop_pid(pid, (signal.SIGKILL, 2.0))
    return len(left)
