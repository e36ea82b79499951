"""One figure in one fresh process: `python -m tests.bench.mobile.probe NAME FOLDER URL`; prints a line of JSON.

The parent says in BENCH_BEGAN when it started this process, so that the interpreter's own start counts.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.mobile import offscreen  # noqa: F401  (before Kivy)

BEGAN = float(os.environ.get("BENCH_BEGAN", time.time()))


def main() -> None:
    name, folder, url = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    found = FIGURES[name](folder, url)
    sys.stdout.write("\n" + json.dumps({"figure": name, **found}) + "\n")
    sys.stdout.flush()
    os._exit(0)  # what a figure leaves running is nothing to it


def start(folder: Path, url: str) -> dict[str, Any]:
    """Seconds to the first frame, and to a home page with its news."""
    from citizen_mobile.app import CitizenApp
    from tests.bench.mobile.measures import paint_one, usable

    app = CitizenApp(folder, url)
    app._run_prepare()
    paint_one()
    first = time.time() - BEGAN
    usable(app)
    return {"first_frame": first, "usable_home": time.time() - BEGAN}


def memory(folder: Path, url: str) -> dict[str, Any]:
    from tests.bench.mobile.measures import memory_over_walks

    return memory_over_walks(folder, url)


def frames(folder: Path, url: str) -> dict[str, Any]:
    from tests.bench.mobile.measures import scrolling

    return scrolling(folder, url)


def stalls(folder: Path, url: str) -> dict[str, Any]:
    from tests.bench.mobile.measures import longest_stall

    return longest_stall(folder, url)


def morning(folder: Path, url: str) -> dict[str, Any]:
    from tests.bench.mobile.measures import morning_use

    return morning_use(folder, url)


FIGURES: dict[str, Callable[[Path, str], dict[str, Any]]] = {
    "start": start,
    "memory": memory,
    "frames": frames,
    "stalls": stalls,
    "morning": morning,
}

if __name__ == "__main__":
    main()
