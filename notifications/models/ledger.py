"""The ledger: who has been sent what, and how far sending got."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models.devices import Device
from notifications.models.notices import Notice


class BatchStatus(models.TextChoices):
    PENDING = "pending", _("Waiting")
    LEASED = "leased", _("Being sent")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class NoticeBatch(models.Model):
    """A row of the ledger: the devices from `lo` to `hi` that the notice is for, and which are done with."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="batches", verbose_name=_("notice"))
    # Lower goes first; of its own, since a claim looks here and nowhere else.
    priority = models.PositiveSmallIntegerField(default=3)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    planned = models.PositiveIntegerField(_("devices"))
    status = models.CharField(_("status"), max_length=8, choices=BatchStatus.choices, default=BatchStatus.PENDING)
    # Whose it is now: a sender that lost its lease finds another value here and writes nothing.
    lease_id = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Bit n stands for the device numbered lo + n: set when it has been accepted or has failed for good.
    settled = models.BinaryField(default=bytes)
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
            models.Index(fields=["priority", "not_before"], name="batch_due", condition=Q(status="pending")),
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


class NoticeTick(models.Model):
    """What one sender wrote into the ledger for one notice at one moment; added up, the speed over time."""

    # Made by the sender: written again after a broken connection, it is there once.
    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="ticks")
    at = models.DateTimeField()
    sent = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    failed = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["notice", "at"], name="tick_of_notice")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S}"


class SendPace(models.Model):
    """The token bucket that all senders of a Firebase project share, on the database's clock."""

    project = models.CharField(max_length=100, primary_key=True)
    # When what has been handed out so far is used up at the pace of then (the "theoretical arrival time" of GCRA).
    busy_until = models.DateTimeField()
    # Since when there has been traffic: the pace ramps up from here.
    since = models.DateTimeField()
    # Firebase said 429: nobody sends until then, and then at this part of the pace.
    blocked_until = models.DateTimeField(null=True)
    share = models.FloatField(default=1.0)

    def __str__(self) -> str:
        return self.project
