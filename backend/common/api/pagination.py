"""Keyset pages: as fast on the last page as on the first, and never a COUNT."""

from typing import Any

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """`?cursor=` and `?page_size=` (1 to 100). The view names its `ordering`; the last column should be unique."""

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"
    ordering = "-pk"

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        ordering = getattr(view, "ordering", None) or self.ordering
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)
