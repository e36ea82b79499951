"""Reads: the key of a request, and what the console shows."""

from __future__ import annotations

import hmac
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.errors import Unauthenticated
from backend.machines.keys import key_digest, key_public_id
from backend.machines.models import MachineAccount, MachineKey

SOON = timedelta(days=30)
# A digest that no key has: an unknown key costs the same comparison as a wrong secret.
NO_DIGEST = "-" * 64
MESSAGES = {
    "key_invalid": _("This is no key of ours."),
    "key_expired": _("This key has expired. Ask an administrator for the next one."),
    "key_revoked": _("This key has been revoked."),
    "machine_disabled": _("This machine account is disabled."),
}


class KeyState(StrEnum):
    GOOD, SOON, EXPIRED, REVOKED = "good", "soon", "expired", "revoked"


def key_refused(code: str) -> Unauthenticated:
    """The 401 of a code in MESSAGES."""
    return Unauthenticated(code, MESSAGES[code])


def machine_key_check(text: str) -> MachineKey:
    """The key with this text, its account and user loaded with it: one query, none for what is no key at all.

    401 `key_invalid`; and only for who holds the whole secret `key_revoked`, `key_expired`, `machine_disabled`.
    """
    public_id = key_public_id(text)
    if public_id is None:
        raise key_refused("key_invalid")
    key = MachineKey.objects.select_related("account__user").filter(public_id=public_id).first()
    if not hmac.compare_digest(key.digest if key else NO_DIGEST, key_digest(text)) or key is None:
        raise key_refused("key_invalid")
    if key.account.is_demo and settings.IS_PRODUCTION:
        raise key_refused("key_invalid")
    if key.revoked_at is not None:
        raise key_refused("key_revoked")
    if key.expires_at <= timezone.now():
        raise key_refused("key_expired")
    if not key.account.is_active:
        raise key_refused("machine_disabled")
    return key


def machine_account_of(key: MachineKey) -> MachineAccount:
    """The key's account with its agency, which an ordinary request has no need of: one query."""
    return MachineAccount.objects.select_related("agency").get(pk=key.account_id)


def machine_keys_live(account: MachineAccount) -> QuerySet[MachineKey]:
    """Keys that are neither revoked nor past their day."""
    return MachineKey.objects.filter(account=account, revoked_at=None, expires_at__gt=timezone.now())


def machine_accounts_with_keys() -> QuerySet[MachineAccount]:
    """For the console: two queries however many there are."""
    keys = Prefetch("keys", MachineKey.objects.select_related("created_by").order_by("-created_at"))
    return MachineAccount.objects.select_related("user", "agency").prefetch_related(keys)


def key_state(key: MachineKey) -> KeyState:
    """Where a key stands today."""
    if key.revoked_at is not None:
        return KeyState.REVOKED
    left = key.expires_at - timezone.now()
    if left <= timedelta(0):
        return KeyState.EXPIRED
    return KeyState.SOON if left <= SOON else KeyState.GOOD
