"""Small helpers about operating-system processes: who runs, how to stop it, how to die with one's parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

IS_LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def is_alive(pid: int) -> bool:
    """True if a process with this id exists and is not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[:1] == ["Z"]


def command_of(pid: int) -> str:
    """The command line of a process, or "" when it is gone or not ours to read."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        pass
    if IS_LINUX:
        return ""
    done = subprocess.run(["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def started_at(pid: int) -> str:
    """When a process began, as the system writes it: with the id, it names one process for good. "" if it is gone."""
    try:
        # After the closing bracket of the name the fields are plain; the 22nd of all is the start in ticks since boot.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        pass
    if IS_LINUX:
        return ""
    done = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def pids_with_variable(name: str, value: str) -> list[int]:
    """Our own user's processes that were started with this environment variable, this one excepted."""
    wanted = f"{name}={value}"
    if IS_LINUX:
        found = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _has(entry, wanted)]
    else:
        listing = subprocess.run(["ps", "-xEwwo", "pid=,command="], capture_output=True, text=True, check=False).stdout
        found = [int(line.split()[0]) for line in listing.splitlines() if f" {wanted} " in f"{line} "]
    return [pid for pid in found if pid != os.getpid()]


def _has(entry: Path, variable: str) -> bool:
    try:
        return variable.encode() in (entry / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def wait_gone(pid: int, seconds: float) -> bool:
    """Wait until a process that may not be our child is gone; False if it is still there after `seconds`."""
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def stop_pid(pid: int, *signals: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn, giving the process the seconds named with it to go."""
    for number, seconds in signals:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if wait_gone(pid, seconds):
            return


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """A `preexec_fn` that has Linux send `number` to the child when its parent's thread ends; None elsewhere.

    It must run after the change of user: setuid clears the setting.
    """
    if not IS_LINUX:
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return ask_kernel
