"""The one audit trail. Services and the console write here; nothing changes or deletes a row."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from backend.common.context import current_request
from backend.common.models import AuditEntry


def _label(thing: Any) -> str:
    return str(thing)[:300]


def audit_record(
    *, actor: Any, action: str, target: models.Model | str, agency_code: str = "", detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Add a row to the trail, with the address and id of the request under way. `detail` must hold no secret."""
    known = actor is not None and not isinstance(actor, AnonymousUser) and getattr(actor, "pk", None)
    request = current_request()
    if isinstance(target, models.Model):
        kind, identifier, label = target._meta.label_lower, str(target.pk), _label(target)
    else:
        kind, identifier, label = "text", target, ""
    return AuditEntry.objects.create(
        actor=actor if known else None,
        actor_label=(getattr(actor, "full_name", "") or "") if known else "",
        action=action,
        target_type=kind,
        target_id=identifier[:80],
        target_label=label,
        agency_code=agency_code,
        address=request.address or None,
        request_id=request.request_id,
        detail=(detail or {}) | ({"machine_key": request.machine_key} if request.machine_key else {}),
    )


def audit_entries_of(user: models.Model) -> Iterator[dict[str, Any]]:
    """What a person did, and what was done with their row, newest first. Whoever else acted is not named."""
    theirs = Q(target_type=user._meta.label_lower, target_id=str(user.pk))
    for entry in AuditEntry.objects.filter(Q(actor=user) | theirs).order_by("-id").iterator():
        is_own = entry.actor_id == user.pk
        yield {
            "at": entry.at,
            "action": entry.action,
            "by_me": is_own,
            "target_type": entry.target_type,
            "target_id": entry.target_id,
            "address": entry.address if is_own else None,
        }
