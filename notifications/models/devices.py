"""Installations of the app, and what their people want to hear and how."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped, UUIDModel
from notifications.models.fields import AddressExpression, topic_array


class Platform(models.TextChoices):
    ANDROID = "android", "Android"
    DESKTOP = "desktop", _("Desktop")


class DisabledReason(models.TextChoices):
    UNREGISTERED = "unregistered", _("The app was removed")
    SENDER_ID_MISMATCH = "sender_id_mismatch", _("The token belongs to another project")
    INVALID_TOKEN = "invalid_token", _("Firebase calls the token invalid, again and again")
    REPLACED = "replaced", _("The token moved to another installation")
    STALE = "stale", _("Not heard of for 270 days")


class Device(UUIDModel, TimeStamped):
    """One installation of the app. A person may have several; a guest's has no person."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    # Counts up as devices come. The ledger speaks of devices by it: a range of numbers, a bit for each.
    number = models.BigIntegerField(
        unique=True, editable=False, db_default=Func(Value("notifications_device_number"), function="nextval")
    )
    install_id = models.UUIDField(_("installation"), unique=True)
    # NULL when Firebase has taken it back, or the phone has none: such a device still reads its inbox.
    token = models.CharField(max_length=1024, unique=True, null=True, blank=True)
    # Firebase's newer name of the installation. What has no token is reached by it.
    fid = models.CharField(_("Firebase installation"), max_length=64, blank=True)
    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices, default=Platform.ANDROID)
    language = models.CharField(_("language"), max_length=2, default="vi")
    app_version = models.CharField(_("app version"), max_length=40, blank=True)
    # SHA-256 of 256 random bits: nothing to guess, so no slow hash.
    secret_hash = models.CharField(max_length=64, editable=False)
    topics = topic_array()
    # A copy of the pushes that its person (or the guest) has turned off: `mute:…`, and `digest`.
    muted = topic_array(_("turned off"))
    address = models.GeneratedField(
        expression=AddressExpression(F("topics"), F("muted")),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    is_active = models.BooleanField(_("active"), default=True)
    disabled_reason = models.CharField(_("why not"), max_length=32, choices=DisabledReason.choices, blank=True)
    disabled_at = models.DateTimeField(_("disabled at"), null=True, blank=True)
    suspect_count = models.PositiveSmallIntegerField(_("times called invalid"), default=0)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            GinIndex(fields=["address"], name="device_address"),
            models.Index(fields=["-last_seen_at"], name="device_last_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.get_platform_display()} {str(self.install_id)[:8]}"

    @property
    def masked_token(self) -> str:
        """Enough of the token to recognise it, not enough to send to it."""
        return (
            f"{self.token[:6]}…{self.token[-4:]}"
            if self.token and len(self.token) > 16
            else ("…" if self.token else "")
        )


class Preference(TimeStamped):
    """What a person, or a guest on this device, does not want: by kind or topic, pushes and inbox apart.

    Entries are kinds (`information`) and topics that people choose (`area:24611`). Who says nothing gets everything
    that they follow.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    device = models.OneToOneField(Device, models.CASCADE, null=True, related_name="preference")
    push_off = topic_array(_("no push for"))
    inbox_off = topic_array(_("not in the inbox"))
    # Information once a day, in one push, instead of one by one.
    wants_digest = models.BooleanField(_("daily digest"), default=False)
    # A guest's consent, and when it was given. A person's stands among their consents.
    receipts_since = models.DateTimeField(_("lets us count receipts since"), null=True)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="preference_of_one",
                condition=Q(user=None, device__isnull=False) | Q(user__isnull=False, device=None),
            )
        ]

    def __str__(self) -> str:
        return str(self.user_id or self.device_id)
