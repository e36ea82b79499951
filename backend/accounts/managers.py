"""How users are made and found; the only place that turns an identifier into a look-up."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

from backend.accounts.identifiers import email_normalize, phone_normalize

if TYPE_CHECKING:
    from backend.accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Makes users with normalised identifiers, so that two spellings of one phone are never two people."""

    use_in_migrations = False

    def create_user(
        self, *, phone: str | None = None, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """Create one user; `phone` may be spelt 0… or +84…. Without a password nobody can log in as this user."""
        user = self.model(
            phone=phone_normalize(phone) if phone else None,
            email=email_normalize(email) if email else None,
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator (`manage.py createsuperuser`)."""
        from backend.accounts.models import Role

        fields.setdefault("role", Role.ADMINISTRATOR)
        return self.create_user(email=email, password=password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this e-mail, however its letters are cased."""
        return self.get(email=email_normalize(username or ""))
