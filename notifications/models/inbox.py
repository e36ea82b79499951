"""What people did with what they got."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models.devices import Device
from notifications.models.notices import Notice


class InboxRead(models.Model):
    """That somebody has read a notice, or put it away: a person on all their devices, or a guest on this one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    device = models.ForeignKey(Device, models.CASCADE, null=True, related_name="reads")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    read_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True)

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


class Receipt(models.Model):
    """What the app on one device says of one notice: shown, opened."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="receipts")
    device = models.ForeignKey(Device, models.CASCADE, related_name="receipts")
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "device"], name="receipt_once")]

    def __str__(self) -> str:
        return str(self.notice_id)


class ReceiptTick(models.Model):
    """Receipts by minute, counted as they come. Spread over a few rows, so that phones do not queue for one."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="receipt_ticks")
    minute = models.DateTimeField()
    shard = models.PositiveSmallIntegerField()
    delivered = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "minute", "shard"], name="receipt_tick_once")
        ]

    def __str__(self) -> str:
        return f"{self.minute:%H:%M}"
