"""Name what of this checkout still runs: `python3 -m tools.leftovers` fails if anything does. Standard library only."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.children import MARK
from tools.engines import postgres_folder
from tools.layout import DATA, ENGINES, ROOT
from tools.processes import IS_LINUX, command_of, is_alive, pids_with_variable


def engine_pids() -> list[int]:
    """Servers named by the pid files of this checkout's data."""
    files = (postgres_folder(ENGINES) / "data" / "postmaster.pid", ENGINES / "valkey" / "server.pid")
    words = [word for file in files if file.exists() for word in file.read_text().split()[:1]]
    return [int(word) for word in words if word.isdigit() and is_alive(int(word))]


def pids_inside(folder: Path) -> list[int]:
    """Linux: processes whose program, folder or arguments lie in the data folder or the virtual environment."""
    if not IS_LINUX:
        return []
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [number for number in numbers if f"{folder}/" in command_of(number)]


def main() -> int:
    pids = {*pids_with_variable(MARK, str(ROOT)), *engine_pids(), *pids_inside(DATA)}
    for pid in sorted(pids):
        print(f"still running: {pid} {command_of(pid)[:150]}")
    return 1 if pids else 0


if __name__ == "__main__":
    sys.exit(main())
