"""Dossiers (hồ sơ): what a person handed in, where it stands, and who follows it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped
from backend.public_services.codes import NO_FACTOR
from backend.public_services.models.catalogue import Channel, Procedure
from backend.public_services.workflow import Status, is_paused


class ApplicantKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class PaymentStatus(models.TextChoices):
    UNPAID = "unpaid", _("Not paid")
    PENDING = "pending", _("Waiting for payment")
    PAID = "paid", _("Paid")
    REFUNDED = "refunded", _("Refunded")
    CANCELLED = "cancelled", _("Cancelled")


class Dossier(TimeStamped):
    """One dossier. The personal number is not kept: only its HMAC, enough to compare with what a person types."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    procedure = models.ForeignKey(
        Procedure, models.SET_NULL, null=True, blank=True, related_name="dossiers", verbose_name=_("procedure")
    )
    # As received: the catalogue may not know the procedure, or name it differently by now.
    procedure_code = models.CharField(_("procedure code"), max_length=20, blank=True)
    procedure_name = models.CharField(_("procedure"), max_length=500)
    agency_code = models.CharField(_("agency code"), max_length=40)
    agency_name = models.CharField(_("agency"), max_length=300, blank=True)
    applicant_kind = models.CharField(
        _("kind of applicant"), max_length=12, choices=ApplicantKind.choices, default=ApplicantKind.PERSON
    )
    applicant_name = models.CharField(_("applicant"), max_length=200)
    applicant_phone = models.CharField(_("applicant's phone"), max_length=16, blank=True)
    phone_factor = models.CharField(max_length=64, default=NO_FACTOR, editable=False)
    personal_factor = models.CharField(max_length=64, default=NO_FACTOR, editable=False)

    status = models.PositiveSmallIntegerField(_("status"), choices=Status.choices, default=Status.REGISTERED)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.IN_PERSON)
    payment_status = models.CharField(
        _("payment"), max_length=10, choices=PaymentStatus.choices, default=PaymentStatus.UNPAID
    )
    fee_total = models.PositiveIntegerField(_("fee (đồng)"), default=0)
    received_at = models.DateTimeField(_("received at"))
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    returned_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    # Set while the clock stands still; the lost working days are added to due_at when it goes on.
    clock_stopped_at = models.DateTimeField(_("clock stopped at"), null=True, blank=True)

    documents = models.JSONField(_("papers handed in"), default=list, blank=True)
    missing_documents = models.JSONField(_("papers asked for"), default=list, blank=True)
    results = models.JSONField(_("results"), default=list, blank=True)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["agency_code", "status"], name="dossier_agency_status"),
            models.Index(fields=["agency_code", "-received_at"], name="dossier_agency_received"),
            models.Index(fields=["-received_at"], name="dossier_received"),
            models.Index(fields=["applicant_phone"], name="dossier_phone", condition=~models.Q(applicant_phone="")),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def clock_paused(self) -> bool:
        return is_paused(self.status)


class DossierEvent(models.Model):
    """One line of the timeline. Rows are added, never changed."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="events")
    at = models.DateTimeField(_("at"))
    status = models.PositiveSmallIntegerField(_("status"), choices=Status.choices)
    text = models.TextField(_("text"), blank=True)
    unit_name = models.CharField(_("unit"), max_length=300, blank=True)
    actor_name = models.CharField(_("who"), max_length=200, blank=True)
    actor_title = models.CharField(_("position"), max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("dossier event")
        verbose_name_plural = _("dossier events")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["dossier", "at"], name="dossier_event_time")]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%d/%m/%Y %H:%M} {self.get_status_display()}"


class DossierFollow(models.Model):
    """Somebody who has proved to know the second factor and wants to hear of changes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "dossier"], name="dossier_follow_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.dossier_id}"
