"""Columns that Django has no field for."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import BooleanField, F, Func, Value
from django.utils.translation import gettext_lazy as _

from notifications.topics import MAX_LENGTH


def topic_array(name: Any = None) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=MAX_LENGTH), verbose_name=name or _("topics"), default=list, blank=True
    )


class AudienceQueryField(models.Field):
    """PostgreSQL's tsquery: a formula of topics with AND, OR and NOT that an address (a tsvector) meets or not."""

    def db_type(self, connection: Any) -> str:
        return "tsquery"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """Cast as it is: `to_tsquery` would take the topics for words of a language."""
        return "%s::tsquery"


class AddressExpression(Func):
    """What a device can be addressed by: its topics, and the marks of what it does not want."""

    function = "array_to_tsvector"
    template = "%(function)s((%(expressions)s)::text[])"
    arg_joiner = " || "
    output_field = SearchVectorField()


class Addressed(Func):
    """Does this address meet that formula? PostgreSQL answers from the index where the formula lets it."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, query: str, address: str = "address") -> None:
        super().__init__(F(address), Value(query, output_field=AudienceQueryField()))
