"""Places worth a visit: landscape, culture, history."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped
from backend.common.richtext import RichTextField, text_clean
from backend.common.search import index_terms


class PlaceCategory(models.TextChoices):
    WATERFALL = "waterfall", _("Waterfall")
    LAKE = "lake", _("Lake")
    GEOLOGY = "geology", _("Volcano and cave")
    NATURE = "nature", _("Forest and nature reserve")
    HISTORY = "history", _("Historic site")
    CULTURE = "culture", _("Culture and crafts")
    RELIGION = "religion", _("Pagoda and church")
    FARM = "farm", _("Garden and farm")


class Place(TimeStamped):
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=20, choices=PlaceCategory)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=600, blank=True)
    description_html = RichTextField(_("description"), blank=True)
    description_html_en = RichTextField(_("description in English"), blank=True)
    latitude = models.FloatField(_("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(_("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)])
    area_code = models.CharField(_("area"), max_length=12, blank=True, db_index=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    opening_hours_text = models.CharField(_("visiting hours"), max_length=300, blank=True)
    opening_hours_text_en = models.CharField(_("visiting hours in English"), max_length=300, blank=True)
    ticket_price_text = models.CharField(_("ticket price"), max_length=300, blank=True)
    ticket_price_text_en = models.CharField(_("ticket price in English"), max_length=300, blank=True)
    image = models.CharField(max_length=200, blank=True, editable=False)
    image_thumb = models.CharField(max_length=200, blank=True, editable=False)
    image_alt = models.CharField(_("description of the picture"), max_length=300, blank=True)
    image_alt_en = models.CharField(_("description of the picture in English"), max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=100, help_text=_("Lower comes first."))
    is_shown = models.BooleanField(_("shown"), default=True)
    search_terms = ArrayField(models.TextField(), default=list, editable=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering: ClassVar = ["rank", "id"]
        indexes: ClassVar = [
            models.Index(fields=["rank", "id"], condition=Q(is_shown=True), name="place_list"),
            models.Index(fields=["latitude", "longitude"], name="place_point"),
            GinIndex(fields=["search_terms"], name="place_search"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)), name="place_on_earth"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The search terms never lag behind the names."""
        for name in ("name", "name_en", "summary", "summary_en"):
            setattr(self, name, text_clean(getattr(self, name)))
        self.search_terms = index_terms(self.name, self.summary, self.name_en, self.summary_en, self.address)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_terms", "updated_at"}
        super().save(*args, **kwargs)
