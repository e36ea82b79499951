#!/usr/bin/env python
"""Django's command line. Beside a running `make run` it talks to that system's own database."""

import os
import sys
from pathlib import Path

RUN_ENV = Path(__file__).resolve().parent / ".data" / "run.env"


def load_run_env() -> None:
    """Take the running system's addresses from .data/run.env, unless a database is named already."""
    if os.environ.get("DATABASE_URL") or not RUN_ENV.exists():
        return
    for line in RUN_ENV.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.partition("=")
        if sign and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


if __name__ == "__main__":
    load_run_env()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    if sys.argv[1:2] == ["send_notices"]:
        os.environ.setdefault("DAKNONG_PROCESS", "sender")  # it shows no pages
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
