"""Clients of other systems that act for an agency, and their keys. Of a key's text only a digest is stored."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped, UUIDModel
from backend.machines.scopes import Scope

MAX_DAYS = 366


class MachineAccount(TimeStamped):
    """One client. Its user row (role `machine`) is who acts, in services, in histories and in the audit trail."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="machine_account"
    )
    name = models.CharField(_("name"), max_length=120, unique=True)
    purpose = models.TextField(_("what for"), max_length=1000)
    agency = models.ForeignKey(
        "agencies.Agency", on_delete=models.PROTECT, related_name="machine_accounts", verbose_name=_("agency")
    )
    contact_email = models.EmailField(_("contact"))
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope.choices), verbose_name=_("scopes"), default=list)
    # Of the demo province: its keys can be had by anybody on the machine, so production refuses them.
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("machine account")
        verbose_name_plural = _("machine accounts")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Disabling is the user row's: one truth for services and for keys."""
        return bool(self.user.is_active)


class MachineKey(UUIDModel):
    """One key. Several may be good at once, so that a client moves to the next before the last is revoked."""

    account = models.ForeignKey(MachineAccount, on_delete=models.PROTECT, related_name="keys")
    public_id = models.CharField(_("key"), max_length=8, unique=True)
    digest = models.CharField(max_length=64, editable=False)
    note = models.CharField(_("where it is kept"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("issued by")
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    # Behind by a minute at most: a busy client must not write a row with each request.
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="machine_key_expires_within_a_year",
                condition=Q(expires_at__gt=F("created_at"))
                & Q(expires_at__lte=F("created_at") + timedelta(days=MAX_DAYS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · dkc_{self.public_id}_…"
