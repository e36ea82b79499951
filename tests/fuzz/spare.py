"""Accounts and phones that one run may use up: whose password is reset, whose account is closed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from tests.fuzz.caller import Caller
from tests.system import ROOT, System

# Made in one go: nobody could register so many by their codes in the time that a run has.
SCRIPT = """
import json, sys
from django.conf import settings
from django.utils import timezone
from backend.accounts.models import Role, User
from django.contrib.auth.hashers import make_password
secret = make_password(settings.DEMO_PASSWORD)
User.objects.bulk_create(
    User(phone=phone, full_name="Y Thử", role=Role.CITIZEN, password=secret, phone_verified_at=timezone.now())
    for phone in json.loads(PHONES)
)
"""
ACCOUNTS = 600


class Spares:
    """Numbers that belong to nobody, handed out one by one."""

    def __init__(self, system: System) -> None:
        self.system = system
        self._accounts = _numbers("+849010")
        self._free = _numbers("+849020")
        wanted = _numbers("+849010")
        _shell(system, f"PHONES = {json.dumps([next(wanted) for _ in range(ACCOUNTS)])!r}\n{SCRIPT}")

    def account(self) -> str:
        """The phone of a citizen with the demo password, whom nobody used yet."""
        return next(self._accounts)

    def phones(self, number: int) -> list[str]:
        """Phones of nobody."""
        return [next(self._free) for _ in range(number)]

    def code_to_register(self) -> tuple[str, str]:
        return self._code(next(self._free), "register")

    def code_to_reset(self) -> tuple[str, str]:
        return self._code(self.account(), "reset")

    def _code(self, phone: str, purpose: str) -> tuple[str, str]:
        Caller(self.system.api).post("auth/otp/", {"phone": phone, "purpose": purpose})
        return phone, self.system.one_time_code(phone)


def _numbers(beginning: str) -> Iterator[str]:
    return (f"{beginning}{number:05d}" for number in range(100_000))


def _shell(system: System, script: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", script],
        cwd=ROOT, env=system.environment, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"no spare accounts\n{done.stderr[-2000:]}")
