"""The query parameters of the article list, checked before a query is made of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.areas.selectors import area_current

MAX_AREAS = 30


def area_codes_of(value: str) -> list[str]:
    """Today's codes for a comma-separated list of codes of any time; ValidationError for one that never was."""
    codes: list[str] = []
    for code in filter(None, (part.strip() for part in value.split(","))):
        current = area_current(code)
        if not current:
            raise serializers.ValidationError(_("There is no administrative unit with this code."), code="unknown_area")
        codes += [area.code for area in current]
    if len(codes) > MAX_AREAS:
        raise serializers.ValidationError(_("Too many areas."), code="too_many")
    return list(dict.fromkeys(codes))


class ArticleFilterSerializer(serializers.Serializer[Any]):
    category = serializers.SlugField(required=False, help_text="Slug of a category.")
    area = serializers.CharField(
        required=False, max_length=400, help_text="Codes of areas, commas between; old codes find today's units."
    )
    q = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="Words; marks and case do not matter: `phan anh` finds “Phản ánh”.",
    )
    pinned = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Only pinned, or only others."
    )

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        # A keyword of Python, so it cannot be declared above.
        fields["in"] = serializers.ChoiceField(
            [("title", _("titles and summaries")), ("body", _("whole texts too"))],
            required=False,
            default="title",
            help_text="Where to look for `q`.",
        )
        return fields

    def validate_area(self, value: str) -> list[str]:
        return area_codes_of(value)
