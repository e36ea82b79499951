"""Public answers, kept as bytes in the process for two seconds, compressed once.

When a warning goes out, a hundred thousand phones ask for the same three addresses within a minute. Two seconds of
memory turn that into one query every two seconds a process, and need no invalidation: clients may keep these answers
for a minute anyway (`Cache-Control`), so nobody sees older news than before.
"""

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from backend.common.api.caching import CONDITIONAL_HEADERS, etag_matches, not_modified
from backend.common.middleware.request import api_language

API = "/api/v1/"
MAX_ENTRIES = 256  # with MAX_BODY: 32 MB a process at most, and a third more in encodings
MAX_BODY = 128 * 1024
WORTH_COMPRESSING = 700
KEPT_HEADERS = (*CONDITIONAL_HEADERS, "Content-Type", "X-Content-Type-Options", "Allow")

Key = tuple[str, ...]


def compressed(body: bytes, encoding: str) -> bytes:
    """`body` in brotli (`br`) or gzip, at levels that cost little more than the fastest."""
    return brotli.compress(body, quality=5) if encoding == "br" else gzip.compress(body, compresslevel=6)


@dataclass
class Entry:
    """One answer: its bytes as they are, and in each encoding that somebody has asked for."""

    until: float
    headers: dict[str, str]
    body: bytes
    encoded: dict[str, bytes] = field(default_factory=dict)

    def bytes_in(self, encoding: str) -> bytes:
        if not encoding:
            return self.body
        if encoding not in self.encoded:
            self.encoded[encoding] = compressed(self.body, encoding)
        return self.encoded[encoding]


def wanted_encoding(request: HttpRequest, size: int) -> str:
    """`br`, `gzip` or nothing; a small body is not worth it, and an explicit `q=0` is a no."""
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "").replace(" ", "")
    if size < WORTH_COMPRESSING or not accepted:
        return ""
    offered = {part.partition(";")[0] for part in accepted.split(",") if not part.endswith(";q=0")}
    return next((name for name in ("br", "gzip") if name in offered), "")


class MicroCacheMiddleware:
    """GETs without Authorization whose answer says that it is public; everything else passes by."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.entries: OrderedDict[Key, Entry] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._may_serve(request):
            return self.get_response(request)
        key = (
            request.scheme or "",
            request.get_host(),
            request.path_info,
            request.META.get("QUERY_STRING", ""),
            api_language(request),
        )
        entry = self._fresh(key)
        if entry is None:
            response = self.get_response(request)
            entry = self._keep(key, response)
            if entry is None:
                return response
        return self._answer(request, entry)

    def _may_serve(self, request: HttpRequest) -> bool:
        return (
            request.method in ("GET", "HEAD")
            and request.path_info.startswith(API)
            and "HTTP_AUTHORIZATION" not in request.META
            and settings.MICRO_CACHE_SECONDS > 0
        )

    def _fresh(self, key: Key) -> Entry | None:
        entry = self.entries.get(key)
        return entry if entry is not None and entry.until > time.monotonic() else None

    def _keep(self, key: Key, response: HttpResponse) -> Entry | None:
        """An entry made of a public 200, else None."""
        is_public = response.status_code == 200 and response.get("Cache-Control", "").startswith("public")
        if not is_public or response.streaming or len(response.content) > MAX_BODY:
            return None
        headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
        entry = Entry(time.monotonic() + settings.MICRO_CACHE_SECONDS, headers, response.content)
        with self.lock:
            self.entries[key] = entry
            self.entries.move_to_end(key)
            while len(self.entries) > MAX_ENTRIES:
                self.entries.popitem(last=False)
        return entry

    def _answer(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        if etag_matches(request, entry.headers.get("ETag", "")):
            return not_modified(entry.headers)
        encoding = wanted_encoding(request, len(entry.body))
        response = HttpResponse(entry.bytes_in(encoding), headers=entry.headers)
        if encoding:
            response["Content-Encoding"] = encoding
        patch_vary_headers(response, ["Accept-Encoding"])
        return response
