"""What the province tells its people: articles by category, in Vietnamese and English."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.models import TimeStamped
from backend.common.richtext import RichTextField, html_sanitise, html_to_text, text_clean
from backend.common.search import fold, index_terms
from backend.news.workflow import Status

MAX_BODY_TERMS = 4000
MAX_WORD = 60  # PostgreSQL refuses index entries over 2.7 KB, and a pasted data: link is one word


class Category(models.Model):
    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    color = models.CharField(
        _("colour"), max_length=7, default="#47515B", validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$")]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("news category")
        verbose_name_plural = _("news categories")
        ordering: ClassVar = ["order", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def topic(self) -> str:
        """What a device subscribes to."""
        return f"category:{self.slug}"


class WarningLevel(models.IntegerChoices):
    """Disaster risk levels of Decision 18/2021; 0 is a warning outside that scale. No level: not a warning."""

    NONE = 0, _("0: outside the scale")
    LOW = 1, _("1: light blue")
    MEDIUM = 2, _("2: light yellow")
    HIGH = 3, _("3: orange")
    VERY_HIGH = 4, _("4: red")
    DISASTER = 5, _("5: violet")


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible(self, now: datetime | None = None) -> "ArticleQuerySet":
        """What everybody may read at this moment."""
        now = now or timezone.now()
        in_time = Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        return self.filter(in_time, status=Status.PUBLISHED, published_at__lte=now)


class Article(TimeStamped):
    slug = models.SlugField(_("slug"), max_length=140, unique=True)
    title = models.CharField(_("title"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    summary = models.TextField(_("summary"), max_length=1000, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=1000, blank=True)
    body_html = RichTextField(_("text"), blank=True)
    body_html_en = RichTextField(_("text in English"), blank=True)
    body_text = models.TextField(editable=False, blank=True)
    body_text_en = models.TextField(editable=False, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="articles", verbose_name=_("news category"))
    area_codes = ArrayField(
        models.CharField(max_length=12),
        verbose_name=_("areas"),
        default=list,
        blank=True,
        help_text=_("Codes of the communes it is about, separated by commas; empty for the whole province."),
    )
    cover = models.CharField(max_length=200, blank=True, editable=False)
    cover_thumb = models.CharField(max_length=200, blank=True, editable=False)
    cover_width = models.PositiveIntegerField(null=True, editable=False)
    cover_height = models.PositiveIntegerField(null=True, editable=False)
    cover_alt = models.CharField(_("description of the picture"), max_length=300, blank=True)
    cover_alt_en = models.CharField(_("description of the picture in English"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("shown from"), null=True, blank=True)
    expires_at = models.DateTimeField(_("shown until"), null=True, blank=True)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    warning_level = models.PositiveSmallIntegerField(
        _("warning level"), choices=WarningLevel, null=True, blank=True, help_text=_("Only for warnings.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    # What readers see; an officer's own name is theirs.
    author_name = models.CharField(_("signed by"), max_length=120, blank=True)
    agency_code = models.CharField(_("agency"), max_length=40, blank=True, db_index=True)
    source_url = models.CharField(
        _("source"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    source_guid = models.CharField(max_length=500, unique=True, null=True, blank=True, editable=False)
    search_terms = ArrayField(models.TextField(), default=list, editable=False)
    body_terms = ArrayField(models.TextField(), default=list, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering: ClassVar = ["-published_at", "-id"]
        permissions: ClassVar = [("publish_article", _("Can publish and archive articles"))]
        indexes: ClassVar = [
            models.Index(fields=["-published_at", "-id"], condition=Q(status="published"), name="news_feed"),
            models.Index(
                fields=["category", "-published_at", "-id"], condition=Q(status="published"), name="news_category_feed"
            ),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(status="published", is_pinned=True), name="news_pinned"
            ),
            GinIndex(fields=["search_terms"], name="news_search"),
            GinIndex(fields=["body_terms"], name="news_body_search"),
            GinIndex(fields=["area_codes"], name="news_areas"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(warning_level__isnull=True) | Q(warning_level__range=(0, 5)), name="news_warning_level_0_5"
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False), name="news_published_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derived columns never lag behind what they are derived from."""
        self._derive()
        update_fields = kwargs.get("update_fields")
        if update_fields is not None:
            kwargs["update_fields"] = {*update_fields, *DERIVED, "updated_at"}
        super().save(*args, **kwargs)

    def _derive(self) -> None:
        for name in ("title", "title_en", "summary", "summary_en", "cover_alt", "cover_alt_en", "author_name"):
            setattr(self, name, text_clean(getattr(self, name)))
        for suffix in ("", "_en"):
            setattr(self, f"body_text{suffix}", html_to_text(html_sanitise(getattr(self, f"body_html{suffix}"))))
        self.search_terms = index_terms(self.title, self.summary, self.title_en, self.summary_en)
        self.body_terms = body_terms(self.body_text, self.body_text_en)


class ArticleScore(models.Model):
    """What readers think of an article, added up: one row to read, apart from the article that editors write."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="score")
    ratings = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("score of an article")
        verbose_name_plural = _("scores of articles")

    def __str__(self) -> str:
        return f"{self.total}/{self.ratings}"


class ArticleRating(TimeStamped):
    """What one person, or a guest on one device, thinks of an article."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="ratings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    # The device of a guest; no foreign key, so that a removed app leaves the score as it is.
    device_id = models.UUIDField(null=True)
    score = models.PositiveSmallIntegerField(_("score"))

    class Meta:
        verbose_name = _("rating of an article")
        verbose_name_plural = _("ratings of articles")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user=None, device_id__isnull=False) | Q(user__isnull=False, device_id=None),
                name="news_rating_by_one",
            ),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="news_rating_1_5"),
            models.UniqueConstraint(fields=["user", "article"], name="news_rating_once_user"),
            models.UniqueConstraint(fields=["device_id", "article"], name="news_rating_once_device"),
        ]

    def __str__(self) -> str:
        return f"{self.score}/5"


DERIVED = ("body_text", "body_text_en", "search_terms", "body_terms")


def body_terms(*texts: str) -> list[str]:
    """Single words, once each: the body is an opt-in AND of words, and pairs would triple the index."""
    return list(dict.fromkeys(word for text in texts for word in fold(text).split() if len(word) <= MAX_WORD))[
        :MAX_BODY_TERMS
    ]
