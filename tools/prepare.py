"""Bring database, demo data and static files up to date, in one process: `python -m tools.prepare accounts.json`."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path


def step(title: str, work: Callable[[], object]) -> None:
    print(f"» {title} … ", end="", flush=True)
    began = time.monotonic()
    work()
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def write_accounts(target: Path) -> None:
    from django.core.management import call_command

    answer = io.StringIO()
    call_command("demo_accounts", "--json", stdout=answer)
    fresh = target.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(answer.getvalue(), encoding="utf-8")
    fresh.replace(target)


def main(accounts: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    import django
    from django.core.management import call_command

    django.setup()
    step("Migrating the database", lambda: call_command("migrate", interactive=False, verbosity=0))
    step("Loading the demo province", lambda: call_command("load_demo", verbosity=0))
    step("Collecting static files", lambda: call_command("collectstatic", interactive=False, verbosity=0))
    write_accounts(accounts)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
