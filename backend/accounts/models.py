"""People, their sessions, one-time codes, and the evidence of what they agreed to."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from backend.accounts.identifiers import email_mask, phone_mask
from backend.accounts.managers import UserManager
from backend.common.models import TimeStamped, UUIDModel


class Role(models.TextChoices):
    CITIZEN = "citizen", _("Citizen")
    OFFICER = "officer", _("Officer")
    ADMINISTRATOR = "administrator", _("Administrator")
    MACHINE = "machine", _("Machine account")  # nobody: who acts by the key of another system (backend.machines)


PEOPLES_ROLES = [choice for choice in Role.choices if choice[0] != Role.MACHINE]


class Language(models.TextChoices):
    VIETNAMESE = "vi", "Tiếng Việt"
    ENGLISH = "en", "English"


class User(UUIDModel, TimeStamped, AbstractBaseUser, PermissionsMixin):
    """One person. Logs in by phone or e-mail; what an officer may do comes from memberships, never from here."""

    phone = models.CharField(_("phone"), max_length=16, unique=True, null=True, blank=True)
    # Kept in lower case (a constraint holds it), so that the plain unique index is the case-insensitive one.
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.CITIZEN)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.VIETNAMESE)
    area_codes = ArrayField(models.CharField(max_length=10), verbose_name=_("areas"), default=list, blank=True)
    phone_verified_at = models.DateTimeField(_("phone confirmed"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)
    # Every session carries the epoch it was opened in; raising this number ends them all at once.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    # Rights come from the role and from memberships alone: a second, unaudited way to grant them is not kept.
    groups = None  # type: ignore[assignment]
    user_permissions = None  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["role", "-created_at"], name="accounts_user_role_idx")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accounts_user_phone_or_email",
                condition=Q(phone__isnull=False)
                | Q(email__isnull=False)
                | Q(deleted_at__isnull=False)
                | Q(role=Role.MACHINE),
            ),
            # No identifier and no password: there is nothing to log in with, and nowhere to send a code.
            models.CheckConstraint(
                name="accounts_user_machine_cannot_log_in",
                condition=~Q(role=Role.MACHINE) | Q(phone=None, email=None, password__startswith="!"),
            ),
            models.CheckConstraint(
                name="accounts_user_phone_e164",
                condition=Q(phone__isnull=True) | Q(phone__regex=r"^\+[1-9][0-9]{7,14}$"),
            ),
            models.CheckConstraint(
                name="accounts_user_email_lower", condition=Q(email__isnull=True) | Q(email=Lower("email"))
            ),
        ]

    def __str__(self) -> str:
        # Also what lands in logs and in the audit trail: a name, or a masked identifier, never a whole phone number.
        return self.full_name or phone_mask(self.phone) or email_mask(self.email) or str(self.pk)

    @property
    def is_staff(self) -> bool:
        """May enter the console."""
        return self.role in (Role.OFFICER, Role.ADMINISTRATOR)

    @property
    def is_machine(self) -> bool:
        """A client of another system: it acts for an agency within the scopes of its key, and never enters anywhere."""
        return self.role == Role.MACHINE

    @property
    def is_superuser(self) -> bool:  # type: ignore[override]
        return self.role == Role.ADMINISTRATOR

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Tie the console's cookie sessions to the epoch too: what ends the phone's sessions ends the browser's."""
        key_salt = "backend.accounts.models.User.session_auth_hash"
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac(key_salt, value, secret=secret, algorithm="sha256").hexdigest()


class SessionEnd(models.TextChoices):
    """Why a session ended; `backend.accounts.sessions` turns each into the code of a 401."""

    LOGOUT = "logout", _("Signed out")
    ENDED_BY_USER = "ended_by_user", _("Ended from another device")
    LOGOUT_EVERYWHERE = "logout_everywhere", _("Signed out everywhere")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    TOKEN_REUSED = "token_reused", _("A refresh token was used twice")
    ACCOUNT_DISABLED = "account_disabled", _("Account disabled")
    ACCOUNT_DELETED = "account_deleted", _("Account deleted")
    ENDED_BY_ADMINISTRATOR = "ended_by_administrator", _("Ended by an administrator")


