"""Stop the running system of this checkout (`make stop`) and forget its data (`make reset`). Standard library only."""

from __future__ import annotations

import shutil
import signal
import sys

from tools.children import reclaim
from tools.engines import Engines, Lock
from tools.layout import DATA, ENGINES, ROOT, RUN_LOCK, RUN_PID
from tools.processes import stop_pid


def stop_running() -> bool:
    """Stop the supervisor if one lives; True if one did."""
    if not RUN_LOCK.exists():
        return False
    lock = Lock(RUN_LOCK)
    if lock.take():
        lock.drop()
        return False
    pid = int(RUN_PID.read_text())
    print(f"» Stopping the running system (process {pid})", flush=True)
    stop_pid(pid, (signal.SIGTERM, 60.0), (signal.SIGKILL, 5.0))
    return True


def main() -> int:
    was_running = stop_running()
    if "--keep" in sys.argv:
        if not was_running:
            print("Nothing runs here.")
        return 0
    reclaim(str(ROOT))
    Engines(ENGINES).forget()
    shutil.rmtree(DATA, ignore_errors=True)
    print("The data of this checkout are forgotten. `make run` starts anew.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
