from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.areas.models import Kind, Level
from backend.common.api.fields import LatitudeField, LongitudeField

LEVELS = [*Level.choices, (Kind.WARD.value, Kind.WARD.label)]
METHODS = [("boundary", _("by the official outline")), ("estimated", _("by the nearest centre"))]


class AreaSerializer(serializers.Serializer[Any]):
    """One version of an administrative unit: what it was from one day to another."""

    code = serializers.CharField(help_text="National code; may come back for another unit, so look at the dates too.")
    name = serializers.CharField(help_text="In Vietnamese, with its kind.")
    name_en = serializers.CharField(help_text="In English.")
    level = serializers.ChoiceField(Level.choices, help_text="Which level of government.")
    kind = serializers.ChoiceField(Kind.choices, help_text="What it is called.")
    parent_code = serializers.CharField(allow_blank=True, help_text="Empty for a province.")
    valid_from = serializers.DateField(allow_null=True, help_text="Null: before our records.")
    valid_to = serializers.DateField(allow_null=True, help_text="Last day; null: until further notice.")
    merged_into = serializers.ListField(child=serializers.CharField(), help_text="Codes that it went into.")
    latitude = serializers.FloatField(allow_null=True, help_text="Of its centre, degrees, WGS 84; null if unknown.")
    longitude = serializers.FloatField(allow_null=True, help_text="Of its centre, degrees, WGS 84; null if unknown.")
    area_km2 = serializers.FloatField(allow_null=True, help_text="Square kilometres; null if unknown.")
    population = serializers.IntegerField(allow_null=True, help_text="People; null if unknown.")
    is_current = serializers.BooleanField(help_text="Whether it exists today.")


class AreaMatchSerializer(AreaSerializer):
    """A unit that was asked for, and what it is today."""

    current = AreaSerializer(many=True, help_text="The units of today.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        row = AreaSerializer(instance.area).data
        return {**row, "current": AreaSerializer(instance.current, many=True).data}


class AreaResolutionSerializer(serializers.Serializer[Any]):
    """What was found for an old or present code or name."""

    query = serializers.CharField(help_text="What was asked, as it was read.")
    matches = AreaMatchSerializer(many=True, help_text="The best first, ten at most; empty if nothing fits.")


class AreaLocationSerializer(serializers.Serializer[Any]):
    """The unit that a point lies in."""

    area = AreaSerializer()
    distance_m = serializers.IntegerField(help_text="To the unit's centre.")
    method = serializers.ChoiceField(
        METHODS, help_text="How far to trust it: an outline is exact, an estimate may be a unit off near a border."
    )


class AreaQuerySerializer(serializers.Serializer[Any]):
    """Filters of the list."""

    level = serializers.ChoiceField(LEVELS, required=False, help_text="`ward` is the commune level's wards alone.")
    current = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Only units of today, or only those that are no more."
    )
    q = serializers.CharField(required=False, max_length=120, help_text="Part of a name in any spelling, or a code.")
    parent = serializers.CharField(  # type: ignore[assignment]
        required=False, max_length=10, help_text="A unit's code: those directly below it."
    )


class ResolveQuerySerializer(serializers.Serializer[Any]):
    q = serializers.CharField(
        max_length=200, help_text="A code or a name, old or new; what follows a comma narrows the search."
    )


class PointQuerySerializer(serializers.Serializer[Any]):
    lat = LatitudeField(help_text="Latitude in degrees (WGS 84).")
    lon = LongitudeField(help_text="Longitude in degrees (WGS 84).")
