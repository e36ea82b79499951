"""Agencies as a tree with materialised paths, their offices, their duties, and the people who work in them."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped
from backend.common.search import index_terms

CODE = RegexValidator(r"^[A-Z]\d{2}(\.\d{1,3}){0,3}$", _("A code looks like H16 or H16.12."))


class AgencyKind(models.TextChoices):
    PROVINCE = "province", _("Provincial People's Committee")
    DEPARTMENT = "department", _("Department")
    COMMUNE = "commune", _("Commune People's Committee")
    SERVICE_CENTRE = "service_centre", _("Public administration service centre")
    POLICE = "police", _("Police")
    FOREST_RANGERS = "forest_rangers", _("Forest rangers")
    HEALTH = "health", _("Health service")
    UTILITY = "utility", _("Electricity, water")
    AGENCY = "agency", _("Other agency")


class Agency(TimeStamped):
    """One body. `path` is the codes from the root down, each with a slash: the subtree is a prefix search."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    path = models.CharField(max_length=200, editable=False, default="")
    area_code = models.CharField(_("area"), max_length=10, blank=True, db_index=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    responsibilities = models.TextField(_("what it answers for"), blank=True)
    responsibilities_en = models.TextField(_("what it answers for, in English"), blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("active"), default=True)
    search_terms = ArrayField(models.CharField(max_length=200), default=list, editable=False)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering: ClassVar = ["sort_order", "id"]
        indexes: ClassVar = [
            models.Index(fields=["path"], opclasses=["varchar_pattern_ops"], name="agency_path_prefix"),
            models.Index(fields=["sort_order", "id"], name="agency_order"),
            GinIndex(fields=["search_terms"], name="agency_search_terms"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.parent and self.pk and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": _("An agency cannot be part of itself or of one below it.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the path and the search terms right; a moved agency takes its subtree along."""
        before = self.path
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        self.search_terms = index_terms(self.name, self.name_en, self.code, self.responsibilities)
        super().save(*args, **kwargs)
        if before and before != self.path:
            below = Agency.objects.filter(path__startswith=before).exclude(pk=self.pk)
            below.update(path=Concat(Value(self.path), Substr(F("path"), len(before) + 1)))


class AgencyDuty(models.Model):
    """Who answers a category of reports in an area. Blank category: all; blank area: the whole province."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="duties", verbose_name=_("agency"))
    category_slug = models.SlugField(_("category of reports"), max_length=60, blank=True)
    area_code = models.CharField(_("area"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category_slug", "area_code"], name="agency_duty_has_one_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.category_slug or '*'} @ {self.area_code or '*'} → {self.agency}"


class Office(TimeStamped):
    """A place where an agency receives people."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="offices", verbose_name=_("agency"))
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300)
    area_code = models.CharField(_("area"), max_length=10, blank=True, db_index=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    is_always_open = models.BooleanField(_("open day and night"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "name"], name="office_name_once_in_agency"),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """One span of one weekday (1 Monday … 7 Sunday), local time."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="hours", verbose_name=_("office"))
    weekday = models.PositiveSmallIntegerField(
        _("weekday"), choices=[(1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")),
                               (5, _("Friday")), (6, _("Saturday")), (7, _("Sunday"))],
    )  # fmt: skip
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering: ClassVar = ["weekday", "opens"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "weekday", "opens"], name="office_hours_once"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="office_hours_close_after_opening"),
            models.CheckConstraint(condition=Q(weekday__gte=1, weekday__lte=7), name="office_hours_weekday_is_iso"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class EmergencyNumber(models.Model):
    """A short code or hotline that the app shows first of all."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    description_en = models.CharField(_("description in English"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("emergency number")
        verbose_name_plural = _("emergency numbers")
        ordering: ClassVar = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Membership(TimeStamped):
    """What a person may do in an agency, and in everything below it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("agency"))
    is_handler = models.BooleanField(_("answers reports"), default=False)
    is_editor = models.BooleanField(_("writes news and notices"), default=False)
    is_approver = models.BooleanField(_("approves notices"), default=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "agency"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.agency}"
