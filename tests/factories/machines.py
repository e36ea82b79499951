"""Machine accounts for tests, made by the services as the console makes them."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework.test import APIClient

from backend.agencies.models import Agency
from backend.machines.models import MachineAccount, MachineKey
from backend.machines.scopes import Scope
from backend.machines.services import machine_account_create, machine_key_issue
from tests.factories.agencies import AgencyFactory

_numbers = itertools.count(1)


def make_machine(
    *scopes: str, agency: Agency | None = None, name: str = "", by: Any = None, is_demo: bool = False
) -> MachineAccount:
    """A machine account of `agency` (a new one if none is named) with these scopes; all if none is named."""
    return machine_account_create(
        name=name or f"Hệ thống {next(_numbers)}",
        purpose="Đồng bộ phản ánh.",
        agency=agency or AgencyFactory.create(),
        contact_email="tich.hop@test.vn",
        scopes=scopes or Scope.values,
        by=by,
        is_demo=is_demo,
    )


def make_key(account: MachineAccount, *, days: float = 90, by: Any = None) -> tuple[MachineKey, str]:
    """A key of the account and its text."""
    return machine_key_issue(account=account, expires_at=timezone.now() + timedelta(days=days), by=by)


def key_client(text: str) -> APIClient:
    """A client that sends this key."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return client


def machine_client(*scopes: str, agency: Agency | None = None) -> APIClient:
    """A client with a key of a new machine account."""
    return key_client(make_key(make_machine(*scopes, agency=agency))[1])
