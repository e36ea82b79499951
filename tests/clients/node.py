"""Node and the packages of package-lock.json."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

from tests.clients.places import HERE, NODE_MODULES
from tests.clients.steps import StepFailed, run

NEEDED = (20, 19)  # what openapi-typescript asks for
WANTED = f"Node {NEEDED[0]}.{NEEDED[1]} or newer is needed, with npm"


def check_version() -> str:
    """The version of Node; StepFailed says what is needed where it is missing or too old."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise StepFailed(f"{WANTED}; there is none here. See https://nodejs.org or your system's packages.")
    version = run("node", "--version", cwd=HERE).strip()
    parts = re.match(r"v(\d+)\.(\d+)", version)
    if parts is None or (int(parts[1]), int(parts[2])) < NEEDED:
        raise StepFailed(f"{WANTED}; this is {version}.")
    return version


def install() -> str:
    """The locked packages, without running any script of theirs; nothing to do when they are there."""
    stamp = NODE_MODULES / ".installed"
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == lock:
        return "they are here"
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=HERE)
    stamp.write_text(lock)
    return "installed"


def program(name: str) -> Path:
    return NODE_MODULES / ".bin" / name
