"""The demo province's machine accounts, and their keys for developers: never in production.

A key is derived from the secret key, so that every process can say it and none has to keep it. If somebody revokes it
in the console, or it runs out, the next one in the row is issued.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from backend.agencies.selectors import agency_get
from backend.common.development import is_development
from backend.machines.keys import SECRET_BYTES, key_public_id, key_text
from backend.machines.models import MAX_DAYS, MachineAccount, MachineKey
from backend.machines.scopes import Scope
from backend.machines.services import machine_account_create, machine_key_issue

AGENCY = "H16.31"


@dataclass(frozen=True)
class DemoMachine:
    name: str
    purpose: str
    scopes: tuple[str, ...]
    seed: str


# By the word that /dev/tokens/ knows them by.
DEMO_MACHINES = {
    "machine": DemoMachine(
        "Hệ thống một cửa (thử nghiệm)",
        "Đồng bộ phản ánh và gửi dự thảo thông báo từ hệ thống một cửa của phường. Dữ liệu thử nghiệm.",
        tuple(Scope.values),
        "demo-machine-key",
    ),
    # A key that lacks a scope is what developers must have met once.
    "machine-reader": DemoMachine(
        "Bảng theo dõi phản ánh (thử nghiệm)",
        "Hiện phản ánh của phường trên bảng điện tử ở bộ phận một cửa; chỉ đọc. Dữ liệu thử nghiệm.",
        (Scope.REPORTS_READ.value,),
        "demo-machine-reader-key",
    ),
}


def load_machine_accounts() -> int:
    """Make the demo's accounts, each with a key, where they are missing."""
    return len([load_machine_account(who) for who in DEMO_MACHINES])


@transaction.atomic
def load_machine_account(who: str = "machine") -> MachineAccount:
    """Make one of the demo's accounts, and its key, where they are missing. Twice is once."""
    _refuse_production()
    # Known by its first key: all that an administrator sees of it may be changed in the console.
    first = MachineKey.objects.filter(public_id=key_public_id(_derived(who, 0)), account__is_demo=True).first()
    account = first.account if first else _made(DEMO_MACHINES[who])
    _key_of(account, who)
    return account


def demo_machine_key(who: str = "machine") -> str:
    """The text of a key of that account that is good now. Raises outside development and tests."""
    return _key_of(load_machine_account(who), who)


def _made(machine: DemoMachine) -> MachineAccount:
    return machine_account_create(
        name=machine.name,
        purpose=machine.purpose,
        agency=agency_get(AGENCY),
        contact_email="tich.hop@demo.daknong.vn",
        scopes=machine.scopes,
        by=None,
        is_demo=True,
    )


@transaction.atomic
def _key_of(account: MachineAccount, who: str) -> str:
    """The first derived key that is good; one that was never issued is issued now."""
    MachineAccount.objects.select_for_update().get(pk=account.pk)  # of two askers at once one issues
    soonest = timezone.now() + timedelta(hours=1)
    keys = {key.public_id: key for key in MachineKey.objects.filter(account=account)}
    for number in range(len(keys) + 1):
        text = _derived(who, number)
        key = keys.get(key_public_id(text) or "")
        if key is None:
            expires_at = timezone.now() + timedelta(days=MAX_DAYS)
            machine_key_issue(account=account, expires_at=expires_at, by=None, note=f"/dev/tokens/{who}/", text=text)
        elif key.revoked_at is not None or key.expires_at < soonest:
            continue
        return text
    raise AssertionError("one more number than there are keys is always free")


def _derived(who: str, number: int) -> str:
    text = f"{DEMO_MACHINES[who].seed}:{number}"
    seed = hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha512)
    return key_text(seed[-8:], seed[:SECRET_BYTES])


def _refuse_production() -> None:
    if not is_development():
        raise ImproperlyConfigured("The demo's machine accounts are not for production.")
