"""The catalogue of administrative procedures (thủ tục hành chính), as the national database describes them."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped


class ServiceLevel(models.TextChoices):
    FULL = "full", _("Fully online")
    PARTIAL = "partial", _("Partly online")


class AgencyLevel(models.TextChoices):
    PROVINCE = "province", _("Province")
    COMMUNE = "commune", _("Commune")


class Channel(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    POST = "post", _("By post")


class DurationUnit(models.TextChoices):
    WORKING_DAY = "working_day", _("Working days")
    DAY = "day", _("Days")


class ProcedureField(models.Model):
    """A field of administration (lĩnh vực)."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class LifeEvent(models.Model):
    """What happens in a life and sends people to an office: a birth, a move, a new shop."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    icon = models.CharField(_("icon"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("life event")
        verbose_name_plural = _("life events")
        ordering: ClassVar = ["order", "slug"]

    def __str__(self) -> str:
        return self.name


class Procedure(TimeStamped):
    """One procedure. `document` repeats its channels, cases and legal basis, so that a detail page is one query;

    it is rebuilt by `services.procedure_rebuild` whenever the rows change, which is a few times a year.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=500)
    name_en = models.CharField(_("name (English)"), max_length=500, blank=True)
    field = models.ForeignKey(ProcedureField, models.PROTECT, related_name="procedures", verbose_name=_("field"))
    # Blank where every commune handles it; the department otherwise.
    agency_code = models.CharField(_("agency code"), max_length=40, blank=True, db_index=True)
    agency_name = models.CharField(_("agency"), max_length=300)
    agency_level = models.CharField(_("level of agency"), max_length=10, choices=AgencyLevel.choices)
    level = models.CharField(_("service level"), max_length=10, choices=ServiceLevel.choices)
    audience = ArrayField(models.CharField(max_length=120), verbose_name=_("who it is for"), default=list, blank=True)
    requirements = models.TextField(_("requirements"), blank=True)
    result = models.TextField(_("result"), blank=True)
    keywords = models.TextField(_("other words for it"), blank=True, help_text=_("What people call it; for search."))
    life_events = models.ManyToManyField(
        LifeEvent, related_name="procedures", verbose_name=_("life events"), blank=True
    )
    rank = models.PositiveSmallIntegerField(_("rank"), default=5000, help_text=_("Lower comes first."))
    is_active = models.BooleanField(_("in force"), default=True)
    # False where nobody has compared the code with the national database yet.
    code_verified = models.BooleanField(_("code verified"), default=False)
    source_updated_at = models.DateTimeField(_("updated at the source"), null=True, blank=True)
    source_digest = models.CharField(max_length=64, blank=True, editable=False)

    fee_from = models.PositiveIntegerField(null=True, editable=False)
    duration_days = models.PositiveSmallIntegerField(null=True, editable=False)
    duration_unit = models.CharField(max_length=12, blank=True, editable=False)
    document = models.JSONField(default=dict, editable=False)
    sort_key = models.CharField(max_length=30, unique=True, editable=False)
    search_text = models.TextField(editable=False, default="")
    search_terms: "ArrayField[list[str], list[str]]" = ArrayField(models.TextField(), editable=False, default=list)

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering: ClassVar = ["sort_key"]
        indexes: ClassVar = [GinIndex(fields=["search_terms"], name="procedure_search")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = f"{self.rank:05d}-{self.code}"
        super().save(*args, **kwargs)


class ProcedureChannel(models.Model):
    """A way to hand the papers in. How long it takes and what it costs belong to the way, not to the procedure."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="channels")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    duration_days = models.PositiveSmallIntegerField(_("duration"), null=True, blank=True)
    duration_unit = models.CharField(
        _("unit"), max_length=12, choices=DurationUnit.choices, default=DurationUnit.WORKING_DAY
    )
    duration_text = models.CharField(_("duration in words"), max_length=500, blank=True)
    fee_amount = models.PositiveIntegerField(_("fee (đồng)"), null=True, blank=True)
    fee_text = models.CharField(_("fee in words"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "channel"], name="procedure_channel_once")
        ]

    def __str__(self) -> str:
        return self.get_channel_display()


class ProcedureCase(models.Model):
    """A case of a procedure (trường hợp): its own steps and its own papers."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="cases")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.CharField(_("name"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar = ["order", "id"]

    def __str__(self) -> str:
        return self.name or str(_("General case"))


class CaseStep(models.Model):
    case = models.ForeignKey(ProcedureCase, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["order", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class CaseDocument(models.Model):
    """A paper that the case asks for."""

    case = models.ForeignKey(ProcedureCase, models.CASCADE, related_name="documents")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    code = models.CharField(_("code"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=1000)
    form_code = models.CharField(_("form"), max_length=100, blank=True)
    form_name = models.CharField(_("name of the form"), max_length=500, blank=True)
    form_url = models.CharField(
        _("address of the form"), max_length=500, blank=True, validators=[URLValidator(["https", "http"])]
    )
    originals = models.PositiveSmallIntegerField(_("originals"), default=0)
    copies = models.PositiveSmallIntegerField(_("copies"), default=0)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering: ClassVar = ["order", "id"]

    def __str__(self) -> str:
        return self.name[:60]


class LegalBasis(models.Model):
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="legal_basis")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    number = models.CharField(_("number"), max_length=60)
    name = models.CharField(_("name"), max_length=500)
    date = models.DateField(_("date"), null=True, blank=True)

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal basis")
        ordering: ClassVar = ["order", "id"]

    def __str__(self) -> str:
        return self.number
