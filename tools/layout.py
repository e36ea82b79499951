"""Where a running system keeps its things. Standard library only: `make reset` works without .venv."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / ".data"
ENGINES = DATA / "engines"
LOGS = DATA / "logs"
RUN_ENV = DATA / "run.env"  # addresses and secrets of the running system, for manage.py and `make app`
RUN_LOCK = DATA / "run.lock"  # held by the running supervisor
RUN_PID = DATA / "run.pid"
ACCOUNTS = DATA / "demo-accounts.json"


def read_run_env() -> dict[str, str]:
    """KEY=VALUE lines of the running system; empty when there is none."""
    if not RUN_ENV.exists():
        return {}
    pairs = (line.partition("=") for line in RUN_ENV.read_text(encoding="utf-8").splitlines())
    return {name: value for name, sign, value in pairs if sign and not name.startswith("#")}
