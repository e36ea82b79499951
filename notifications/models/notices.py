"""What is said to an audience, and the templates it is written from."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped, UUIDModel
from notifications import audiences
from notifications.audiences import Expression
from notifications.models.fields import AudienceQueryField, topic_array
from notifications.workflow import UNAPPROVED, Status


class Kind(models.TextChoices):
    INFORMATION = "information", _("Information")
    REMINDER = "reminder", _("Reminder")
    WARNING = "warning", _("Warning")
    EMERGENCY = "emergency", _("Emergency")
    PERSONAL = "personal", _("Personal")


class Origin(models.TextChoices):
    """Who wanted it sent. Only officers' and personal ones stand in an inbox; tests in their author's."""

    OFFICER = "officer", _("An officer's notice")
    PERSONAL = "personal", _("The system's word to one person")
    TEST = "test", _("A trial on the author's own devices")
    RECALL = "recall", _("Takes a notice off the phones")
    DIGEST = "digest", _("A day's information in one push")


class RiskLevel(models.IntegerChoices):
    """Levels of natural disaster risk (Decision 18/2021/QĐ-TTg): light blue, light yellow, orange, red, violet."""

    ONE = 1, _("Level 1 (light blue)")
    TWO = 2, _("Level 2 (light yellow)")
    THREE = 3, _("Level 3 (orange)")
    FOUR = 4, _("Level 4 (red)")
    FIVE = 5, _("Level 5 (violet)")


class Notice(UUIDModel, TimeStamped):
    """A message to an audience: an officer's, which a second person approves, or the system's own."""

    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices, default=Origin.OFFICER)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.INFORMATION)
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    body = models.TextField(_("text"), max_length=4000)
    body_en = models.TextField(_("text (English)"), max_length=4000, blank=True)
    link = models.CharField(_("what it opens"), max_length=300, blank=True)
    image_url = models.URLField(_("picture (address)"), max_length=500, blank=True)
    # What a phone holds one of: a later message with the same key replaces an earlier one that has not arrived yet.
    collapse_key = models.CharField(_("collapse key"), max_length=64, blank=True)
    is_exercise = models.BooleanField(_("exercise"), default=False)
    # As the officer put it together; `topics` and `query` are made of it by `address_to`.
    audience = models.JSONField(_("audience"), default=str, blank=True)
    # The topics that it names: whoever it is for follows one of them at least. The index finds by these.
    topics = topic_array()
    query = AudienceQueryField(default="", editable=False)
    search_terms = ArrayField(models.TextField(), default=list, editable=False)
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
    # The end of the quiet hours that it fell into.
    held_until = models.DateTimeField(_("held until"), null=True, editable=False)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    # --- An emergency: one person, two taps
    emergency_reason = models.CharField(_("why at once"), max_length=500, blank=True)
    armed_at = models.DateTimeField(_("first tap"), null=True, editable=False)
    armed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    # For the Common Alerting Protocol.
    event = models.CharField(_("what happens"), max_length=120, blank=True)
    event_en = models.CharField(_("what happens (English)"), max_length=120, blank=True)
    instruction = models.TextField(_("what to do"), max_length=2000, blank=True)
    instruction_en = models.TextField(_("what to do (English)"), max_length=2000, blank=True)
    risk_level = models.PositiveSmallIntegerField(_("risk level"), choices=RiskLevel.choices, null=True, blank=True)

    # --- Kin
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    # What a trial tries, a recall takes back.
    concerns = models.ForeignKey("self", models.CASCADE, null=True, related_name="+", editable=False)
    # The first of a row of notices that replace each other; none: its own.
    tag_id = models.UUIDField(null=True, editable=False)
    # What a subject calls this message, so that saying it twice says it once. Officers' notices have none.
    key = models.CharField(max_length=200, unique=True, null=True, blank=True)

    # --- Sending
    # Devices with a number up to `plan_to` are meant; up to `planned_to` they stand in the ledger.
    plan_to = models.BigIntegerField(null=True, editable=False)
    planned_to = models.BigIntegerField(default=0, editable=False)
    planned_count = models.PositiveIntegerField(_("devices"), default=0)
    accepted_count = models.PositiveIntegerField(_("accepted by Firebase"), default=0)
    failed_count = models.PositiveIntegerField(_("failed"), default=0)
    # Nearly everything fails: nobody sends until then, and the page says why.
    paused_until = models.DateTimeField(null=True, editable=False)
    trouble = models.CharField(_("trouble"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering: ClassVar = ["-id"]
        permissions: ClassVar = [
            ("approve_notice", _("Can approve a notice")),
            ("send_emergency", _("Can send an emergency notice alone")),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["topics"], name="notice_topics"),
            models.Index(fields=["-sent_at", "-id"], name="notice_sent"),
            # The few rows that the sweeper looks for among all that were ever sent.
            models.Index(
                fields=["status"], name="notice_open", condition=Q(status__in=["approved", "scheduled", "sending"])
            ),
        ]
        constraints: ClassVar = [
            # Four eyes, but for an emergency: there one person may, whose reason and two taps are on record.
            models.CheckConstraint(
                name="notice_approver_is_another",
                condition=Q(author=None)
                | Q(approver=None)
                | ~Q(author=F("approver"))
                | (Q(kind=Kind.EMERGENCY, armed_at__isnull=False) & ~Q(emergency_reason="")),
            ),
            models.CheckConstraint(
                name="notice_sent_only_approved",
                condition=~Q(origin=Origin.OFFICER)
                | Q(author=None)
                | Q(approver__isnull=False)
                | Q(status__in=[s.value for s in UNAPPROVED]),
            ),
            # Without an author there is no second person: such a notice may only address single people.
            models.CheckConstraint(
                name="notice_has_author_or_key", condition=Q(author__isnull=False) | Q(key__isnull=False)
            ),
            models.CheckConstraint(name="notice_has_audience", condition=~Q(topics=[])),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tag(self) -> str:
        """The name under which a phone shows it: the same for what replaces it, takes it back, or arrives twice."""
        return str(self.tag_id or self.pk)

    @property
    def is_planned(self) -> bool:
        """Does everybody whom it is for stand in the ledger?"""
        return self.plan_to is not None and self.planned_to >= self.plan_to

    def address_to(self, audience: Expression) -> None:
        """Say whom it is for. After a change of kind too: what a person has turned off depends on it."""
        self.audience, self.topics = audience, audiences.named(audience)
        self.query = audiences.query_of(audience, kind=self.kind)


class NoticeTemplate(UUIDModel, TimeStamped):
    """A text with places to fill: `{place}`."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.INFORMATION)
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    body = models.TextField(_("text"), max_length=4000)
    body_en = models.TextField(_("text (English)"), max_length=4000, blank=True)
    instruction = models.TextField(_("what to do"), max_length=2000, blank=True)
    instruction_en = models.TextField(_("what to do (English)"), max_length=2000, blank=True)
    event = models.CharField(_("what happens"), max_length=120, blank=True)
    event_en = models.CharField(_("what happens (English)"), max_length=120, blank=True)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("notice template")
        verbose_name_plural = _("notice templates")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
