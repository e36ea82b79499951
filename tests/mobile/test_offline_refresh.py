"""A refresh whose answer is lost: the same request again, by the key that was written down before it was sent."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from citizen_mobile.client.errors import ApiError, NetworkError, SessionEnded
from citizen_mobile.client.outbox import PENDING
from citizen_mobile.client.store import Store
from citizen_mobile.client.tokens import FileVault, MemoryVault, Pair, Tokens
from tests.faults import FaultProxy
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import ANSWERED_AGAIN_FOR, PASSWORD


def log_in(store: Store) -> None:
    store.api.account.login("0912345678", PASSWORD, "test")


def keys_of(stub: Stub) -> list[str | None]:
    """The Idempotency-Keys of all refreshes, from now on."""
    keys: list[str | None] = []
    answer = stub.server.RequestHandlerClass._answer

    def heard(handler: Any) -> None:
        if handler.path.endswith("auth/refresh/"):
            keys.append(handler.headers.get("Idempotency-Key"))
        answer(handler)

    stub.server.RequestHandlerClass._answer = heard
    return keys


@pytest.mark.parametrize("fault", ["cut", "half", "lost"])
def test_a_refresh_whose_answer_is_lost_is_asked_again_and_nobody_is_logged_out(
    start_client: Callable[..., Store], weak_network: FaultProxy, stub: Stub, fault: str
) -> None:
    ended: list[str] = []
    app, keys = start_client(on_session_ended=ended.append), keys_of(stub)
    log_in(app)
    stub.access = "access-gone"
    weak_network.break_next("auth/refresh/", fault, fault)
    with pytest.raises(NetworkError):  # a read is tried twice
        app.api.feedback.mine()
    assert app.tokens.logged_in
    assert app.api.feedback.mine().value.results
    stub.access = "access-gone-again"
    assert app.api.feedback.mine().value.results, "the token that came at last is as good as any"
    assert len(set(keys[:-1])) == 1 and None not in keys and keys[-1] != keys[0], "a key a token"
    assert ended == []


def test_an_app_that_was_killed_before_the_answer_came_asks_again_after_its_restart(
    start_client: Callable[..., Store], weak_network: FaultProxy, stub: Stub
) -> None:
    app, keys = start_client(), keys_of(stub)
    log_in(app)
    stub.access = "access-gone"
    weak_network.break_next("auth/refresh/", "cut", "cut")
    with pytest.raises(NetworkError):
        app.api.feedback.mine()
    again = start_client()
    assert again.tokens.logged_in and again.tokens.owner == app.tokens.owner
    assert again.api.feedback.mine().value.results
    assert len(keys) == 3 and len(set(keys)) == 1
    third = start_client()
    assert third.api.feedback.mine().value.results
    assert len(keys) == 4 and keys[3] != keys[0], "the new token was asked for with a key of its own"


def test_an_app_that_could_not_keep_the_new_token_asks_again_with_the_old_one(
    tmp_path: Path, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Store(tmp_path, stub.url)
    log_in(app)
    saved: list[str] = []

    def save_once(vault: FileVault, secret: str) -> None:
        saved.append(secret)
        if len(saved) > 1:
            raise OSError(28, "No space left on device")
        save(vault, secret)

    save = FileVault.save
    monkeypatch.setattr(FileVault, "save", save_once)
    stub.access = "access-gone"
    assert app.api.feedback.mine().value.results
    app.close()
    monkeypatch.undo()
    again = Store(tmp_path, stub.url)
    assert again.api.feedback.mine().value.results
    assert len(saved) == 2 and stub.asked["POST auth/refresh/"] == 2 and again.tokens.logged_in
    again.close()


def test_what_comes_too_late_ends_the_session_with_its_reason_and_keeps_the_outbox(
    start_client: Callable[..., Store], weak_network: FaultProxy, stub: Stub
) -> None:
    """The phone was without a network for longer than the server answers again."""
    ended: list[str] = []
    app = start_client(on_session_ended=ended.append)
    log_in(app)
    app.outbox.add("comment", "me/reports/PA-1/comments/", {"text": "viết dở"})
    app.keepsakes.drafts.put("report", {"text": "nháp"})
    stub.access = "access-gone"
    weak_network.break_next("auth/refresh/", "cut", "cut")
    with pytest.raises(NetworkError):
        app.api.feedback.mine()
    stub.now = lambda: time.monotonic() + ANSWERED_AGAIN_FOR + 1
    with pytest.raises(SessionEnded):
        app.api.feedback.mine()
    assert ended == ["token_reused"]
    assert not app.tokens.logged_in
    assert app.outbox.items(PENDING)[0].body == {"text": "viết dở"}
    assert app.keepsakes.drafts.get("report") == {"text": "nháp"}
    assert app.sender.send_due() == 0
    log_in(app)
    assert app.sender.send_due() == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_refresh_that_was_put_off_is_the_same_request_later(status: int) -> None:
    sent: list[tuple[str, str]] = []

    def refresh(token: str, key: str) -> Pair:
        sent.append((token, key))
        if len(sent) == 1:
            raise ApiError(status, "later", "")
        return Pair("a2", "r2")

    tokens = Tokens(MemoryVault())
    tokens.store(Pair("a1", "r1"), owner="an")
    with pytest.raises(ApiError):
        tokens.renew("a1", refresh)
    assert tokens.renew("a1", refresh) == "a2"
    assert sent[0] == sent[1] and uuid.UUID(sent[0][1])


def test_a_login_does_not_wait_for_a_refresh_and_outlives_its_answer() -> None:
    """An's refresh hangs; Bình logs in; then An's answer comes, and after it An's end: neither is Bình's."""
    for outcome in (lambda: Pair("a2", "r2"), lambda: (_ for _ in ()).throw(ApiError(401, "token_reused", ""))):
        ended: list[str] = []
        tokens, asked, answer = Tokens(MemoryVault(), ended.append), threading.Event(), threading.Event()
        tokens.store(Pair("a1", "r1"), owner="an")

        def refresh(_token: str, _key: str, asked=asked, answer=answer, outcome=outcome) -> Pair:
            asked.set()
            assert answer.wait(5)
            return outcome()

        with ThreadPoolExecutor(1) as pool:
            renewal = pool.submit(tokens.renew, "a1", refresh)
            assert asked.wait(5)
            tokens.store(Pair("b1", "s1"), owner="binh")
            answer.set()
            with pytest.raises(SessionEnded):
                renewal.result(timeout=5)
        assert (tokens.owner, tokens.refresh_token, ended) == ("binh", "s1", [])


@pytest.mark.parametrize("secret", ["{", "{}", '{"owner": "an"}', None, ""])
def test_a_vault_that_cannot_be_read_is_a_guests(secret: str | None) -> None:
    assert not Tokens(MemoryVault(secret)).logged_in


def test_a_session_of_the_version_before_goes_on() -> None:
    tokens = Tokens(MemoryVault("an|r1"))
    assert (tokens.owner, tokens.refresh_token) == ("an", "r1")
