"""Places in the console."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.contrib.forms.widgets import WysiwygWidget
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget

from backend.areas.console import AreaChooserMixin, area_label
from backend.common.console import ConsoleModelAdmin
from backend.common.errors import DomainError
from backend.common.images import ProcessedImage, image_process, image_store_public
from backend.common.search import search_condition
from backend.places.models import Place

THUMB_STYLE = "border-radius:6px;height:36px;max-width:none;object-fit:cover;width:64px"


class PlaceForm(forms.ModelForm):
    image_upload = forms.FileField(
        label=_("New picture"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text=_("JPEG, PNG or WebP; it is made smaller and loses its metadata."),
    )

    class Meta:
        model = Place
        fields = (
            "slug", "name", "name_en", "category", "summary", "summary_en", "description_html", "description_html_en",
            "latitude", "longitude", "area_code", "address", "phone", "opening_hours_text", "opening_hours_text_en",
            "ticket_price_text", "ticket_price_text_en", "image_alt", "image_alt_en", "rank", "is_shown",
        )  # fmt: skip
        widgets = {
            "description_html": WysiwygWidget,
            "description_html_en": WysiwygWidget,
            "summary": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            "summary_en": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        }

    def clean_image_upload(self) -> ProcessedImage | None:
        upload = self.cleaned_data["image_upload"]
        if not upload:
            return None
        try:
            return image_process(upload)
        except DomainError as error:
            raise forms.ValidationError(str(error.message), code=error.code) from error


@admin.register(Place)
class PlaceAdmin(AreaChooserMixin, ConsoleModelAdmin):
    form = PlaceForm
    list_display = ("thumb", "name", "category", "area", "is_shown", "rank")
    list_display_links = ("name",)
    list_filter = ("category", "is_shown")
    search_fields = ("name",)  # shows the box; get_search_results does the work
    readonly_fields = ("image_preview",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": (("category", "rank"), ("slug", "is_shown"))}),
        (
            _("Vietnamese"),
            {
                "classes": ("tab",),
                "fields": ("name", "summary", "description_html", "opening_hours_text", "ticket_price_text"),
            },
        ),
        (
            _("English"),
            {
                "classes": ("tab",),
                "fields": (
                    "name_en",
                    "summary_en",
                    "description_html_en",
                    "opening_hours_text_en",
                    "ticket_price_text_en",
                ),
            },
        ),
        (
            _("Where"),
            {"classes": ("tab",), "fields": (("latitude", "longitude"), ("area_code", "phone"), "address")},
        ),
        (
            _("Picture"),
            {"classes": ("tab",), "fields": ("image_preview", "image_upload", "image_alt", "image_alt_en")},
        ),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Place], search_term: str
    ) -> tuple[QuerySet[Place], bool]:
        return (queryset.filter(search_condition(search_term)) if search_term else queryset), False

    def save_model(self, request: HttpRequest, obj: Place, form: Any, change: bool) -> None:
        picture = form.cleaned_data.get("image_upload")
        if picture:
            stored = image_store_public(picture, folder="places")
            obj.image, obj.image_thumb = stored.name, stored.thumb_name
        super().save_model(request, obj, form, change)

    @display(description=_("area"), ordering="area_code")
    def area(self, obj: Place) -> str:
        return area_label(obj.area_code) if obj.area_code else "–"

    @display(description="")
    def thumb(self, obj: Place) -> str:
        return picture_tag(obj.image_thumb, obj.image_alt, THUMB_STYLE)

    @display(description=_("present picture"))
    def image_preview(self, obj: Place) -> str:
        return picture_tag(obj.image, obj.image_alt, "max-width:480px;width:100%;border-radius:8px") or "-"


def picture_tag(name: str, alt: str, style: str) -> str:
    if not name:
        return ""
    return format_html('<img src="{}" alt="{}" style="{}" loading="lazy">', default_storage.url(name), alt, style)
