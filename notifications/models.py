"""Devices, topics, notices and the ledger of what was sent."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped, UUIDModel
from notifications.topics import MAX_LENGTH as TOPIC_LENGTH
from notifications.workflow import UNAPPROVED, Status


class Platform(models.TextChoices):
    ANDROID = "android", "Android"
    DESKTOP = "desktop", _("Desktop")


class DisabledReason(models.TextChoices):
    UNREGISTERED = "unregistered", _("The app was removed")
    SENDER_ID_MISMATCH = "sender_id_mismatch", _("The token belongs to another project")
    INVALID_TOKEN = "invalid_token", _("Firebase calls the token invalid, again and again")
    REPLACED = "replaced", _("The token moved to another installation")


class Kind(models.TextChoices):
    INFORMATION = "information", _("Information")
    REMINDER = "reminder", _("Reminder")
    WARNING = "warning", _("Warning")
    EMERGENCY = "emergency", _("Emergency")
    PERSONAL = "personal", _("Personal")


def topic_array() -> ArrayField:
    return ArrayField(models.CharField(max_length=TOPIC_LENGTH), verbose_name=_("topics"), default=list, blank=True)


class Device(UUIDModel, TimeStamped):
    """One installation of the app. A person may have several; a guest's has no person."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    install_id = models.UUIDField(_("installation"), unique=True)
    # NULL when Firebase has taken it back, or the phone has none: such a device still reads its inbox.
    token = models.CharField(max_length=1024, unique=True, null=True, blank=True)
    fid = models.CharField(_("Firebase installation"), max_length=64, blank=True)
    platform = models.CharField(_("platform"), max_length=10, choices=Platform.choices, default=Platform.ANDROID)
    language = models.CharField(_("language"), max_length=2, default="vi")
    app_version = models.CharField(_("app version"), max_length=40, blank=True)
    # SHA-256 of 256 random bits: nothing to guess, so no slow hash.
    secret_hash = models.CharField(max_length=64, editable=False)
    topics = topic_array()
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
            GinIndex(fields=["topics"], name="device_topics"),
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


class Topic(models.Model):
    """Something that people can choose to hear about. Which exist is data; other apps add theirs by `topic_ensure`."""

    topic = models.CharField(_("topic"), max_length=TOPIC_LENGTH, primary_key=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    description_en = models.CharField(_("description (English)"), max_length=300, blank=True)
    group = models.CharField(_("group"), max_length=40, default="general")
    is_default = models.BooleanField(_("chosen from the start"), default=False)
    is_active = models.BooleanField(_("open to choice"), default=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["order", "topic"]

    def __str__(self) -> str:
        return self.name


class Notice(UUIDModel, TimeStamped):
    """A message to an audience: an officer's, which a second person approves, or the system's own to one person."""

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.INFORMATION)
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    body = models.TextField(_("text"), max_length=4000)
    body_en = models.TextField(_("text (English)"), max_length=4000, blank=True)
    link = models.CharField(_("what it opens"), max_length=300, blank=True)
    image_url = models.URLField(_("picture (address)"), max_length=500, blank=True)
    topics = topic_array()
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    status_reason = models.CharField(_("reason"), max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    agency_code = models.CharField(_("agency"), max_length=40, blank=True)
    scheduled_at = models.DateTimeField(_("send at"), null=True, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # What a subject calls this message, so that saying it twice says it once. Officers' notices have none.
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    planned_count = models.PositiveIntegerField(_("devices"), default=0)
    accepted_count = models.PositiveIntegerField(_("accepted by Firebase"), default=0)
    failed_count = models.PositiveIntegerField(_("failed"), default=0)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering: ClassVar = ["-id"]
        permissions: ClassVar = [("approve_notice", _("Can approve a notice"))]
        indexes: ClassVar = [
            GinIndex(fields=["topics"], name="notice_topics"),
            models.Index(fields=["-sent_at", "-id"], name="notice_sent"),
            # The few rows that the sweeper looks for among all that were ever sent.
            models.Index(
                fields=["status"], name="notice_open", condition=Q(status__in=["approved", "scheduled", "sending"])
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notice_approver_is_another",
                condition=Q(author=None) | Q(approver=None) | ~Q(author=F("approver")),
            ),
            models.CheckConstraint(
                name="notice_sent_only_approved",
                condition=Q(author=None) | Q(approver__isnull=False) | Q(status__in=[s.value for s in UNAPPROVED]),
            ),
            # Without an author there is no second person: such a notice may only address single people.
            models.CheckConstraint(
                name="notice_has_author_or_key", condition=Q(author__isnull=False) | Q(key__isnull=False)
            ),
            models.CheckConstraint(name="notice_has_audience", condition=~Q(topics=[])),
        ]

    def __str__(self) -> str:
        return self.title


class BatchStatus(models.TextChoices):
    PENDING = "pending", _("Waiting")
    LEASED = "leased", _("Being sent")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class NoticeBatch(models.Model):
    """A row of the ledger: the devices from `lo` to `hi` that follow the notice's topics, and how far sending got."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="batches", verbose_name=_("notice"))
    lo = models.UUIDField()
    hi = models.UUIDField()
    planned = models.PositiveIntegerField(_("devices"))
    status = models.CharField(_("status"), max_length=8, choices=BatchStatus.choices, default=BatchStatus.PENDING)
    # Whose it is now: a worker that lost its lease finds another value here and writes nothing.
    lease_id = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # The last device of the range that has been tried, and those tried ones whose answer was "later".
    done_to = models.UUIDField(null=True)
    retry_ids = ArrayField(models.UUIDField(), default=list)
    sent = models.PositiveIntegerField(_("requests"), default=0)
    accepted = models.PositiveIntegerField(_("accepted"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    # Planned, but gone or no longer following when their turn came.
    skipped = models.PositiveIntegerField(_("skipped"), default=0)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "lo"], name="batch_once")]
        indexes: ClassVar = [
            models.Index(fields=["not_before"], name="batch_due", condition=Q(status="pending")),
            models.Index(fields=["lease_until"], name="batch_leased", condition=Q(status="leased")),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.lo}"


class DeliveryFailure(models.Model):
    """A device that a notice did not reach. Those that it reached have no row."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="failures", verbose_name=_("notice"))
    device = models.ForeignKey(Device, models.CASCADE, related_name="failures", verbose_name=_("device"))
    reason = models.CharField(_("reason"), max_length=40)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("failed delivery")
        verbose_name_plural = _("failed deliveries")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "device"], name="failure_once")]

    def __str__(self) -> str:
        return self.reason


class InboxRead(models.Model):
    """That somebody has read a notice: a person on all their devices, or a guest on this one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    device = models.ForeignKey(Device, models.CASCADE, null=True, related_name="reads")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="read_by_one", condition=Q(user=None, device__isnull=False) | Q(user__isnull=False, device=None)
            ),
            models.UniqueConstraint(fields=["user", "notice"], name="read_once_user"),
            models.UniqueConstraint(fields=["device", "notice"], name="read_once_device"),
        ]

    def __str__(self) -> str:
        return str(self.notice_id)
