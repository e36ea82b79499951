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


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="daknong-lock-") as folder:
        venv.create(folder, with_pip=True)
        subprocess.run([f"{folder}/bin/pip", "install", "--quiet", "--disable-pip-version-check", "uv"], check=True)
        for name, extras in LOCKS.items():
            command = [f"{folder}/bin/uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes"]
            command += ["--python-version", "3.11", "--no-emit-index-url", "--no-annotate", "--quiet", "-o", name]
            for extra in extras:
                command += ["--extra", extra]
            if name != "requirements-dev.lock":
                command += ["--constraint", "requirements-dev.lock"]
            command += sys.argv[1:]
            print(f"» {name}", flush=True)
            subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"})
    return 0


if __name__ == "__main__":
    sys.exit(main())
