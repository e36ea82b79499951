"""Password login for the API and the console: by phone or by e-mail, in one place."""

import uuid
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from backend.accounts.identifiers import InvalidIdentifier, identifier_normalize
from backend.accounts.models import Role, User

MAX_PASSWORD = 256  # argon2 reads all of it: a longer one is only a way to make us work


def credentials_user(identifier: str, password: str) -> User | None:
    """The user whose password this is, disabled or not. Costs one password hash whether or not anybody is known."""
    user = _find(identifier)
    if len(password) > MAX_PASSWORD:
        return None
    if user is None or not user.has_usable_password():
        User().set_password(password)  # the same work as checking one, so that time tells nothing
        return None
    return user if user.check_password(password) else None


def _find(identifier: str) -> User | None:
    try:
        kind, value = identifier_normalize(identifier)
    except InvalidIdentifier:
        return None
    return User.objects.filter(**{kind: value}, deleted_at=None).first()


class IdentifierBackend(BaseBackend):
    """Knows who somebody is. What they may do is the business of `backend.agencies.auth.MembershipBackend`."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        identifier = username or kwargs.get(User.USERNAME_FIELD)
        if not identifier or password is None:
            return None
        user = credentials_user(identifier, password)
        return user if user and user.is_active else None

    def get_user(self, user_id: uuid.UUID | str) -> User | None:
        """The user of a console session; None once disabled or deleted, which ends the session."""
        return User.objects.filter(pk=user_id, is_active=True, deleted_at=None).exclude(role=Role.MACHINE).first()
