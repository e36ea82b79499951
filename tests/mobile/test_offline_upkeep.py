"""What goes on beside the screens: the network comes back, somebody logs in, a day goes by. Without a window."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kivy.clock import Clock

from citizen_mobile.client.errors import (
    ApiError,
    CaptivePortal,
    ClientError,
    NameNotFound,
    NetworkError,
    SessionEnded,
    StorageError,
    TooSlow,
    UnsafeConnection,
)
from citizen_mobile.client.outbox import PENDING, SENT
from citizen_mobile.client.store import Store
from citizen_mobile.client.tokens import MemoryVault
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.platform.choose import Platform
from citizen_mobile.platform.notifications import DesktopNotifications
from citizen_mobile.upkeep import Upkeep
from citizen_mobile.viewmodels.base import OF_THE_NETWORK, kind_of
from citizen_mobile.viewmodels.context import Context
from citizen_mobile.viewmodels.inbox import InboxModel
from citizen_mobile.viewmodels.person import Person
from tests.faults import FaultProxy
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import PASSWORD


class Network:
    """A network that a test takes away and gives back."""

    returned: Callable[[], None]

    def watch(self, returned: Callable[[], None]) -> None:
        self.returned = returned

    def stop(self) -> None:
        self.returned = lambda: None


class Push(DesktopNotifications):
    """Firebase, as far as a name for this phone goes."""

    def __init__(self) -> None:
        super().__init__([], "fcm-1")

    def watch_token(self, changed: Callable[[str], None]) -> None:
        self.changed = changed

    def rename(self, token: str) -> None:
        self._token = token
        self.changed(token)


class Life:
    """An app without screens."""

    def __init__(self, folder: Path, url: str, platform: Platform) -> None:
        push_token = platform.notifications.token
        self.store = Store(folder, url, vault=MemoryVault(), push_token=push_token, language=lambda: L.language)
        self.context = Context(self.store)
        self.person = Person(self.context)
        self.upkeep = Upkeep(self.context, self.person, InboxModel(self.context))

    def until(self, what: Callable[[], Any]) -> None:
        """Let the clock run until this is so."""
        ends = time.monotonic() + 10
        while not what():
            assert time.monotonic() < ends, "it never came"
            Clock.tick()
            time.sleep(0.005)


@pytest.fixture
def platform() -> Iterator[Platform]:
    made = Platform(network=Network(), notifications=Push())
    choose.use(made)
    yield made
    choose.use(None)


@pytest.fixture
def network(stub: Stub) -> Iterator[FaultProxy]:
    with FaultProxy(stub.url) as proxy:
        yield proxy


@pytest.fixture
def life(tmp_path: Path, network: FaultProxy, platform: Platform) -> Iterator[Life]:
    made = Life(tmp_path, f"{network.url}/api/v1/", platform)
    made.upkeep.start()
    yield made
    made.upkeep.stop()
    made.context.close()
    made.store.close()


def test_what_waits_is_sent_the_moment_the_network_returns(
    life: Life, network: FaultProxy, platform: Platform, stub: Stub
) -> None:
    network.down = True
    item = life.store.outbox.add("report", "reports/", {"category": "duong-sa", "text": "Ổ gà lớn"})
    life.store.sender.ring()
    life.until(lambda: life.store.outbox.get(item.key).attempts and life.store.outbox.items(PENDING))
    network.mend()
    begun = time.monotonic()
    platform.network.returned()  # type: ignore[attr-defined]
    life.until(lambda: life.store.outbox.get(item.key).state == SENT)
    assert time.monotonic() - begun < 1.5, "it waited for its next try"
    assert len(stub.reports) == 1


def test_a_login_and_a_logout_take_the_device_along(life: Life, stub: Stub) -> None:
    life.until(lambda: stub.asked["POST devices/"] == 1)
    user = life.store.api.account.login("0912345678", PASSWORD, "test")
    life.person.entered(user)
    life.until(lambda: stub.asked["POST devices/"] == 2)
    life.person.log_out()
    life.until(lambda: stub.asked["POST devices/"] == 3 and stub.asked["POST auth/logout/"] == 1)
    assert not life.person.logged_in


def test_who_logs_out_without_a_network_is_out_at_once_and_the_server_hears_of_it_when_it_is_back(
    life: Life, network: FaultProxy, stub: Stub, platform: Platform
) -> None:
    life.until(lambda: stub.asked["POST devices/"] == 1)
    life.person.entered(life.store.api.account.login("0912345678", PASSWORD, "test"))
    life.until(lambda: stub.asked["POST devices/"] == 2)
    network.down = True
    life.person.log_out()
    life.until(lambda: not life.person.logged_in)
    life.until(lambda: ("/api/v1/auth/logout/", "lost") in network.broken)
    assert not life.store.tokens.logged_in and stub.ended == ""
    network.mend()
    platform.network.returned()  # type: ignore[attr-defined]
    life.until(lambda: stub.ended == "session_revoked" and stub.asked["POST devices/"] == 3)
    assert stub.logged_out == [(1, "d1")] and life.store.tokens.leaving == ()


def test_a_logout_waits_for_no_worker_and_no_disk(life: Life, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    life.until(lambda: stub.asked["POST devices/"] == 1)
    life.person.entered(life.store.api.account.login("0912345678", PASSWORD, "test"))
    life.until(lambda: stub.asked["POST devices/"] == 2 and not life.context.under_way)
    hang = threading.Event()
    for _worker in range(5):
        life.context.run(lambda: hang.wait(10), lambda _done: None)

    def full() -> None:
        raise StorageError("database or disk is full", full=True)

    monkeypatch.setattr(life.store.cache, "forget_private", full)
    life.person.log_out()
    assert not life.store.tokens.logged_in and not life.person.logged_in
    hang.set()
    life.until(lambda: stub.ended == "session_revoked")


def test_a_logout_that_waits_is_told_within_a_minute_though_nobody_says_that_the_network_is_back(
    life: Life, network: FaultProxy, stub: Stub
) -> None:
    life.until(lambda: stub.asked["POST devices/"] == 1)
    life.person.entered(life.store.api.account.login("0912345678", PASSWORD, "test"))
    life.until(lambda: stub.asked["POST devices/"] == 2)
    network.down = True
    life.person.log_out()
    life.until(lambda: ("/api/v1/auth/logout/", "lost") in network.broken)
    network.mend()
    life.upkeep._look_again()
    life.until(lambda: stub.ended == "session_revoked")


def test_a_new_name_from_firebase_reaches_the_server(life: Life, stub: Stub, platform: Platform) -> None:
    life.until(lambda: stub.asked["POST devices/"] == 1)
    life.until(lambda: life.store.keepsakes.device.get("told"))
    platform.notifications.rename("fcm-2")  # type: ignore[attr-defined]
    life.until(lambda: stub.asked["PATCH devices/d1/"] == 1)
    assert ("devices/d1/", {"token": "fcm-2"}) in stub.bodies


def test_what_is_kept_is_fetched_when_the_app_wakes_and_a_day_has_gone_by(
    life: Life, stub: Stub, platform: Platform
) -> None:
    platform.network.returned()  # type: ignore[attr-defined]
    life.until(lambda: life.store.kept.synced_at() > 0)
    asked = stub.asked["GET procedures/"]
    platform.network.returned()  # type: ignore[attr-defined]
    life.until(lambda: stub.asked["GET inbox/unread-count/"] >= 2)
    assert stub.asked["GET procedures/"] == asked > 0


def test_what_is_kept_is_fetched_in_the_other_language_once_it_is_chosen(
    life: Life, stub: Stub, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.network.returned()  # type: ignore[attr-defined]
    life.until(life.store.kept.synced_at)
    monkeypatch.setattr("citizen_mobile.upkeep.KEEP_AFTER", 0.05)
    monkeypatch.setattr(L, "language", "en")
    assert life.store.kept.synced_at() == 0
    upkeep = Upkeep(life.context, life.person, life.upkeep.inbox)
    upkeep.language_chosen()
    life.until(life.store.kept.synced_at)


def test_who_does_not_want_it_fetches_nothing_by_itself(life: Life, stub: Stub, platform: Platform) -> None:
    life.store.kept.set_by_itself(False)
    life.until(lambda: stub.asked["GET inbox/unread-count/"] >= 1)
    platform.network.returned()  # type: ignore[attr-defined]
    life.until(lambda: stub.asked["GET inbox/unread-count/"] >= 2)
    assert stub.asked["GET procedures/"] == 0


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CaptivePortal(""), "portal"),
        (UnsafeConnection("", clock=True), "clock"),
        (UnsafeConnection(""), "unsafe"),
        (TooSlow(""), "slow"),
        (NameNotFound(""), "offline"),
        (NetworkError(""), "offline"),
        (StorageError("", full=True), "storage"),
        (SessionEnded("token_expired"), "login"),
        (ApiError(404, "not_found", ""), "gone"),
        (ApiError(500, "error", ""), "server"),
    ],
)
def test_each_trouble_has_a_sentence_of_its_own(error: ClientError, said: str) -> None:
    from citizen_mobile.theme.composites import ERRORS

    assert kind_of(error) == said
    assert said in ERRORS
    assert (said in OF_THE_NETWORK) is isinstance(error, NetworkError)
