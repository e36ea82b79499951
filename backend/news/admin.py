"""The news desk in the console. Officers see their agency's articles and those below it; administrators see all."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.contrib.forms.widgets import WysiwygWidget
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget

from backend.agencies.console import AgencyChooserMixin
from backend.agencies.selectors import agency_codes_for, agency_names
from backend.areas.console import AreaChooserMixin
from backend.common.console import ConsoleModelAdmin
from backend.common.errors import DomainError
from backend.common.i18n import pick
from backend.common.images import ProcessedImage, image_process, image_store_public
from backend.common.search import search_condition
from backend.news.models import Article, Category
from backend.news.services import article_archive, article_free_slug, article_publish, article_withdraw
from backend.news.workflow import TRANSITIONS, Status

Move = Callable[..., Article]
THUMB_STYLE = "border-radius:6px;height:36px;max-width:none;object-fit:cover;width:64px"


@admin.register(Category)
class CategoryAdmin(ConsoleModelAdmin):
    list_display = ("name", "name_en", "slug", "swatch", "order")
    search_fields = ("name", "name_en", "slug")

    @display(description=_("colour"), ordering="color")
    def swatch(self, obj: Category) -> str:
        return format_html('<i class="dk-swatch" style="background:{}"></i>{}', obj.color, obj.color)


class ArticleForm(forms.ModelForm):
    cover_upload = forms.FileField(
        label=_("New cover picture"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text=_("JPEG, PNG or WebP; it is made smaller and loses its metadata."),
    )

    class Meta:
        model = Article
        fields = (
            "slug", "title", "title_en", "summary", "summary_en", "body_html", "body_html_en", "category", "area_codes",
            "cover_alt", "cover_alt_en", "published_at", "expires_at", "is_pinned", "warning_level", "author_name",
            "agency_code", "source_url",
        )  # fmt: skip
        widgets = {
            "body_html": WysiwygWidget,
            "body_html_en": WysiwygWidget,
            "summary": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            "summary_en": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        }

    def clean_cover_upload(self) -> ProcessedImage | None:
        upload = self.cleaned_data["cover_upload"]
        if not upload:
            return None
        try:
            return image_process(upload)
        except DomainError as error:
            raise forms.ValidationError(str(error.message), code=error.code) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        shown_from, until = data.get("published_at"), data.get("expires_at")
        if shown_from and until and until <= shown_from:
            self.add_error("expires_at", _("It would end before it begins."))
        return data


@admin.register(Article)
class ArticleAdmin(AgencyChooserMixin, AreaChooserMixin, ConsoleModelAdmin):
    form = ArticleForm
    list_display = ("thumb", "headline", "category", "status_badge", "published_at", "warning", "agency")
    list_display_links = ("headline",)
    list_filter = ("status", "category", "is_pinned", "warning_level")
    list_select_related = ("category",)
    search_fields = ("title",)  # shows the box; get_search_results does the work
    search_help_text = _("Words of title or summary; marks and case do not matter.")
    readonly_fields = ("status_shown", "cover_preview", "author", "created_at", "updated_at")
    actions = ("publish_selected", "archive_selected")
    actions_detail = ("publish_one", "archive_one", "withdraw_one")
    fieldsets = (
        (None, {"fields": (("status_shown", "is_pinned"), ("category", "warning_level"), "area_codes")}),
        (_("Vietnamese"), {"classes": ("tab",), "fields": ("title", "summary", "body_html")}),
        (_("English"), {"classes": ("tab",), "fields": ("title_en", "summary_en", "body_html_en")}),
        (
            _("Cover"),
            {"classes": ("tab",), "fields": ("cover_preview", "cover_upload", "cover_alt", "cover_alt_en")},
        ),
        (
            _("Publication"),
            {
                "classes": ("tab",),
                "fields": (
                    ("published_at", "expires_at"),
                    ("agency_code", "author_name"),
                    "slug",
                    "source_url",
                    ("author", "created_at", "updated_at"),
                ),
            },
        ),
    )

    # --- who sees and does what ---------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows = super().get_queryset(request).defer("search_terms", "body_terms", "body_text", "body_text_en")
        if sees_everything(request):
            return rows
        return rows.filter(agency_code__in=writes_for(request))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page's rows with the names of their agencies, looked up once for all of them."""
        page = super().get_changelist_instance(request)
        names = agency_names(article.agency_code for article in page.result_list)
        for article in page.result_list:
            name, name_en = names.get(article.agency_code, (article.agency_code, ""))
            article.agency_label = pick({"name": name, "name_en": name_en}, "name")
        return page

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("news.publish_article")

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What is out already is changed only by those who may put it out."""
        allowed = super().has_change_permission(request, obj)
        if allowed and obj is not None and obj.status == Status.PUBLISHED:
            return may_publish(request, obj)
        return allowed

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if sees_everything(request) else (*fields, "agency", "slug")

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """Only administrators choose the agency; others read whose article it is."""
        if sees_everything(request):
            return self.fieldsets
        *others, (title, options) = self.fieldsets
        fields = tuple(("agency", "author_name") if "agency_code" in row else row for row in options["fields"])
        return (*others, (title, {**options, "fields": fields}))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        return (queryset.filter(search_condition(search_term)) if search_term else queryset), False

    # --- writing ------------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if not change:
            obj.author = request.user  # type: ignore[assignment]
            obj.agency_code = obj.agency_code or own_agency_code(request)
        obj.slug = obj.slug or article_free_slug(obj.title)
        picture = form.cleaned_data.get("cover_upload")
        if picture:
            stored = image_store_public(picture, folder="news")
            obj.cover, obj.cover_thumb = stored.name, stored.thumb_name
            obj.cover_width, obj.cover_height = stored.width, stored.height
        super().save_model(request, obj, form, change)

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if "slug" in form.base_fields:
            form.base_fields["slug"].required = False
            form.base_fields["slug"].help_text = _("Made from the title if left empty.")
        return form

    # --- moving -------------------------------------------------------------------------------------------------

    @admin.action(description=_("Publish the article"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._move_all(request, queryset, publish)

    @admin.action(description=_("Archive the article"), permissions=["publish"])
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        self._move_all(request, queryset, article_archive)

    @action(description=_("Publish the article"), permissions=["publish_one"], icon="send")
    def publish_one(self, request: HttpRequest, object_id: str) -> HttpResponseRedirect:
        return self._move_one(request, object_id, publish)

    @action(description=_("Archive the article"), permissions=["archive_one"], icon="archive")
    def archive_one(self, request: HttpRequest, object_id: str) -> HttpResponseRedirect:
        return self._move_one(request, object_id, article_archive)

    @action(description=_("Withdraw for correction"), permissions=["withdraw_one"], icon="undo")
    def withdraw_one(self, request: HttpRequest, object_id: str) -> HttpResponseRedirect:
        return self._move_one(request, object_id, article_withdraw)

    def has_publish_one_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._can_become(request, object_id, Status.PUBLISHED)

    def has_archive_one_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._can_become(request, object_id, Status.ARCHIVED)

    def has_withdraw_one_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self._can_become(request, object_id, Status.DRAFT)

    def _can_become(self, request: HttpRequest, object_id: str | None, wanted: Status) -> bool:
        """Whether to show the button: the table of moves allows it and the officer may."""
        article = self.get_object(request, object_id) if object_id else None
        return article is not None and wanted in TRANSITIONS[article.status] and may_publish(request, article)

    def _move_all(self, request: HttpRequest, queryset: QuerySet[Article], move: Move) -> None:
        done = sum(self._try(request, article, move) for article in queryset)
        if done:
            text = ngettext("%(count)s article done.", "%(count)s articles done.", done) % {"count": done}
            self.message_user(request, text, messages.SUCCESS)

    def _move_one(self, request: HttpRequest, object_id: str, move: Move) -> HttpResponseRedirect:
        # unfold's buttons are links, so no CSRF token comes along; the browser says where the click was made.
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise PermissionDenied
        article = self.get_object(request, object_id)
        if article is not None and self._try(request, article, move):
            self.message_user(request, _("Done."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[object_id]))

    def _try(self, request: HttpRequest, article: Article, move: Move) -> bool:
        if not may_publish(request, article):
            self.message_user(request, _("%(title)s: another agency's approver decides.") % {"title": article}, "error")
            return False
        try:
            move(article=article, by=request.user)
        except DomainError as error:
            self.message_user(request, f"{article}: {error.message}", messages.ERROR)
            return False
        return True

    # --- columns ------------------------------------------------------------------------------------------------

    @display(description=_("title"), ordering="title")
    def headline(self, obj: Article) -> str:
        return obj.title if len(obj.title) <= 80 else f"{obj.title[:79]}…"

    @display(
        description=_("status"),
        ordering="status",
        label={"draft": "warning", "published": "success", "scheduled": "info", "archived": "danger"},
    )
    def status_badge(self, obj: Article) -> Any:
        if obj.status == Status.PUBLISHED and obj.published_at and obj.published_at > timezone.now():
            return "scheduled", _("Scheduled")
        return obj.status, Status(obj.status).label

    @display(description=_("status"))
    def status_shown(self, obj: Article) -> Any:
        return self.status_badge(obj)[1]

    @display(description=_("warning"), ordering="warning_level")
    def warning(self, obj: Article) -> str:
        return "" if obj.warning_level is None else str(obj.warning_level)

    @display(description=_("agency"), ordering="agency_code")
    def agency(self, obj: Article) -> str:
        label: str | None = getattr(obj, "agency_label", None)
        if label is None:  # not in the list, where all of a page are looked up at once
            name, name_en = agency_names([obj.agency_code]).get(obj.agency_code, (obj.agency_code, ""))
            label = pick({"name": name, "name_en": name_en}, "name")
        return label or "–"

    @display(description="")
    def thumb(self, obj: Article) -> str:
        return picture_tag(obj.cover_thumb, obj.cover_alt, THUMB_STYLE)

    @display(description=_("present cover"))
    def cover_preview(self, obj: Article) -> str:
        return picture_tag(obj.cover, obj.cover_alt, "max-width:480px;width:100%;border-radius:8px") or "-"


def publish(*, article: Article, by: Any) -> Article:
    """Now, or at the time already written into the draft if that lies ahead."""
    planned = article.published_at if article.status == Status.DRAFT else None
    ahead = planned if planned and planned > timezone.now() else None
    return article_publish(article=article, by=by, at=ahead)


def sees_everything(request: HttpRequest) -> bool:
    return getattr(request.user, "role", "") == "administrator"


def writes_for(request: HttpRequest) -> frozenset[str]:
    """Codes of the agencies whose articles the officer writes (an approver does, too)."""
    return agency_codes_for(request.user, "editor") | approves_for(request)


def approves_for(request: HttpRequest) -> frozenset[str]:
    return agency_codes_for(request.user, "approver")


def may_publish(request: HttpRequest, article: Article) -> bool:
    """The permission, and an agency that it reaches."""
    if not request.user.has_perm("news.publish_article"):
        return False
    return sees_everything(request) or article.agency_code in approves_for(request)


def own_agency_code(request: HttpRequest) -> str:
    """The topmost agency that the officer writes for: the shortest code of the subtree."""
    if sees_everything(request):
        return ""
    return min(writes_for(request), key=lambda code: (len(code), code), default="")


def picture_tag(name: str, alt: str, style: str) -> str:
    if not name:
        return ""
    return format_html('<img src="{}" alt="{}" style="{}" loading="lazy">', default_storage.url(name), alt, style)
