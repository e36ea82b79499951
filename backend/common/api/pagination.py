"""Keyset pages: as fast on the last page as on the first, and never a COUNT."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, NotFound
from rest_framework.exceptions import ValidationError as ValidationRefused
from rest_framework.pagination import CursorPagination

MAX_CURSOR = 2000
CURSOR = re.compile(rf"[A-Za-z0-9+/=]{{0,{MAX_CURSOR}}}")

SIZE = re.compile(r"[1-9][0-9]?|100")


class KeysetPagination(CursorPagination):
    """`?cursor=` and `?page_size=` (1 to 100). The view names its `ordering`; the last column should be unique."""

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"
    ordering = "-pk"

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        ordering = getattr(view, "ordering", None) or self.ordering
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)

    def get_page_size(self, request: Any) -> int:
        """400 for what is no number from 1 to 100: a page cut in silence would pass for a whole one."""
        given = request.query_params.get(self.page_size_query_param)
        if given is None:
            return self.page_size
        if not SIZE.fullmatch(given):
            message = _("A number from 1 to %(most)s is wanted.") % {"most": self.max_page_size}
            raise ValidationRefused({self.page_size_query_param: [ErrorDetail(message, code="out_of_range")]})
        return int(given)

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view=view)
        except (ValidationError, ValueError, DataError) as error:  # a cursor of somebody's own making
            raise NotFound(self.invalid_cursor_message) from error

    def decode_cursor(self, request: Any) -> Any:
        """Base64 and nothing else: Python's decoder skips what is none, and rubbish would be the first page."""
        given = request.query_params.get(self.cursor_query_param, "")
        if not CURSOR.fullmatch(given):
            raise NotFound(self.invalid_cursor_message)
        return super().decode_cursor(request)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [
            {
                "name": self.cursor_query_param,
                "in": "query",
                "required": False,
                "description": "Where to go on: take it from `next` or `previous` as it is.",
                "schema": {"type": "string", "maxLength": MAX_CURSOR},
            },
            {
                "name": self.page_size_query_param,
                "in": "query",
                "required": False,
                "description": "How many at once.",
                "schema": size,
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        def link(description: str) -> dict[str, Any]:
            return {
                "type": ["string", "null"],
                "format": "uri",
                "description": description,
                "example": "https://api.example.vn/api/v1/news/articles/?cursor=cD0yMDI2LTExLTIz",
            }

        told = "The entries of this page, in the order of the list."
        # For examples drf-spectacular hands in a mark of its own, to find the place again.
        results = {**schema, "description": told} if isinstance(schema, dict) else schema
        return {
            "type": "object",
            "description": "One page of a list.",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": link("Address of the next page; null on the last one."),
                "previous": link("Address of the page before; null on the first one."),
                "results": results,
            },
        }
