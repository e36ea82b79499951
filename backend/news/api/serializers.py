"""The shapes of the answers, for the schema (rows are built in `rows.py`; a test compares the two)."""

from typing import Any

from rest_framework import serializers


class NewsCategorySerializer(serializers.Serializer[Any]):
    """A category of the news."""

    slug = serializers.CharField(help_text="Stays the same; filters articles.")
    name = serializers.CharField(help_text="In the language asked for.")
    color = serializers.CharField(help_text="`#rrggbb`, dark enough for white text.")
    topic = serializers.CharField(help_text="What a device subscribes to: `category:<slug>`.")


class NewsCategoryRefSerializer(serializers.Serializer[Any]):
    """The category of an article."""

    slug = serializers.CharField(help_text="As in the list of categories.")
    name = serializers.CharField(help_text="In the language asked for.")


class ArticleCoverSerializer(serializers.Serializer[Any]):
    """The picture of an article."""

    url = serializers.URLField(help_text="The whole picture.")
    thumb_url = serializers.URLField(help_text="480 pixels at most.")
    alt = serializers.CharField(help_text="What the picture shows, for those who do not see it.")
    width = serializers.IntegerField(allow_null=True, help_text="Pixels of the whole picture; null if unknown.")
    height = serializers.IntegerField(allow_null=True, help_text="Pixels of the whole picture; null if unknown.")


class ArticleSerializer(serializers.Serializer[Any]):
    """What a list shows of an article."""

    id = serializers.IntegerField(help_text="Stays the same.")
    slug = serializers.CharField(help_text="Names the article in addresses; stays the same once it is published.")
    title = serializers.CharField(help_text="In the language asked for.")
    summary = serializers.CharField(help_text="One to three sentences, in the language asked for.")
    category = NewsCategoryRefSerializer()
    area_codes = serializers.ListField(child=serializers.CharField(), help_text="Empty: the whole province.")
    cover = ArticleCoverSerializer(allow_null=True, help_text="Null if it has no picture.")
    published_at = serializers.DateTimeField(help_text="When it was first shown.")
    is_pinned = serializers.BooleanField(help_text="Kept at the top by the editors.")
    is_warning = serializers.BooleanField(help_text="A warning of a disaster; `warning_level` is not null then.")
    warning_level = serializers.IntegerField(
        allow_null=True, min_value=0, max_value=5, help_text="Disaster risk level (Decision 18/2021); 0 outside it."
    )
    snippet = serializers.CharField(allow_null=True, help_text="HTML-escaped, hits in `<mark>`; only with `q`.")


class ArticleDetailSerializer(ArticleSerializer):
    """A whole article."""

    body_html = serializers.CharField(help_text="Sanitised: text, headings, lists, tables, links; no pictures.")
    body_text = serializers.CharField(help_text="The same as plain text, one line a block.")
    author_name = serializers.CharField(help_text="Who signs it; may be empty.")
    source_url = serializers.CharField(help_text="Empty if it is our own.")
    expires_at = serializers.DateTimeField(
        allow_null=True, help_text="When it will no longer be shown; null: until it is taken back."
    )
    updated_at = serializers.DateTimeField(help_text="Its last change.")
    related = ArticleSerializer(many=True, help_text="The newest of its category or areas, four at most.")


class ArticleRatingSerializer(serializers.Serializer[Any]):
    """What a reader thinks of an article."""

    score = serializers.IntegerField(min_value=1, max_value=5, help_text="From 1, of no use, to 5, very useful.")


class ArticleOpinionSerializer(serializers.Serializer[Any]):
    """How an article is rated."""

    average = serializers.FloatField(
        allow_null=True, min_value=1, max_value=5, help_text="To one decimal; null while nobody has rated it."
    )
    count = serializers.IntegerField(min_value=0, help_text="How many readers have rated it.")
    mine = serializers.IntegerField(
        allow_null=True, min_value=1, max_value=5, help_text="What the reader who asks has said; null if nothing."
    )
