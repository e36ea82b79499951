"""Logging out without a network: at once here, and at the server as soon as it can be told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from citizen_mobile.client.errors import NetworkError, SessionEnded
from citizen_mobile.client.store import Store
from citizen_mobile.client.tokens import FileVault, MemoryVault, Pair, Tokens
from tests.faults import FaultProxy
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import PASSWORD

Start = Callable[..., Store]


def log_in(store: Store) -> None:
    store.api.account.login("0912345678", PASSWORD, "test")


def log_out_offline(store: Store, weak_network: FaultProxy) -> None:
    weak_network.down = True
    store.api.account.logout()
    with pytest.raises(NetworkError):
        store.api.account.end_left()


def test_who_logs_out_without_a_network_is_out_at_once_and_at_the_server_after_a_restart(
    start_client: Start, weak_network: FaultProxy, stub: Stub
) -> None:
    app = start_client()
    app.device.register(app.api.notices, "vi")
    log_in(app)
    log_out_offline(app, weak_network)
    assert not app.tokens.logged_in and app.tokens.refresh_token is None
    with pytest.raises(SessionEnded):
        app.api.account.me()
    again = start_client()
    assert not again.tokens.logged_in and len(again.tokens.leaving) == 1
    weak_network.mend()
    again.api.account.end_left()
    assert stub.logged_out == [(1, "d1")], "with the device, which gets no more pushes to the person"
    assert stub.ended == "session_revoked"
    again.api.account.end_left()
    assert start_client().tokens.leaving == () and stub.asked["POST auth/logout/"] == 1


def test_several_wait_and_none_touches_who_is_logged_in_then(
    start_client: Start, weak_network: FaultProxy, stub: Stub
) -> None:
    app = start_client()
    app.device.register(app.api.notices, "vi")
    for _person in range(2):
        weak_network.mend()
        log_in(app)
        log_out_offline(app, weak_network)
    weak_network.mend()
    log_in(app)
    app = start_client()
    app.api.account.end_left()
    assert stub.logged_out == [(1, None), (2, None)], "the device is of the third by now"
    assert app.tokens.logged_in and app.tokens.leaving == () and stub.ended == ""
    assert app.api.account.me().value.full_name
    assert start_client().tokens.logged_in


@pytest.mark.parametrize("trouble", ["down", "drop", "html", "500"])
def test_what_is_no_answer_of_the_server_leaves_the_logout_waiting(
    start_client: Start, stub: Stub, weak_network: FaultProxy, trouble: str
) -> None:
    app = start_client()
    log_in(app)
    app.api.account.logout()
    stub.misbehave("auth/logout/", trouble)
    try:
        app.api.account.end_left()
    except NetworkError:
        assert trouble in ("drop", "html")
    assert len(app.tokens.leaving) == 1
    app.api.account.end_left()
    assert app.tokens.leaving == () and stub.ended == "session_revoked"


def test_a_session_that_the_server_knows_no_more_is_not_told_for_ever(start_client: Start, stub: Stub) -> None:
    app = start_client()
    log_in(app)
    app.api.account.logout()
    stub.session_of.clear()
    app.api.account.end_left()
    assert app.tokens.leaving == () and stub.asked["POST auth/logout/"] == 1


def test_a_token_that_waits_to_be_ended_is_used_for_nothing_else(
    start_client: Start, weak_network: FaultProxy, stub: Stub
) -> None:
    app = start_client()
    log_in(app)
    log_out_offline(app, weak_network)
    weak_network.mend()
    app = start_client()
    with pytest.raises(SessionEnded):
        app.api.feedback.mine()
    assert stub.asked["POST auth/refresh/"] == 0
    assert app.tokens.access(app.http.refresh) is None


def test_a_logout_does_not_wait_for_a_refresh_and_ends_what_it_brings(tmp_path: Path) -> None:
    vault = FileVault(tmp_path / "session")
    tokens, asked, answer = Tokens(vault), threading.Event(), threading.Event()
    tokens.store(Pair("a1", "r1"), owner="an")

    def refresh(_token: str, _key: str) -> Pair:
        asked.set()
        assert answer.wait(5)
        return Pair("a2", "r2")

    with ThreadPoolExecutor(1) as pool:
        renewal = pool.submit(tokens.renew, "a1", refresh)
        assert asked.wait(5)
        tokens.leave()
        answer.set()
        with pytest.raises(SessionEnded):
            renewal.result(timeout=5)
    again = Tokens(vault)
    assert not tokens.logged_in and not again.logged_in
    assert again.leaving == ("r1",), "any token of a session ends it"


class FailingVault(MemoryVault):
    """A full disk says so; a Keystore that fails is only logged."""

    error: OSError | None = None
    fails = False

    def save(self, secret: str) -> None:
        if self.fails and self.error:
            raise self.error
        if not self.fails:
            super().save(secret)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), None])
def test_who_logged_out_is_not_back_at_the_next_start_though_nothing_can_be_written(error: OSError | None) -> None:
    vault = FailingVault()
    tokens = Tokens(vault)
    tokens.store(Pair("a1", "r1"), owner="an")
    vault.error, vault.fails = error, True
    tokens.leave()
    assert tokens.leaving == ("r1",)
    assert not Tokens(vault).logged_in
