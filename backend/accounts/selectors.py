"""Reading people and their sessions."""

import uuid
from collections.abc import Iterable

from django.db.models import F, QuerySet
from django.utils import timezone

from backend.accounts.models import Session, User


def sessions_live(user: User) -> QuerySet[Session]:
    """Sessions that still work, the one used last first."""
    live = Session.objects.filter(
        user=user, ended_at=None, expires_at__gt=timezone.now(), epoch=F("user__session_epoch")
    )
    return live.order_by("-last_used_at")


def users_by_phone(numbers: Iterable[str]) -> dict[str, uuid.UUID]:
    """Number (E.164) → id of the active account that has shown that the number is its own; the others are left out."""
    found = User.objects.filter(phone__in=list(numbers), is_active=True, phone_verified_at__isnull=False)
    return {str(phone): user_id for phone, user_id in found.values_list("phone", "pk")}
