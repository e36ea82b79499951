"""Whom a notice can be for: topics that people choose, and lists of people that an officer uploads."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped, UUIDModel
from notifications.topics import MAX_LENGTH


class Topic(models.Model):
    """Something that people can choose to hear about. Which exist is data; other apps add theirs by `topic_ensure`."""

    topic = models.CharField(_("topic"), max_length=MAX_LENGTH, primary_key=True)
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


class AudienceList(UUIDModel, TimeStamped):
    """People whom an officer named by a list of phones. Who was not found was told to the officer, and is not kept."""

    name = models.CharField(_("name"), max_length=120)
    agency_code = models.CharField(_("agency"), max_length=40, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))

    class Meta:
        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name


class AudienceMember(models.Model):
    """One person on one list."""

    audience_list = models.ForeignKey(AudienceList, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["audience_list", "user"], name="audience_member_once")]

    def __str__(self) -> str:
        return str(self.user_id)
