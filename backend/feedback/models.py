"""What citizens report, the photos they add, and the history that both sides read."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped, UUIDModel
from backend.feedback.grid import number_of
from backend.feedback.workflow import CLOCK_RUNS, OPEN, Status


class ReportCategory(TimeStamped):
    """What a report can be about, and what is promised for it. Data of the province, not of the code."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    icon = models.CharField(_("icon"), max_length=40, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    response_days = models.PositiveSmallIntegerField(_("answered within (working days)"), default=5)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    response_hours = models.PositiveSmallIntegerField(_("urgent: answered within (hours)"), null=True, blank=True)
    allows_anonymous = models.BooleanField(_("may be anonymous"), default=True)
    # The law keeps complaints and denunciations out of feedback: a category with a notice takes no report.
    excluded_notice = models.TextField(_("not taken: where to go instead"), blank=True)
    excluded_notice_en = models.TextField(_("not taken: where to go instead, in English"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("report category")
        verbose_name_plural = _("report categories")
        ordering: ClassVar = ["order", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_urgent=False) | Q(response_hours__gt=0), name="report_category_urgent_has_hours"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Report(UUIDModel, TimeStamped):
    """One matter that a citizen or a guest wants seen to."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    # SHA-256 of 128 random bits, which need no slow hash. Empty for signed-in senders: their account is the key.
    secret_hash = models.CharField(max_length=64, blank=True, editable=False)
    category = models.ForeignKey(ReportCategory, models.PROTECT, related_name="reports", verbose_name=_("category"))
    text = models.TextField(_("what is the matter"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    # Where the point stands along the map's z-order curve (backend.feedback.grid).
    z_order = models.BigIntegerField(null=True, editable=False)
    place_text = models.CharField(_("place"), max_length=300, blank=True)
    area_code = models.CharField(_("administrative unit"), max_length=10, blank=True)
    area_estimated = models.BooleanField(_("unit estimated from the point"), default=False)
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("agency")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reports",
        verbose_name=_("sender"),
    )  # fmt: skip
    # The device of a guest, which follows the topic of the report.
    device_id = models.UUIDField(null=True, blank=True, editable=False)
    contact_name = models.CharField(_("contact name"), max_length=120, blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=20, blank=True)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    is_public = models.BooleanField(_("public"), default=False)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.NEW)
    due_at = models.DateTimeField(_("answer due"))
    waiting_since = models.DateTimeField(_("waiting for the sender since"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="duplicates", verbose_name=_("duplicate of")
    )
    search_terms = ArrayField(models.CharField(max_length=200), default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="report_newest"),
            models.Index(fields=["reporter", "-created_at", "-id"], name="report_of_sender"),
            models.Index(fields=["agency", "-created_at", "-id"], name="report_of_agency"),
            models.Index(fields=["due_at"], condition=Q(status__in=sorted(CLOCK_RUNS)), name="report_open_due"),
            models.Index(fields=["-created_at", "-id"], condition=Q(is_public=True), name="report_public"),
            models.Index(fields=["z_order"], condition=Q(is_public=True), name="report_public_place"),
            models.Index(fields=["created_at"], condition=Q(agency=None), name="report_unrouted"),
            models.Index(fields=["resolved_at"], condition=Q(status="resolved"), name="report_resolved"),
            GinIndex(fields=["search_terms"], name="report_terms"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="report_point_whole",
            ),
            # Whoever writes rows past `save` is reminded: a point without its number is on no map.
            models.CheckConstraint(
                condition=Q(latitude=None, z_order=None) | Q(latitude__isnull=False, z_order__isnull=False),
                name="report_point_numbered",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="report_status_known"),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The point's number never lags behind the point."""
        self.place_number()
        update_fields = kwargs.get("update_fields")
        if update_fields is not None and {"latitude", "longitude"} & set(update_fields):
            kwargs["update_fields"] = {*update_fields, "z_order"}
        super().save(*args, **kwargs)

    def place_number(self) -> None:
        """Number the point; `save` does it, and who writes many rows at once does it for each."""
        has_point = self.latitude is not None and self.longitude is not None
        self.z_order = number_of(self.latitude, self.longitude) if has_point else None  # type: ignore[arg-type]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_overdue(self, now: datetime | None = None) -> bool:
        """Whether the promise is broken at this moment."""
        return self.status in CLOCK_RUNS and self.due_at < (now or timezone.now())

    @property
    def agency_code(self) -> str:
        return self.agency.code if self.agency else ""


class ReportEvent(models.Model):
    """One line of the history. `text` is read by the sender, `note` only by officers."""

    class Kind(models.TextChoices):
        CREATED = "created", _("Report sent")
        ROUTED = "routed", _("Assigned")
        MOVED = "moved", _("Status changed")
        COMMENT = "comment", _("Added")
        RATED = "rated", _("Rated")
        EDITED = "edited", _("Changed by an officer")

    class Role(models.TextChoices):
        SENDER = "sender", _("Sender")
        AGENCY = "agency", _("Agency")
        SYSTEM = "system", _("The system")

    report = models.ForeignKey(Report, models.CASCADE, related_name="events", verbose_name=_("report"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MOVED)
    from_status = models.CharField(_("from"), max_length=16, choices=Status, blank=True)
    to_status = models.CharField(_("to"), max_length=16, choices=Status)
    text = models.TextField(_("text for the sender"), blank=True)
    text_en = models.TextField(_("text for the sender, in English"), blank=True)
    note = models.TextField(_("internal note"), blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    actor_role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.SYSTEM)
    # The agency's name at that time; people are not named to the public.
    actor_label = models.CharField(_("who, as shown"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["report", "at", "id"], name="report_event_line")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.to_status} {self.at:%d/%m/%Y %H:%M}"


def photo_path(photo: ReportPhoto, filename: str) -> str:
    """Outside `public/`: these bytes go out only through the signed view."""
    return f"private/reports/{photo.pk.hex[:4]}/{photo.pk.hex}-{uuid.uuid4().hex[:8]}.{filename.rsplit('.', 1)[-1]}"


class ReportPhoto(UUIDModel):
    """A photo, first on its own, then part of a report (and of one entry of its history)."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    report = models.ForeignKey(
        Report, models.CASCADE, null=True, blank=True, related_name="photos", verbose_name=_("report")
    )
    event = models.ForeignKey(
        ReportEvent, models.SET_NULL, null=True, blank=True, related_name="photos", verbose_name=_("history entry")
    )
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("uploader")
    )
    # Of a guest's address, keyed: enough to stop a flood, useless to find a person.
    uploader_key = models.CharField(max_length=32, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.BEFORE)
    image = models.FileField(_("image"), upload_to=photo_path, max_length=200)
    thumb = models.FileField(_("thumbnail"), upload_to=photo_path, max_length=200, blank=True)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    is_processed = models.BooleanField(_("processed"), default=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=Q(report=None), name="report_photo_loose"),
            models.Index(fields=["created_at"], condition=Q(is_processed=False), name="report_photo_raw"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Rating(TimeStamped):
    """What the sender thought of the answer."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="rating", verbose_name=_("report"))
    score = models.PositiveSmallIntegerField(_("score"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="report_rating_in_range")
        ]

    def __str__(self) -> str:
        return f"{self.score}/5"


class MapCell(models.Model):
    """Public reports in one square of the map: how many, and where in the middle.

    One row for each category and status, and one without either for all of them, which most maps are drawn from.
    Written with the reports, in the same transaction, by `backend.feedback.services.map` alone.
    """

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    # No index of its own: a planner without figures would take it and read the sums of all squares.
    category = models.ForeignKey(ReportCategory, models.CASCADE, null=True, related_name="+", db_index=False)
    status = models.CharField(max_length=16, blank=True)
    reports = models.PositiveIntegerField()
    # Sums of millionths of degrees: whole numbers do not drift, however often something is added and taken away.
    latitudes = models.BigIntegerField()
    longitudes = models.BigIntegerField()

    class Meta:
        verbose_name = _("square of the map")
        verbose_name_plural = _("squares of the map")
        ordering: ClassVar = ["level", "number", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["level", "number", "category", "status"], nulls_distinct=False, name="map_cell_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.number} {self.status}: {self.reports}"
