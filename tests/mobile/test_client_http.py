"""The door to the server: errors told apart, tokens renewed once, captive portals not believed."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from citizen_mobile.client.api import Api
from citizen_mobile.client.api.reader import NotRemembered
from citizen_mobile.client.cache import Cache
from citizen_mobile.client.errors import ApiError, CaptivePortal, NetworkError, SessionEnded
from citizen_mobile.client.http import Http
from citizen_mobile.client.tokens import FileVault, MemoryVault, Pair, Tokens
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import PASSWORD


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(MemoryVault())


@pytest.fixture
def api(stub: Stub, tokens: Tokens) -> Api:
    return Api(Http(stub.url, tokens), Cache(":memory:"))


def log_in(api: Api) -> None:
    api.account.login("0912345678", PASSWORD, "test")


def test_a_refusal_carries_code_and_field_sentences(api: Api) -> None:
    with pytest.raises(ApiError) as caught:
        api.account.register(phone="0912345678", code="000000", password="x" * 9, full_name="A", language="vi")
    assert caught.value.code == "validation_error"
    assert caught.value.field_text("code") == "Mã không đúng."
    assert caught.value.field_text("phone") == ""


def test_a_wifi_login_page_is_not_taken_for_the_server(api: Api, stub: Stub) -> None:
    stub.misbehave("procedures", "html", "html")
    with pytest.raises(CaptivePortal):
        api.services.procedures()


def test_a_redirect_is_not_followed(api: Api, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = stub.server.RequestHandlerClass

    def redirect(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://wifi.example/login")
        self.send_header("Content-Length", "0")
        self.end_headers()

    monkeypatch.setattr(handler, "do_GET", redirect)
    with pytest.raises(CaptivePortal):
        api.news.categories()


def test_half_an_answer_is_a_network_error_and_a_read_is_tried_twice(api: Api, stub: Stub) -> None:
    stub.misbehave("life-events", "half")
    assert len(api.services.life_events().value) == 6
    assert stub.asked["GET life-events/"] == 2


def test_a_read_without_network_gives_the_last_good_copy_with_its_age(api: Api, stub: Stub) -> None:
    fresh = api.news.article("thu-hoach-ca-phe")
    stub.misbehave("news/articles", "drop", "drop")
    again = api.news.article("thu-hoach-ca-phe")
    assert again.stale
    assert again.stored_at == fresh.stored_at
    assert again.value == fresh.value


def test_a_read_of_something_new_without_network_says_so(api: Api, stub: Stub) -> None:
    stub.misbehave("news/articles", "drop", "drop")
    with pytest.raises(NetworkError):
        api.news.article("thu-hoach-ca-phe")


def test_a_server_in_trouble_leaves_the_copy_on_show(api: Api, stub: Stub) -> None:
    api.services.fields()
    stub.misbehave("procedure-fields", "500")
    assert api.services.fields().stale


def test_an_unchanged_answer_is_not_sent_again(api: Api, stub: Stub) -> None:
    first = api.news.articles()
    second = api.news.articles()
    assert not second.stale
    assert [row.slug for row in second.value.results] == [row.slug for row in first.value.results]
    assert stub.asked["GET news/articles/"] == 2


def test_memory_only_never_asks_the_server(api: Api, stub: Stub) -> None:
    with api.reader.memory_only(), pytest.raises(NotRemembered):
        api.news.articles()
    api.news.articles()
    with api.reader.memory_only():
        assert api.news.articles().stale
    assert stub.asked["GET news/articles/"] == 1


def test_many_threads_with_an_expired_token_refresh_once(api: Api, stub: Stub) -> None:
    log_in(api)
    stub.access = "access-gone"  # the server forgot the access token; the refresh token still holds
    gate = threading.Barrier(5)

    def ask() -> str:
        gate.wait(timeout=5)
        return api.account.me().value.full_name

    with ThreadPoolExecutor(5) as pool:
        names = [future.result(timeout=10) for future in [pool.submit(ask) for _ in range(5)]]
    assert set(names) == {"H’Bia Niê"}
    assert stub.asked["POST auth/refresh/"] == 1


def test_a_session_that_the_server_ended_is_forgotten_and_said_with_its_reason(stub: Stub) -> None:
    ended: list[str] = []
    tokens = Tokens(MemoryVault(), ended.append)
    api = Api(Http(stub.url, tokens), Cache(":memory:"))
    log_in(api)
    stub.access, stub.ended = "access-gone", "session_revoked"
    with pytest.raises(SessionEnded) as caught:
        api.feedback.mine()
    assert caught.value.code == "session_revoked"
    assert ended == ["session_revoked"]
    assert not tokens.logged_in


def test_a_failed_refresh_without_network_keeps_the_session(api: Api, stub: Stub, tokens: Tokens) -> None:
    log_in(api)
    stub.access = "access-gone"
    stub.misbehave("auth/refresh", "down")
    with pytest.raises(ApiError):
        api.feedback.mine()
    assert tokens.logged_in
    assert api.feedback.mine().value.results


def test_what_a_person_saw_is_forgotten_when_they_log_out(api: Api) -> None:
    log_in(api)
    api.feedback.mine()
    api.news.articles()
    api.account.logout()
    with api.reader.memory_only():
        assert api.news.articles().value.results
        with pytest.raises(NotRemembered):
            api.feedback.mine()


def test_a_copy_in_one_language_is_not_shown_in_the_other(stub: Stub, tokens: Tokens) -> None:
    language = "vi"
    api = Api(Http(stub.url, tokens, language=lambda: language), Cache(":memory:"))
    api.news.articles()
    language = "en"
    with api.reader.memory_only(), pytest.raises(NotRemembered):
        api.news.articles()


def test_the_vault_file_is_the_owners_alone(tmp_path: Path) -> None:
    vault = FileVault(tmp_path / "deep" / "session")
    vault.save("secret")
    vault.save("secret-2")
    assert stat.S_IMODE((tmp_path / "deep" / "session").stat().st_mode) == 0o600
    assert vault.load() == "secret-2"
    vault.clear()
    assert vault.load() is None


def test_the_refresh_token_is_on_disk_before_the_access_token_is_used(tmp_path: Path) -> None:
    vault = FileVault(tmp_path / "session")
    tokens = Tokens(vault)
    tokens.store(Pair("a1", "r1"), owner="p1")
    assert Tokens(FileVault(tmp_path / "session")).refresh_token == "r1"


def test_the_cache_keeps_no_more_than_its_limit() -> None:
    ticks = iter(range(1000))
    cache = Cache(":memory:", keep=3, now=lambda: float(next(ticks)))
    for number in range(6):
        cache.put(f"k{number}", {"n": number})
    assert cache.count() == 3
    assert cache.get("k0") is None
    assert cache.get("k5") is not None
