"""The session under load and over time: one refresh for all, early, owned by one account, ended with a sentence."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from citizen_mobile.client.errors import ApiError, NetworkError, SessionEnded
from citizen_mobile.client.http import Http
from citizen_mobile.client.outbox import SENT
from citizen_mobile.client.store import Store
from citizen_mobile.client.tokens import FileVault, MemoryVault, Pair, Tokens, lifetime
from citizen_mobile.client.workers import PICTURE, TEXT, Workers
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
