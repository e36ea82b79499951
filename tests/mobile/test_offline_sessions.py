"""The session under load and over time: one refresh for all, early, owned by one account, ended with a sentence."""

from __future__ import annotations

import base64
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from citizen_mobile.client.errors import ApiError, NetworkError, SessionEnded
from citizen_mobile.client.http import Http
from citizen_mobile.client.outbox import PENDING, SENT
from citizen_mobile.client.store import Store
from citizen_mobile.client.tokens import FileVault, MemoryVault, Pair, Tokens, lifetime
from citizen_mobile.client.workers import PICTURE, TEXT, Workers
from tests.faults import FaultProxy
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import PASSWORD


def access_token(name: str, seconds: float = 900) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"iat": 1000, "exp": 1000 + seconds, "n": name}).encode())
    return f"head.{claims.decode().rstrip('=')}.signature"


class Clocks:
    """Monotonic and wall: the first stands while a phone sleeps, the second may be set."""

    def __init__(self) -> None:
        self.running, self.wall = 100.0, 1_000_000.0

    def __call__(self) -> tuple[float, float]:
        return self.running, self.wall


@pytest.fixture
def app(tmp_path: Path, stub: Stub) -> Iterator[Store]:
    store = Store(tmp_path, stub.url, vault=MemoryVault())
    yield store
    store.close()


def log_in(store: Store) -> None:
    store.api.account.login("0912345678", PASSWORD, "test")


@pytest.mark.parametrize("requests", [5, 50])
def test_any_number_of_requests_with_an_expired_token_make_one_refresh(app: Store, stub: Stub, requests: int) -> None:
    log_in(app)
    stub.access = "access-gone"
    gate = threading.Barrier(requests)

    def ask() -> str:
        gate.wait(timeout=20)
        return app.api.account.me().value.full_name

    with ThreadPoolExecutor(requests) as pool:
        names = [future.result(timeout=30) for future in [pool.submit(ask) for _ in range(requests)]]
    assert len(names) == requests
    assert stub.asked["POST auth/refresh/"] == 1
    assert app.tokens.logged_in


def test_a_token_is_renewed_shortly_before_it_ends() -> None:
    clocks, asked = Clocks(), []

    def refresh(token: str, _key: str) -> Pair:
        asked.append(token)
        return Pair(access_token("new"), "r2")

    tokens = Tokens(MemoryVault(), clocks=clocks)
    tokens.store(Pair(access_token("old"), "r1"), owner="an")
    clocks.running += 800
    assert tokens.access(refresh) == access_token("old")
    clocks.running += 50
    assert tokens.access(refresh) == access_token("new")
    assert asked == ["r1"]


def test_a_phone_that_slept_knows_that_its_token_is_old_and_one_whose_clock_was_set_back_too() -> None:
    clocks = Clocks()
    tokens = Tokens(MemoryVault(), clocks=clocks)
    tokens.store(Pair(access_token("old"), "r1"), owner="an")
    clocks.wall += 3600
    assert tokens.access(lambda _r, _k: Pair(access_token("new"), "r2")) == access_token("new")
    clocks.wall -= 86_400
    clocks.running += 3600
    assert tokens.access(lambda _r, _k: Pair(access_token("newer"), "r3")) == access_token("newer")


def test_an_early_renewal_that_fails_leaves_the_token_for_as_long_as_it_is_good() -> None:
    clocks = Clocks()

    def no_network(_token: str, _key: str) -> Pair:
        raise NetworkError("no")

    tokens = Tokens(MemoryVault(), clocks=clocks)
    tokens.store(Pair(access_token("old"), "r1"), owner="an")
    clocks.running += 870
    assert tokens.access(no_network) == access_token("old")
    clocks.running += 40
    with pytest.raises(NetworkError):
        tokens.access(no_network)
    assert tokens.logged_in


@pytest.mark.parametrize("token", ["access-1", "a.b.c", "a.e30.c", ""])
def test_a_token_that_says_nothing_of_its_end_is_used_until_it_is_refused(token: str) -> None:
    assert lifetime(token) == float("inf")


def test_whose_session_it_is_survives_a_restart_with_it(tmp_path: Path) -> None:
    vault = FileVault(tmp_path / "session")
    Tokens(vault).store(Pair("a", "r1"), owner="an")
    again = Tokens(FileVault(tmp_path / "session"))
    assert (again.owner, again.refresh_token) == ("an", "r1")
    again.renew(None, lambda _r, _k: Pair("a2", "r2"))
    assert Tokens(FileVault(tmp_path / "session")).owner == "an"


