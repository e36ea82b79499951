"""What to hear of: each switch is told, survives a missing network, and goes back if the server does not take it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kivy.uix.widget import Widget

from citizen_mobile.screens.preferences import Chosen
from citizen_mobile.theme.basics import Choice
from tests.mobile.content.basics import NOW
from tests.mobile.driver import Driver
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import PASSWORD
from tests.mobile.stubs.notices import choices_of

pytestmark = pytest.mark.mobile


@pytest.fixture
def driver(tmp_path: Path, stub: Stub) -> Iterator[Driver]:
    made = Driver(tmp_path / "app", stub.url, now=NOW)
    made.settle()
    made.app.go("preferences")
    made.settle()
    yield made
    made.close()


def kind(driver: Driver, title: str) -> Widget:
    return next(box for box in driver.screen.walk() if isinstance(box, Chosen) and box.title == title)


def switch(driver: Driver, text: str, root: Widget | None = None) -> Choice:
    found = (w for w in (root or driver.screen).walk(restrict=True) if isinstance(w, Choice) and w.text == text)
    return driver.wait(lambda: next(found, None), f"the switch {text}")


def of(stub: Stub, group: str, name: str, value: str) -> dict:
    return next(row for row in choices_of(stub)[group] if row[name] == value)


def test_pushes_and_the_inbox_are_chosen_apart(driver: Driver, stub: Stub) -> None:
    driver.tap(switch(driver, "Báo trên điện thoại", kind(driver, "Nhắc việc")))
    driver.wait(lambda: of(stub, "kinds", "kind", "reminder")["push"] is False)
    assert of(stub, "kinds", "kind", "reminder")["inbox"] is True
    driver.wait(lambda: not switch(driver, "Báo trên điện thoại", kind(driver, "Nhắc việc")).active)


def test_an_emergency_is_shown_as_locked_with_the_reason(driver: Driver) -> None:
    box = kind(driver, "Khẩn cấp")
    assert not [widget for widget in box.walk(restrict=True) if isinstance(widget, Choice)]
    assert any("Luôn bật" in getattr(widget, "text", "") for widget in box.walk(restrict=True))


def test_a_commune_is_followed_on_this_device_and_then_chosen_apart(driver: Driver, stub: Stub) -> None:
    driver.tap_text("Xem 3 nơi khác")
    driver.tap(switch(driver, "Xã Quảng Trực"))
    driver.wait(lambda: of(stub, "topics", "topic", "area:24736")["followed"])
    assert "area:24736" in driver.app.store.device.topics
    driver.settle()
    driver.tap(switch(driver, "Xã Quảng Trực"))
    driver.wait(lambda: not of(stub, "topics", "topic", "area:24736")["followed"])


def test_what_is_chosen_without_a_network_reaches_the_server_later(driver: Driver, stub: Stub) -> None:
    stub.misbehave("notification-preferences", *["down"] * 30)
    driver.tap(switch(driver, "Gộp tin thông thường"))
    driver.settle()
    driver.screen.model.load(keep=True)
    driver.settle()
    assert driver.screen.model.value.digest and not choices_of(stub)["digest"]
    stub.trouble = []
    driver.app.store.wake()
    driver.wait(lambda: choices_of(stub)["digest"])


def test_what_the_server_does_not_take_goes_back_and_says_so(
    driver: Driver, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.mobile.stubs import notices
    from tests.mobile.stubs.replies import problem

    refusal = problem(400, "preference_invalid", "Không tắt được loại này.")
    place = next(i for i, (_p, method, action) in enumerate(notices.ROUTES) if action is notices._change)
    from tests.mobile import stub_server

    pattern, method, _action = notices.ROUTES[place]
    monkeypatch.setattr(stub_server, "ROUTES", [(pattern, method, lambda *_: refusal), *stub_server.ROUTES])
    driver.tap(switch(driver, "Gộp tin thông thường"))
    driver.wait(lambda: driver.says("Chưa thay đổi được"))
    driver.wait(lambda: not driver.screen.model.value.digest)
    assert not driver.app.store.outbox.items()


def test_a_guest_agrees_to_receipts_here_and_a_person_among_the_consents(driver: Driver, stub: Stub) -> None:
    driver.tap(switch(driver, "Cho biết khi thông báo được hiện và được mở"))
    driver.wait(lambda: choices_of(stub)["receipts"])
    driver.app.go("login")
    driver.screen.model.log_in("0912345678", PASSWORD)
    driver.wait(lambda: driver.app.person.logged_in)
    driver.app.go("preferences")
    driver.settle()
    assert driver.says("Xem các mục đồng ý") and driver.says("Ông/bà đã đồng ý.")
