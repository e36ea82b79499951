"""Reading people and their sessions."""

from django.db.models import F, QuerySet
from django.utils import timezone

from backend.accounts.models import Session, User


def sessions_live(user: User) -> QuerySet[Session]:
    """Sessions that still work, the one used last first."""
    live = Session.objects.filter(
        user=user, ended_at=None, expires_at__gt=timezone.now(), epoch=F("user__session_epoch")
    )
    return live.order_by("-last_used_at")