def test_a_request_of_one_account_is_never_sent_as_another(stub: Stub) -> None:
    tokens = Tokens(MemoryVault())
    tokens.store(Pair("a", "r"), owner="binh")
    with pytest.raises(SessionEnded) as caught:
        Http(stub.url, tokens).send("POST", "reports/", {"text": "của An"}, auth="required", key="k", owner="an")
    assert caught.value.code == "other_account"
    assert stub.asked.total() == 0


@pytest.fixture
def network(stub: Stub) -> Iterator[FaultProxy]:
    with FaultProxy(stub.url) as proxy:
        yield proxy


@pytest.fixture
def start(tmp_path: Path, network: FaultProxy) -> Iterator[Callable[..., Store]]:
    """Start the app; started again, it finds what the one before it left on disk."""
    running: list[Store] = []

    def again(**parts: Any) -> Store:
        if running:
            running.pop().close()
        running.append(Store(tmp_path, f"{network.url}/api/v1/", **parts))
        return running[0]

    yield again
    for store in running:
        store.close()


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
    start: Callable[..., Store], network: FaultProxy, stub: Stub, fault: str
) -> None:
    ended: list[str] = []
    app, keys = start(on_session_ended=ended.append), keys_of(stub)
    log_in(app)
    stub.access = "access-gone"
    network.break_next("auth/refresh/", fault, fault)
    with pytest.raises(NetworkError):  # a read is tried twice
        app.api.feedback.mine()
    assert app.tokens.logged_in
    assert app.api.feedback.mine().value.results
    stub.access = "access-gone-again"
    assert app.api.feedback.mine().value.results, "the token that came at last is as good as any"
    assert len(set(keys[:-1])) == 1 and None not in keys and keys[-1] != keys[0], "a key a token"
    assert ended == []


def test_an_app_that_was_killed_before_the_answer_came_asks_again_after_its_restart(
    start: Callable[..., Store], network: FaultProxy, stub: Stub
) -> None:
    app, keys = start(), keys_of(stub)
    log_in(app)
    stub.access = "access-gone"
    network.break_next("auth/refresh/", "cut", "cut")
    with pytest.raises(NetworkError):
        app.api.feedback.mine()
    again = start()
    assert again.tokens.logged_in and again.tokens.owner == app.tokens.owner
    assert again.api.feedback.mine().value.results
    assert len(keys) == 3 and len(set(keys)) == 1
    third = start()
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
    start: Callable[..., Store], network: FaultProxy, stub: Stub
) -> None:
    """The phone was without a network for longer than the server answers again."""
    ended: list[str] = []
    app = start(on_session_ended=ended.append)
    log_in(app)
    app.outbox.add("comment", "me/reports/PA-1/comments/", {"text": "viết dở"})
    app.keepsakes.drafts.put("report", {"text": "nháp"})
    stub.access = "access-gone"
    network.break_next("auth/refresh/", "cut", "cut")
    with pytest.raises(NetworkError):
        app.api.feedback.mine()
    stub.now = lambda: time.monotonic() + 601
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


def test_login_and_logout_name_the_device_and_its_registration_follows_the_person(app: Store, stub: Stub) -> None:
    said: list[tuple[str, str | None, str | None]] = []
    answer = stub.server.RequestHandlerClass._answer
    stub.server.RequestHandlerClass._answer = lambda self: (
        said.append((self.path.rsplit("/", 2)[1], self.headers.get("X-Device-Id"), self.headers.get("Authorization"))),
        answer(self),
    )
    app.device.register(app.api.notices, "vi")
    log_in(app)
    app.device.register(app.api.notices, "vi")
    app.api.account.logout()
    app.api.account.end_left()
    app.device.register(app.api.notices, "vi")
    words = [(path, bool(device), bool(token)) for path, device, token in said]
    assert words == [
        ("devices", False, False),
        ("login", True, False),
        ("devices", True, True),
        ("logout", True, False),
        ("devices", True, False),
    ]


