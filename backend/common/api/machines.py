"""Which operations a machine account (a client of another system, by its key) may call: none that does not say so.

A view says it by method, with the scope that the key must have: `machine_scopes = {"GET": "reports:read"}`; `ANY_KEY`
where every good key may. What is the same for everybody (PublicCacheMixin) is open to machines as it is to guests. The
authentication asks `machine_check` before a view, its permissions or its services see anything of the request.
"""

from typing import Any

from django.utils.translation import gettext as _

from backend.common.api.caching import PublicCacheMixin
from backend.common.errors import PermissionDenied

ANY_KEY = ""
NOT_FOR_MACHINES, SCOPE_MISSING = "machine_not_allowed", "scope_missing"
# Why the key itself is refused, all 401; `backend.machines.selectors` says when.
KEY_CODES = ("key_invalid", "key_expired", "key_revoked", "machine_disabled")
READS = ("GET", "HEAD")


def scope_for(view: Any, method: str) -> str | None:
    """The scope that a key needs for this method of this view; ANY_KEY for none in particular, None for no way in."""
    declared: dict[str, str] = getattr(view, "machine_scopes", {})
    if method == "OPTIONS":
        return ANY_KEY if declared or isinstance(view, PublicCacheMixin) else None
    if method in READS and isinstance(view, PublicCacheMixin):
        return ANY_KEY
    return declared.get("GET" if method == "HEAD" else method)


def machine_check(view: Any, method: str, scopes: list[str]) -> None:
    """Raise 403 unless a key with these scopes may do this. A method that the view lacks is left to its 405."""
    if not hasattr(view, method.lower()):
        return
    wanted = scope_for(view, method)
    if wanted is None:
        raise not_for_machines()
    if wanted != ANY_KEY and wanted not in scopes:
        message = _("This key lacks the scope %(scope)s.") % {"scope": wanted}
        raise PermissionDenied(SCOPE_MISSING, message)


def not_for_machines() -> PermissionDenied:
    """The refusal of what people alone may do."""
    return PermissionDenied(NOT_FOR_MACHINES, _("People alone may do this, not machine accounts."))


def is_machine(user: Any) -> bool:
    """Whether this is the user row of a machine account."""
    return bool(getattr(user, "is_machine", False))
