"""User rows of machine accounts: somebody to be the actor, whom nobody can be. `backend.machines` calls these."""

from django.utils import timezone

from backend.accounts.models import Role, User


def machine_user_make(*, name: str) -> User:
    """A row without identifier and password; constraints hold it so."""
    return User.objects.create_user(role=Role.MACHINE, full_name=name)


def machine_user_update(*, user: User, name: str | None = None, is_active: bool | None = None) -> None:
    """Rename it, close it or open it again; takes effect with the next request."""
    if name is not None:
        user.full_name = name
    if is_active is not None:
        user.is_active = is_active
    User.objects.filter(pk=user.pk, role=Role.MACHINE).update(
        full_name=user.full_name, is_active=user.is_active, updated_at=timezone.now()
    )
