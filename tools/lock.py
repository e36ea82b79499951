"""Resolve pyproject.toml into requirements*.lock with hashes, for every platform (`make lock`).

The resolver, uv, lives in a folder of its own that is thrown away. Today's pins are kept unless `--upgrade` is given.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The widest first: the narrower ones are held to its pins, so that one .venv serves all.
LOCKS = {
    "requirements-dev.lock": ["embedded", "app", "dev"],
    "requirements-run.lock": ["embedded"],
    "requirements.lock": [],
}
BUILDS_ANDROID = Path("deploy/android")  # its container needs nothing else of ours


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="daknong-lock-") as folder:
        venv.create(folder, with_pip=True)
        subprocess.run([f"{folder}/bin/pip", "install", "--quiet", "--disable-pip-version-check", "uv"], check=True)
        for name, extras in LOCKS.items():
            resolve(folder, "pyproject.toml", name, [word for extra in extras for word in ("--extra", extra)])
        resolve(folder, f"{BUILDS_ANDROID}/requirements.in", f"{BUILDS_ANDROID}/requirements.lock", [])
    return 0


def resolve(folder: str, source: str, name: str, more: list[str]) -> None:
    """Write one lock."""
    command = [f"{folder}/bin/uv", "pip", "compile", source, "--universal", "--generate-hashes"]
    command += ["--python-version", "3.11", "--no-emit-index-url", "--no-annotate", "--quiet", "-o", name, *more]
    if name != "requirements-dev.lock":
        command += ["--constraint", "requirements-dev.lock"]
    print(f"» {name}", flush=True)
    environment = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"}
    subprocess.run([*command, *sys.argv[1:]], cwd=ROOT, check=True, env=environment)


if __name__ == "__main__":
    sys.exit(main())
