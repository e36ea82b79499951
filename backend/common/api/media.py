"""Absolute addresses of stored public files: phones keep answers longer than they keep a base address."""

from collections.abc import Callable
from functools import lru_cache

from django.core.files.storage import default_storage
from django.http import HttpRequest
from rest_framework.request import Request


@lru_cache(maxsize=4096)
def _public_url(name: str) -> str:
    """What the storage says; for a public file it is always the same, and a list asks for forty."""
    return default_storage.url(name)


def storage_address(request: Request | HttpRequest) -> Callable[[str], str]:
    """A function from a storage name to an absolute address."""
    origin = request.build_absolute_uri("/").removesuffix("/")

    def address(name: str) -> str:
        url = _public_url(name)
        return origin + url if url.startswith("/") else url

    return address
