"""The shapes of the answers, for the schema."""

from typing import Any

from rest_framework import serializers

from backend.places.models import PlaceCategory


class PlaceImageSerializer(serializers.Serializer[Any]):
    """The picture of a place."""

    url = serializers.URLField(help_text="The whole picture.")
    thumb_url = serializers.URLField(help_text="480 pixels at most.")
    alt = serializers.CharField(help_text="What the picture shows, for those who do not see it.")


class PlaceSerializer(serializers.Serializer[Any]):
    """What a list shows of a place."""

    id = serializers.IntegerField(help_text="Stays the same.")
    slug = serializers.CharField(help_text="Names the place in addresses; stays the same.")
    name = serializers.CharField(help_text="In the language asked for.")
    category = serializers.ChoiceField(PlaceCategory.choices, help_text="What sort of place it is.")
    category_name = serializers.CharField(help_text="The category in the language asked for.")
    summary = serializers.CharField(help_text="One or two sentences, in the language asked for.")
    latitude = serializers.FloatField(help_text="Degrees, WGS 84.")
    longitude = serializers.FloatField(help_text="Degrees, WGS 84.")
    area_code = serializers.CharField(help_text="Empty for places beyond the province's border.")
    image = PlaceImageSerializer(allow_null=True, help_text="Null if there is no picture.")
    distance_m = serializers.IntegerField(allow_null=True, help_text="Only with `near`.")


class PlaceDetailSerializer(PlaceSerializer):
    """A whole place."""

    description_html = serializers.CharField(help_text="Sanitised.")
    address = serializers.CharField(help_text="In Vietnamese; empty if unknown.")
    phone = serializers.CharField(help_text="Empty if unknown.")
    opening_hours_text = serializers.CharField(help_text="In words, in the language asked for; empty if unknown.")
    ticket_price_text = serializers.CharField(help_text="In words, in the language asked for; empty if unknown.")
