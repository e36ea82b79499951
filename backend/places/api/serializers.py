"""The shapes of the answers, for the schema."""

from typing import Any

from rest_framework import serializers

from backend.places.models import PlaceCategory


class PlaceImageSerializer(serializers.Serializer[Any]):
    url = serializers.URLField()
    thumb_url = serializers.URLField()
    alt = serializers.CharField()


class PlaceSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    category = serializers.ChoiceField(PlaceCategory.choices)
    category_name = serializers.CharField()
    summary = serializers.CharField()
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()
    area_code = serializers.CharField(help_text="Empty for places beyond the province's border.")
    image = PlaceImageSerializer(allow_null=True)
    distance_m = serializers.IntegerField(allow_null=True, help_text="Only with `near`.")


class PlaceDetailSerializer(PlaceSerializer):
    description_html = serializers.CharField(help_text="Sanitised.")
    address = serializers.CharField()
    phone = serializers.CharField()
    opening_hours_text = serializers.CharField()
    ticket_price_text = serializers.CharField()
