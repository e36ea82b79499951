from typing import Any

from rest_framework import serializers

from backend.areas.models import Kind, Level
from backend.common.api.fields import LatitudeField, LongitudeField

LEVELS = [*Level.values, "ward"]


class AreaSerializer(serializers.Serializer[Any]):
    """One version of a unit. Read from rows in the process, so plain fields."""

    code = serializers.CharField(help_text="National code; may come back for another unit, so look at the dates too.")
    name = serializers.CharField()
    name_en = serializers.CharField()
    level = serializers.ChoiceField(Level.choices)
    kind = serializers.ChoiceField(Kind.choices)
    parent_code = serializers.CharField(allow_blank=True, help_text="Empty for a province.")
    valid_from = serializers.DateField(allow_null=True, help_text="Null: before our records.")
    valid_to = serializers.DateField(allow_null=True, help_text="Last day; null: until further notice.")
    merged_into = serializers.ListField(child=serializers.CharField(), help_text="Codes that it went into.")
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    area_km2 = serializers.FloatField(allow_null=True)
    population = serializers.IntegerField(allow_null=True)
    is_current = serializers.BooleanField()


class AreaMatchSerializer(AreaSerializer):
    current = AreaSerializer(many=True, help_text="The units of today.")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        row = AreaSerializer(instance.area).data
        return {**row, "current": AreaSerializer(instance.current, many=True).data}


class ResolveSerializer(serializers.Serializer[Any]):
    query = serializers.CharField()
    matches = AreaMatchSerializer(many=True)


class NearestSerializer(serializers.Serializer[Any]):
    area = AreaSerializer()
    distance_m = serializers.IntegerField(help_text="To the unit's centre.")
    method = serializers.ChoiceField(
        ["boundary", "estimated"],
        help_text="`boundary`: by the official outline, exact. `estimated`: by the nearest centre.",
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
