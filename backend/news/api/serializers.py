"""The shapes of the answers, for the schema (rows are built in `rows.py`; a test compares the two)."""

from typing import Any

from rest_framework import serializers


class CategorySerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    color = serializers.CharField(help_text="`#rrggbb`, dark enough for white text.")
    topic = serializers.CharField(help_text="What a device subscribes to: `category:<slug>`.")


class CategoryRefSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()


class CoverSerializer(serializers.Serializer[Any]):
    url = serializers.URLField()
    thumb_url = serializers.URLField(help_text="480 pixels at most.")
    alt = serializers.CharField(help_text="What the picture shows, for those who do not see it.")
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)


class ArticleSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    category = CategoryRefSerializer()
    area_codes = serializers.ListField(child=serializers.CharField(), help_text="Empty: the whole province.")
    cover = CoverSerializer(allow_null=True)
    published_at = serializers.DateTimeField()
    is_pinned = serializers.BooleanField()
    is_warning = serializers.BooleanField()
    warning_level = serializers.IntegerField(
        allow_null=True, min_value=0, max_value=5, help_text="Disaster risk level (Decision 18/2021); 0 outside it."
    )
    snippet = serializers.CharField(allow_null=True, help_text="HTML-escaped, hits in `<mark>`; only with `q`.")


class ArticleDetailSerializer(ArticleSerializer):
    body_html = serializers.CharField(help_text="Sanitised: text, headings, lists, tables, links; no pictures.")
    body_text = serializers.CharField(help_text="The same as plain text, one line a block.")
    author_name = serializers.CharField()
    source_url = serializers.CharField(help_text="Empty if it is our own.")
    expires_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()
    related = ArticleSerializer(many=True)
