"""Absolute addresses of stored public files: phones keep answers longer than they keep a base address."""

from collections.abc import Callable

from django.core.files.storage import default_storage
from rest_framework.request import Request


def storage_address(request: Request) -> Callable[[str], str]:
    """A function from a storage name to an absolute address."""

    def address(name: str) -> str:
        url = default_storage.url(name)
        return request.build_absolute_uri(url) if url.startswith("/") else url

    return address
