"""Emergency notices as other systems get them: Common Alerting Protocol 1.2, kept as they went out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import UUIDModel
from notifications.models.notices import Notice


class MessageType(models.TextChoices):
    ALERT = "Alert", _("Alert")
    UPDATE = "Update", _("Update")
    CANCEL = "Cancel", _("Cancel")


class CapMessage(UUIDModel):
    """One message, as it went out. What is said once is never changed: an update or a cancel refers to it."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="cap_messages", verbose_name=_("notice"))
    identifier = models.CharField(_("identifier"), max_length=120, unique=True)
    message_type = models.CharField(_("type"), max_length=10, choices=MessageType.choices)
    sent_at = models.DateTimeField(_("sent at"))
    expires_at = models.DateTimeField(_("valid until"), null=True)
    # `sender,identifier,sent` of each message that it replaces, separated by spaces.
    references = models.TextField(_("refers to"), blank=True)
    xml = models.TextField()

    class Meta:
        verbose_name = _("CAP message")
        verbose_name_plural = _("CAP messages")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "message_type"], name="cap_once_a_type")]

    def __str__(self) -> str:
        return self.identifier
