"""The inbox: filters, marks that can be undone and survive a missing network, recalls, pushes while it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citizen_mobile.platform import choose
from citizen_mobile.platform.choose import Platform
from citizen_mobile.platform.notifications import ASK, DENIED
from citizen_mobile.screens.inbox import by_day
from citizen_mobile.theme.overlays import Banner
from tests.mobile.content.basics import NOW
from tests.mobile.content.notices import AWAY, INBOX, PUSHED
from tests.mobile.driver import Driver
from tests.mobile.fakes import FakeNotifications
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import PASSWORD
from tests.mobile.stubs.notices import rows_of

pytestmark = pytest.mark.mobile

EMERGENCY, ANSWERED = INBOX[0], INBOX[1]


@pytest.fixture
def notifications() -> Iterator[FakeNotifications]:
    made = FakeNotifications()
    choose.use(Platform(notifications=made))
    yield made
    choose.use(None)


@pytest.fixture
def start(tmp_path: Path, stub: Stub, notifications: FakeNotifications) -> Iterator[Callable[[], Driver]]:
    """Start the app; started again, it finds what the one before it left on disk."""
    running: list[Driver] = []

    def again() -> Driver:
        if running:
            running.pop().close()
        choose.use(Platform(notifications=notifications))  # closing an app lets go of it
        running.append(Driver(tmp_path / "app", stub.url, now=NOW))
        return running[0]

    yield again
    for driver in running:
        driver.close()


@pytest.fixture
def driver(start: Callable[[], Driver]) -> Driver:
    """In the inbox, with what the server has."""
    made = start()
    made.settle()
    made.app.open_tab("inbox")
    made.wait(lambda: made.screen.name == "inbox" and len(made.screen.model.value or []) == 5)
    made.wait(lambda: made.app.nav.unread == 2)
    made.settle()
    return made


def titles(driver: Driver) -> list[str]:
    return [notice.title for notice in driver.screen.model.value or []]


def row(stub: Stub, notice: dict[str, Any]) -> dict[str, Any]:
    return next(row for row in rows_of(stub) if row["id"] == notice["id"])


def test_notices_stand_under_their_days(driver: Driver) -> None:
    days = [line.day for line in by_day(driver.screen.model.value)]
    assert days == ["Hôm nay", "Hôm qua", "20/11/2026", "19/11/2026", "18/11/2026"]


def test_filters_add_up_and_an_empty_result_offers_everything(driver: Driver) -> None:
    driver.tap_text("Cảnh báo")
    driver.wait(lambda: titles(driver) == [INBOX[4]["title"]])
    driver.tap_text("Chưa đọc")
    driver.wait(lambda: driver.says("Không có thông báo nào phù hợp"))
    driver.tap_text("Xem tất cả")
    driver.wait(lambda: len(titles(driver)) == 5)


def test_search_asks_the_server(driver: Driver, stub: Stub) -> None:
    driver.type_into(driver.screen.ids.search, "tiêm chủng")
    driver.wait(lambda: titles(driver) == ["Lịch tiêm chủng mở rộng tháng 12"])


def test_what_is_put_away_can_be_taken_back_and_found_again(driver: Driver, stub: Stub) -> None:
    driver.tap_text("Cất đi")
    driver.wait(lambda: EMERGENCY["title"] not in titles(driver))
    driver.wait(lambda: row(stub, EMERGENCY)["is_archived"])
    driver.tap_text("Hoàn tác")
    assert titles(driver)[0] == EMERGENCY["title"], "it stands where it stood"
    driver.wait(lambda: not row(stub, EMERGENCY)["is_archived"])
    driver.tap_text("Cất đi")
    driver.screen.show_archived()
    driver.wait(lambda: set(titles(driver)) == {EMERGENCY["title"], AWAY["title"]})


def test_all_read_can_be_taken_back_and_is_told_only_when_it_stands(driver: Driver, stub: Stub) -> None:
    driver.tap(driver.screen.ids.read_all)
    assert driver.app.nav.unread == 0 and stub.asked["POST inbox/read-all/"] == 0
    driver.tap_text("Hoàn tác")
    assert driver.app.nav.unread == 2 and not driver.screen.model.value[0].is_read
    driver.tap(driver.screen.ids.read_all)
    driver.app.open_tab("home")
    driver.wait(lambda: stub.asked["POST inbox/read-all/"] == 1, "leaving the page makes it final")


def test_reading_without_opening_can_be_taken_back(driver: Driver, stub: Stub) -> None:
    driver.tap_text("Đã đọc")
    assert driver.app.nav.unread == 1 and not stub.read
    driver.tap_text("Hoàn tác")
    assert driver.app.nav.unread == 2 and not driver.screen.model.value[0].is_read
    driver.tap_text("Đã đọc")
    driver.app.on_pause()
    driver.wait(lambda: stub.read == {EMERGENCY["id"]}, "an app that goes to sleep makes it final")


def test_opening_reads_tells_the_shade_and_keeps_a_receipt(
    driver: Driver, stub: Stub, notifications: FakeNotifications
) -> None:
    driver.tap_text(EMERGENCY["title"])
    driver.wait(lambda: driver.says("Rời khỏi ven suối"))
    driver.wait(lambda: stub.read == {EMERGENCY["id"]})
    assert driver.app.nav.unread == 1 and notifications.badges[-1] == 1
    assert notifications.cancelled == [EMERGENCY["tag"]]
    driver.wait(lambda: [item for item in driver.app.store.outbox.items() if item.kind == "receipts"])
    [receipts] = [item for item in driver.app.store.outbox.items() if item.kind == "receipts"]
    assert [told["notice_id"] for told in receipts.body["receipts"]] == [EMERGENCY["id"]]
    assert "opened_at" in receipts.body["receipts"][0]


def test_marks_made_without_a_network_stand_and_reach_the_server_later(driver: Driver, stub: Stub) -> None:
    stub.misbehave("/", *["down"] * 40)
    driver.tap_text("Cất đi")
    driver.tap_text(ANSWERED["title"])
    driver.wait(lambda: driver.screen.name == "notice")
    driver.app.back()
    driver.screen.model.load()
    driver.wait(lambda: driver.screen.model.stale_since)
    assert EMERGENCY["title"] not in titles(driver) and driver.screen.model.value[0].is_read
    stub.trouble = []
    driver.app.store.wake()
    driver.wait(lambda: row(stub, EMERGENCY)["is_archived"] and row(stub, ANSWERED)["is_read"])


def test_a_notice_that_comes_while_the_app_is_open_knocks_and_counts(
    driver: Driver, stub: Stub, notifications: FakeNotifications
) -> None:
    driver.app.open_tab("home")
    stub.pushed = [PUSHED]
    notifications.arrive(PUSHED["id"])
    banner = driver.wait(lambda: next(iter(driver.app.pushes.slot.children), None))
    assert isinstance(banner, Banner) and banner.text == PUSHED["title"]
    driver.wait(lambda: driver.app.nav.unread == 3 and notifications.badges[-1] == 3)
    receipts = [item for item in driver.app.store.outbox.items() if item.kind == "receipts"]
    assert [list(told) for item in receipts for told in item.body["receipts"]] == [["notice_id", "delivered_at"]]
    driver.tap(banner)
    driver.wait(lambda: driver.screen.name == "notice" and driver.says("Chằng chống mái nhà"))
    assert not driver.app.pushes.slot.children and driver.app.pushes.slot.height == 0
    driver.app.back()
    assert driver.screen.name == "home"


def test_a_recall_takes_the_notice_out_of_the_list_and_of_what_is_kept(
    start: Callable[[], Driver], driver: Driver, stub: Stub, notifications: FakeNotifications
) -> None:
    stub.recalled = {EMERGENCY["id"]}
    notifications.arrive(EMERGENCY["id"])
    driver.wait(lambda: EMERGENCY["title"] not in titles(driver))
    driver.wait(lambda: notifications.badges[-1] == 1)
    stub.close()
    again = start()
    again.app.open_tab("inbox")
    again.wait(lambda: again.screen.model.stale_since)
    assert EMERGENCY["title"] not in titles(again) and ANSWERED["title"] in titles(again)


def test_a_network_that_is_away_is_not_taken_for_a_recall(
    driver: Driver, stub: Stub, notifications: FakeNotifications
) -> None:
    stub.misbehave(EMERGENCY["id"], "down", "down")
    notifications.arrive(EMERGENCY["id"])
    driver.settle()
    assert EMERGENCY["title"] in titles(driver)


def test_the_next_person_does_not_see_what_the_last_one_was_sent(driver: Driver) -> None:
    model = driver.screen.model
    driver.app.go("login")
    driver.screen.model.log_in("0912345678", PASSWORD)
    driver.wait(lambda: driver.app.person.logged_in)
    assert model.value is None
    driver.app.open_tab("inbox")
    driver.wait(lambda: len(titles(driver)) == 5)
    driver.app.person.left()
    assert model.value is None


def test_the_permission_is_explained_before_it_is_asked_for(
    start: Callable[[], Driver], notifications: FakeNotifications
) -> None:
    notifications.now = ASK
    driver = start()
    driver.settle()
    assert not driver.says("Cho phép thông báo"), "never at the start"
    driver.app.open_tab("inbox")
    driver.settle()
    assert driver.says("Cảnh báo mưa bão") and notifications.asked == 0
    driver.tap_text("Cho phép thông báo")
    driver.settle()
    assert notifications.asked == 1 and not driver.says("Cho phép thông báo")


def test_not_now_is_remembered_and_the_preferences_still_offer_it(
    start: Callable[[], Driver], notifications: FakeNotifications
) -> None:
    notifications.now = ASK
    driver = start()
    driver.app.open_tab("inbox")
    driver.settle()
    driver.tap_text("Để sau")
    assert notifications.asked == 0
    again = start()
    again.app.open_tab("inbox")
    again.settle()
    assert not again.says("Cho phép thông báo")
    again.app.go("preferences")
    again.settle()
    again.wait(lambda: again.says("Cho phép thông báo"))
    notifications.now = DENIED
    again.app.go("preferences")
    again.settle()
    again.tap_text("Mở cài đặt điện thoại")
    assert notifications.settings_opened == 1
