import gzip

import brotli
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from backend.common.middleware.microcache import MAX_ENTRIES, MicroCacheMiddleware

BODY = b'{"results": [' + b'"x",' * 500 + b"0]}"


class Counting:
    """A view that counts how often it worked."""

    def __init__(self, cache_control: str = "public, max-age=60") -> None:
        self.calls = 0
        self.cache_control = cache_control

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.calls += 1
        headers = {"Cache-Control": self.cache_control, "ETag": 'W/"abc"', "Vary": "Accept-Language"}
        return HttpResponse(BODY, headers=headers)


@pytest.fixture(autouse=True)
def _switched_on() -> object:
    with override_settings(MICRO_CACHE_SECONDS=60):
        yield


def get(middleware: MicroCacheMiddleware, path: str = "/api/v1/news/articles/", **headers: str) -> HttpResponse:
    return middleware(RequestFactory().get(path, headers=headers))


def test_the_second_request_is_answered_from_memory() -> None:
    view = Counting()
    cache = MicroCacheMiddleware(view)
    assert get(cache).content == get(cache).content == BODY
    assert view.calls == 1


def test_language_query_and_host_are_different_answers() -> None:
    view = Counting()
    cache = MicroCacheMiddleware(view)
    get(cache)
    get(cache, **{"Accept-Language": "en"})
    get(cache, "/api/v1/news/articles/?page_size=5")
    get(cache, Host="localhost")
    assert view.calls == 4


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer x"}])
def test_a_signed_in_request_never_meets_the_cache(headers: dict[str, str]) -> None:
    view = Counting()
    cache = MicroCacheMiddleware(view)
    get(cache)
    get(cache, **headers)
    get(cache, **headers)
    assert view.calls == 3


def test_a_private_answer_is_not_kept() -> None:
    view = Counting("private, no-store")
    cache = MicroCacheMiddleware(view)
    get(cache)
    get(cache)
    assert view.calls == 2 and not cache.entries


def test_an_old_answer_is_made_again() -> None:
    view = Counting()
    cache = MicroCacheMiddleware(view)
    get(cache)
    next(iter(cache.entries.values())).until = 0
    get(cache)
    assert view.calls == 2


def test_encodings_are_negotiated() -> None:
    cache = MicroCacheMiddleware(Counting())
    packed = get(cache, **{"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == BODY
    better = get(cache, **{"Accept-Encoding": "gzip, br"})
    assert better["Content-Encoding"] == "br" and brotli.decompress(better.content) == BODY
    assert "Content-Encoding" not in get(cache, **{"Accept-Encoding": "br;q=0"})
    assert "Accept-Encoding" in better["Vary"] and "Accept-Language" in better["Vary"]


def test_who_has_the_bytes_gets_304() -> None:
    reply = get(MicroCacheMiddleware(Counting()), **{"If-None-Match": '"abc"'})
    assert reply.status_code == 304 and not reply.content and reply["ETag"] == 'W/"abc"'


def test_memory_is_bounded() -> None:
    cache = MicroCacheMiddleware(Counting())
    for number in range(MAX_ENTRIES + 5):
        get(cache, f"/api/v1/news/articles/?page_size={number}")
    assert len(cache.entries) == MAX_ENTRIES
