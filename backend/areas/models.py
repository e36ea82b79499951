"""Administrative units as they were and are. A code may come back for another unit: (code, valid_from) is the key."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.areas.names import name_keys
from backend.common.models import TimeStamped


class Level(models.TextChoices):
    PROVINCE = "province", _("Province level")
    DISTRICT = "district", _("District level (until 2025-06-30)")
    COMMUNE = "commune", _("Commune level")


class Kind(models.TextChoices):
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    DISTRICT = "district", _("District")
    TOWNSHIP = "township", _("Township")
    WARD = "ward", _("Ward")
    COMMUNE = "commune", _("Commune")


class Area(TimeStamped):
    """One version of a unit, from `valid_from` (null: before our records) to `valid_to` (null: today)."""

    code = models.CharField(_("code"), max_length=10, db_index=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    aliases = ArrayField(models.CharField(max_length=120), verbose_name=_("other names"), default=list, blank=True)
    name_keys = ArrayField(
        models.CharField(max_length=120), verbose_name=_("folded names"), default=list, editable=False
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    parent_code = models.CharField(_("parent"), max_length=10, blank=True, db_index=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    bounds = ArrayField(
        models.FloatField(), size=4, verbose_name=_("bounding box"), null=True, blank=True,
        help_text=_("West, south, east, north"),
    )  # fmt: skip
    area_km2 = models.FloatField(_("area, km²"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    boundary = models.JSONField(_("boundary (GeoJSON)"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering: ClassVar = ["code", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "valid_from"], nulls_distinct=False, name="area_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="area_one_open_version"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="area_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded names in step with the written ones."""
        self.name_keys = name_keys(self.name, self.aliases)
        fields = kwargs.get("update_fields")
        if fields is not None and {"name", "aliases"} & set(fields):
            kwargs["update_fields"] = {*fields, "name_keys"}
        super().save(*args, **kwargs)


class AreaMerge(models.Model):
    """Where a unit went. `is_partial`: only a part went there; `share`: how much of its land, where that is known."""

    from_area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="merges_out", verbose_name=_("from"))
    into_area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="merges_in", verbose_name=_("into"))
    is_partial = models.BooleanField(_("only a part"), default=False)
    share = models.FloatField(_("share of the land"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of units")
        verbose_name_plural = _("merges of units")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["from_area", "into_area"], name="area_merge_once"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=1), name="area_merge_share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_area} → {self.into_area}"