def test_of_a_device_only_what_changed_is_told(app: Store, stub: Stub) -> None:
    for language in ("vi", "vi", "en", "en"):
        app.device.register(app.api.notices, language)
    app.device.choose_topics(app.api.notices, ["all", "area:24611"])
    app.device.register(app.api.notices, "en")
    told = [body for path, body in stub.bodies if path.startswith("devices/")]
    assert stub.asked["POST devices/"] == 1
    assert told[1:] == [{"language": "en"}, {"topics": ["all", "area:24611"]}]


def test_a_new_push_token_is_told_and_after_a_week_all_of_it(tmp_path: Path, stub: Stub) -> None:
    now, token = [1_000_000.0], ["t1"]
    app = Store(tmp_path, stub.url, vault=MemoryVault(), push_token=lambda: token[0], now=lambda: now[0])
    app.device.register(app.api.notices, "vi")
    token[0] = "t2"
    app.device.register(app.api.notices, "vi")
    now[0] += 8 * 86_400
    app.device.register(app.api.notices, "vi")
    bodies = [body for path, body in stub.bodies if path.startswith("devices/")]
    assert bodies[1] == {"token": "t2"}
    assert bodies[2]["token"] == "t2" and bodies[2]["install_id"] == app.device.install_id
    app.close()


def test_a_device_whose_secret_was_lost_introduces_itself_anew(app: Store) -> None:
    class Notices:
        def __init__(self) -> None:
            self.asked: list[str] = []

        def register_device(self, body: dict) -> dict:
            self.asked.append(body["install_id"])
            if len(self.asked) == 1:
                raise ApiError(403, "device_secret_required", "")
            return {"id": "d2", "secret": "s2", "topics": ["all"]}

    notices = Notices()
    app.device.register(notices, "vi")  # type: ignore[arg-type]
    assert notices.asked[0] != notices.asked[1] == app.device.install_id
    assert app.device.headers() == {"X-Device-Id": "d2", "X-Device-Secret": "s2"}


def test_a_guests_secret_is_remembered_though_the_app_died_before_it_could_be(tmp_path: Path, stub: Stub) -> None:
    app = Store(tmp_path, stub.url, vault=MemoryVault())
    app.outbox.add("report", "reports/", {"category": "duong-sa", "text": "Ổ gà lớn"})
    app.sender.send_due()
    (code,) = app.keepsakes.guest_reports.all()
    app.keepsakes.guest_reports.drop(code)  # as if it had died between the two
    app.close()
    again = Store(tmp_path, stub.url, vault=MemoryVault())
    assert again.keepsakes.guest_reports.get(code)["secret"] == "s3cret"
    assert [item.state for item in again.outbox.items()] == [SENT]
    again.close()


# --- the workers


def test_pictures_never_hold_up_what_is_read() -> None:
    workers, slow, loaded = Workers(count=4, for_text=2), threading.Event(), []
    pictures = [workers.submit(lambda n=n: (slow.wait(10), loaded.append(n)), PICTURE) for n in range(10)]
    assert workers.submit(lambda: "đọc được", TEXT).result(timeout=2) == "đọc được"
    assert loaded == []
    slow.set()
    for picture in pictures:
        picture.result(timeout=5)
    workers.close()


def test_what_is_read_goes_first_when_all_are_busy() -> None:
    workers, gate, order = Workers(count=1, for_text=0), threading.Event(), []
    workers.submit(lambda: gate.wait(5), PICTURE)
    for number in range(3):
        workers.submit(lambda n=number: order.append(f"ảnh {n}"), PICTURE)
    last = workers.submit(lambda: order.append("chữ"), TEXT)
    end = workers.submit(lambda: None, PICTURE)
    gate.set()
    last.result(timeout=5), end.result(timeout=5)
    assert order == ["chữ", "ảnh 0", "ảnh 1", "ảnh 2"]
    workers.close()


def test_a_closed_pool_cancels_what_has_not_begun() -> None:
    workers, gate = Workers(count=1, for_text=0), threading.Event()
    workers.submit(lambda: gate.wait(5))
    waiting = workers.submit(lambda: pytest.fail("begun after the end"))
    workers.close()
    assert waiting.cancelled() and workers.submit(lambda: None).cancelled()
    gate.set()


def test_an_error_reaches_who_asked() -> None:
    workers = Workers(count=1, for_text=0)
    with pytest.raises(NetworkError):
        workers.submit(lambda: (_ for _ in ()).throw(NetworkError("no"))).result(timeout=2)
    assert workers.submit(lambda: "lives on").result(timeout=2) == "lives on"
    workers.close()