class Session(UUIDModel):
    """One signed-in device: the family of all refresh tokens that descend from one login."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    epoch = models.PositiveIntegerField()
    # The one refresh token that is good now. Any other that we signed for this family is a reused one.
    refresh_jti = models.CharField(max_length=32)
    # The last rotation, so that it can be answered again (backend.accounts.repeated_refresh): the token that it took,
    # a digest of the Idempotency-Key that came with it, and when. (`db_default` for the servers of the version before,
    # which still open sessions while this one is rolled out.)
    rotated_jti = models.CharField(max_length=32, blank=True, default="", db_default="")
    rotation_key = models.CharField(max_length=64, blank=True, default="", db_default="")
    rotated_at = models.DateTimeField(null=True, blank=True)
    device_name = models.CharField(_("device"), max_length=80, blank=True)
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=24, choices=SessionEnd.choices, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar = ["-last_used_at"]
        indexes: ClassVar = [
            models.Index(
                fields=["user", "-last_used_at"], condition=Q(ended_at=None), name="accounts_session_live_idx"
            ),
            models.Index(fields=["expires_at"], name="accounts_session_expires_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.device_name or self.user_agent[:40]} {self.created_at:%Y-%m-%d}"


class CodePurpose(models.TextChoices):
    REGISTER = "register", _("Registration")
    RESET = "reset", _("Password reset")


class OneTimeCode(UUIDModel):
    """A request for a one-time code. The digits are derived from the id and a key, and are stored nowhere."""

    phone = models.CharField(max_length=16)
    purpose = models.CharField(max_length=10, choices=CodePurpose.choices)
    # Asked for a phone that must not get one (already registered, or unknown): answered alike, and no digits fit.
    is_decoy = models.BooleanField(default=False)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.VIETNAMESE)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # When the gateway took the message (or refused it for good): until then the sweeper asks a worker again.
    handed_over_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["phone", "-created_at"], name="accounts_code_phone_idx"),
            models.Index(fields=["created_at"], name="accounts_code_created_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {phone_mask(self.phone)}"


class DevSms(models.Model):
    """A message that the development sender put aside to be read at /dev/sms/. Empty in production."""

    phone = models.CharField(max_length=16)
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return phone_mask(self.phone)


class ConsentPurpose(models.Model):
    """One version of what people are asked to agree to. A new wording is a new row, so evidence keeps its text."""

    slug = models.SlugField(_("purpose"), max_length=50)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text (English)"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_current = models.BooleanField(_("asked now"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("consent purpose")
        verbose_name_plural = _("consent purposes")
        ordering: ClassVar = ["order", "slug", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slug", "version"], name="accounts_purpose_version_unique"),
            models.UniqueConstraint(fields=["slug"], condition=Q(is_current=True), name="accounts_purpose_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (v{self.version})"


class ConsentChannel(models.TextChoices):
    API = "api", _("App")
    CONSOLE = "console", _("Console")


class ConsentRecord(models.Model):
    """Evidence of one act of consent or withdrawal. A database trigger refuses to change or delete it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consent_records")
    purpose = models.ForeignKey(ConsentPurpose, on_delete=models.PROTECT, related_name="records")
    granted = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    ip = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=10, choices=ConsentChannel.choices, default=ConsentChannel.API)

    class Meta:
        verbose_name = _("consent record")
        verbose_name_plural = _("consent records")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["user", "-id"], name="accounts_consent_user_idx")]

    def __str__(self) -> str:
        return f"{self.purpose_id} {self.granted} {self.at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("consent evidence is written once")
        super().save(*args, **kwargs)
