"""The demo province's machine account, and its key for developers: never in production.

The key is derived from the secret key, so that every process can say it and none has to keep it. If somebody revokes it
in the console, or it runs out, the next one in the row is issued.
"""

import hashlib
import hmac
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

NAME = "Hệ thống một cửa (thử nghiệm)"
AGENCY = "H16.31"


def load_machine_account() -> MachineAccount:
    """Make the demo's account with all scopes, and its key, where they are missing. Twice is once."""
    _refuse_production()
    account = MachineAccount.objects.filter(is_demo=True).select_related("user", "agency").first()
    if account is None:
        account = machine_account_create(
            name=NAME,
            purpose="Đồng bộ phản ánh và gửi dự thảo thông báo từ hệ thống một cửa của phường. Dữ liệu thử nghiệm.",
            agency=agency_get(AGENCY),
            contact_email="tich.hop@demo.daknong.vn",
            scopes=Scope.values,
            by=None,
            is_demo=True,
        )
    _key_of(account)
    return account


def demo_machine_key() -> str:
    """The text of a key of the demo's account that is good now. Raises outside development and tests."""
    return _key_of(load_machine_account())


@transaction.atomic
def _key_of(account: MachineAccount) -> str:
    """The first derived key that is good; one that was never issued is issued now."""
    MachineAccount.objects.select_for_update().get(pk=account.pk)  # of two askers at once one issues
    soonest = timezone.now() + timedelta(hours=1)
    keys = {key.public_id: key for key in MachineKey.objects.filter(account=account)}
    for number in range(len(keys) + 1):
        text = _derived(number)
        key = keys.get(key_public_id(text) or "")
        if key is None:
            expires_at = timezone.now() + timedelta(days=MAX_DAYS)
            machine_key_issue(account=account, expires_at=expires_at, by=None, note="/dev/tokens/machine/", text=text)
        elif key.revoked_at is not None or key.expires_at < soonest:
            continue
        return text
    raise AssertionError("one more number than there are keys is always free")


def _derived(number: int) -> str:
    seed = hmac.digest(settings.SECRET_KEY.encode(), f"demo-machine-key:{number}".encode(), hashlib.sha512)
    return key_text(seed[-8:], seed[:SECRET_BYTES])


def _refuse_production() -> None:
    if not is_development():
        raise ImproperlyConfigured("The demo's machine account is not for production.")
