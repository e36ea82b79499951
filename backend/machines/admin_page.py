"""What the console shows of accounts and keys, ready for templates: states in words, never by colour alone."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.machines.models import MachineAccount, MachineKey
from backend.machines.selectors import KeyState, key_state

TONES = {KeyState.GOOD: "", KeyState.SOON: "dk-warning", KeyState.EXPIRED: "dk-danger", KeyState.REVOKED: ""}


def key_label(key: MachineKey) -> str:
    """Where a key stands, in words."""
    match key_state(key):
        case KeyState.REVOKED:
            return _("Revoked")
        case KeyState.EXPIRED:
            return _("Expired")
        case KeyState.SOON:
            return _expires_in(key)
    return _("Good")


def key_row(key: MachineKey) -> dict[str, Any]:
    """One line of the table of keys."""
    state = key_state(key)
    return {
        "key": key,
        "label": key_label(key),
        "tone": TONES[state],
        "is_over": state in (KeyState.REVOKED, KeyState.EXPIRED),
        "revoke_url": reverse("admin:machines_key_revoke", args=[key.pk]) if key.revoked_at is None else "",
    }


def account_page(account: MachineAccount) -> dict[str, Any]:
    """The keys under the form: those that are over last."""
    rows = sorted((key_row(key) for key in account.keys.all()), key=lambda row: row["is_over"])
    return {"account": account, "rows": rows, "issue_url": reverse("admin:machines_key_issue", args=[account.pk])}


def warning_of(account: MachineAccount) -> tuple[str, str]:
    """Tone and words for the list: what an administrator should see to. Needs the account's keys prefetched."""
    keys = [key for key in account.keys.all() if key.revoked_at is None]
    live = [key for key in keys if key.expires_at > timezone.now()]
    if not live:
        return ("danger", _("Expired")) if keys else ("info", _("No key"))
    # The one that lasts longest counts: the others are being replaced.
    best = max(live, key=lambda key: key.expires_at)
    if key_state(best) == KeyState.SOON:
        return "warning", _expires_in(best)
    text = ngettext("%(count)d key", "%(count)d keys", len(live)) % {"count": len(live)}
    return "success", text


def _expires_in(key: MachineKey) -> str:
    days = (timezone.localdate(key.expires_at) - timezone.localdate()).days
    if days < 1:
        return _("Expires today")
    return ngettext("Expires in %(count)d day", "Expires in %(count)d days", days) % {"count": days}
