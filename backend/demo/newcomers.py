"""Accounts for those who try something out: a sample that deletes its account must not delete the demo's."""

import secrets

from django.conf import settings
from django.utils import timezone

from backend.accounts.models import User

# Numbers that the demo province's people do not have; nothing is ever sent to them in development.
FIRST, COUNT = 84_900_100_000, 800_000


def newcomer_make(*, phone: str = "") -> User:
    """A new citizen with the demo's password and a phone of the demo's range (or this one)."""
    while not phone or User.objects.filter(phone=phone).exists():
        phone = f"+{FIRST + secrets.randbelow(COUNT)}"
    return User.objects.create_user(
        phone=phone, password=settings.DEMO_PASSWORD, full_name="Y Mới Êban (thử)", phone_verified_at=timezone.now()
    )
