"""Writes: machine accounts and their keys. Each is in the audit trail; no text of a key ever is."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.accounts.machine_users import machine_user_make, machine_user_update
from backend.agencies.models import Agency
from backend.agencies.services import membership_end, membership_set
from backend.common.audit import audit_record
from backend.common.errors import Conflict, DomainError
from backend.common.ids import uuid7
from backend.machines.keys import key_digest, key_make, key_public_id
from backend.machines.models import MAX_DAYS, MachineAccount, MachineKey
from backend.machines.scopes import Scope, rights_for
from backend.machines.selectors import machine_keys_live

# Enough to rotate on several hosts; more are keys that nobody remembers.
MAX_LIVE_KEYS = 5
ISSUED_ALREADY = "key_issued_already"
LAST_USE_EVERY = timedelta(minutes=1)


@transaction.atomic
def machine_account_create(
    *,
    name: str,
    purpose: str,
    agency: Agency,
    contact_email: str,
    scopes: Iterable[str],
    by: Any,
    is_demo: bool = False,
) -> MachineAccount:
    """Make a client that acts for `agency` and what is below it, within `scopes`. It has no key yet."""
    account = MachineAccount.objects.create(
        user=machine_user_make(name=name),
        name=name,
        purpose=purpose,
        agency=agency,
        contact_email=contact_email,
        scopes=_checked(scopes),
        is_demo=is_demo,
    )
    _reach(account, by)
    _record("machine.create", account, by, scopes=account.scopes)
    return account


@transaction.atomic
def machine_account_update(*, account: MachineAccount, by: Any, **changes: Any) -> MachineAccount:
    """Change any of name, purpose, agency, contact_email, scopes. Its keys can do from now on what the scopes say."""
    if "scopes" in changes:
        changes["scopes"] = _checked(changes["scopes"])
    kept = MachineAccount.objects.select_for_update(of=("self",)).select_related("user", "agency").get(pk=account.pk)
    changed = sorted(name for name, value in changes.items() if getattr(kept, name) != value)
    if not changed:
        return kept
    for name in changed:
        setattr(kept, name, changes[name])
    kept.save(update_fields=[*changed, "updated_at"])
    machine_user_update(user=kept.user, name=kept.name)
    if {"agency", "scopes"} & set(changed):
        _reach(kept, by)
    _record("machine.change", kept, by, changed=changed, scopes=kept.scopes)
    return kept


@transaction.atomic
def machine_account_disable(*, account: MachineAccount, by: Any) -> None:
    """Refuse all its keys from the next request on, until it is enabled again."""
    _switch(account, by, is_active=False)


@transaction.atomic
def machine_account_enable(*, account: MachineAccount, by: Any) -> None:
    """Let its keys work again, as far as they are neither revoked nor expired."""
    _switch(account, by, is_active=True)


@transaction.atomic
def machine_key_issue(
    *,
    account: MachineAccount,
    expires_at: datetime,
    by: Any,
    note: str = "",
    text: str = "",
    key_id: UUID | None = None,
) -> tuple[MachineKey, str]:
    """A new key and its text, which is kept nowhere: whoever called shows it once, or it is lost.

    400 `expiry_invalid`, 409 `too_many_keys`, 409 `machine_disabled`; 409 `key_issued_already` for the second call with
    one `key_id`. `text` is the demo's own; all others are drawn.
    """
    now = timezone.now()
    if not now < expires_at <= now + timedelta(days=MAX_DAYS):
        message = _("A key is good for a day at least and %(days)s days at most.") % {"days": MAX_DAYS}
        raise DomainError("expiry_invalid", message, fields={"expires_at": message})
    kept = MachineAccount.objects.select_for_update(of=("self",)).select_related("user", "agency").get(pk=account.pk)
    if not kept.is_active:
        raise Conflict("machine_disabled", _("This machine account is disabled."))
    if key_id is not None and MachineKey.objects.filter(pk=key_id).exists():
        raise Conflict(ISSUED_ALREADY, _("This key was shown before and never is again: revoke it if nobody kept it."))
    if machine_keys_live(kept).count() >= MAX_LIVE_KEYS:
        message = _("There are %(count)s live keys already: revoke one that is not used.") % {"count": MAX_LIVE_KEYS}
        raise Conflict("too_many_keys", message)
    text = text or key_make()
    key = MachineKey.objects.create(
        id=key_id or uuid7(),
        account=kept,
        public_id=key_public_id(text) or "",
        digest=key_digest(text),
        note=note,
        created_at=now,
        created_by=by,
        expires_at=expires_at,
    )
    _record("machine_key.issue", kept, by, key=key.public_id, expires=f"{timezone.localtime(expires_at):%d/%m/%Y}")
    return key, text


@transaction.atomic
def machine_key_revoke(*, key: MachineKey, by: Any) -> bool:
    """Refuse this key from the next request on, for ever; False if it was revoked before."""
    if not MachineKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        return False
    _record("machine_key.revoke", key.account, by, key=key.public_id)
    return True


def machine_key_used(*, key: MachineKey) -> None:
    """Note the use, once a minute at most; of many requests at once one writes."""
    now = timezone.now()
    if key.last_used_at is not None and key.last_used_at > now - LAST_USE_EVERY:
        return
    MachineKey.objects.filter(pk=key.pk, last_used_at=key.last_used_at).update(last_used_at=now)


def _checked(scopes: Iterable[str]) -> list[str]:
    """Known scopes in their order, each once."""
    given = set(scopes)
    if not given or given - set(Scope.values):
        message = _("Choose at least one scope.")
        raise DomainError("scopes_invalid", message, fields={"scopes": message})
    return [scope for scope in Scope.values if scope in given]


def _reach(account: MachineAccount, by: Any) -> None:
    """One membership: in its agency, with the rights that its scopes need."""
    for membership in account.user.memberships.exclude(agency=account.agency):
        membership_end(membership=membership, by=by)
    membership_set(user=account.user, agency=account.agency, **rights_for(account.scopes), by=by)


def _switch(account: MachineAccount, by: Any, *, is_active: bool) -> None:
    if account.user.is_active == is_active:
        return
    machine_user_update(user=account.user, is_active=is_active)
    _record("machine.enable" if is_active else "machine.disable", account, by)


def _record(action: str, account: MachineAccount, by: Any, **detail: Any) -> None:
    audit_record(actor=by, action=action, target=account, agency_code=account.agency.code, detail=detail)
