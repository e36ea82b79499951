"""The citizen's story, by touches, against the real backend over real HTTP with a breaking network between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from citizen_mobile.platform import choose
from tests.faults import FaultProxy
from tests.mobile.driver import Driver
from tests.mobile.phone_parts import FakeCamera, phone, photo
from tests.mobile.real import signed_in
from tests.system import System

pytestmark = [pytest.mark.mobile, pytest.mark.slow]

PHONE = "0987654321"
OFFICER = "xu.ly@demo.daknong.vn"  # of the ward that the report goes to


@pytest.fixture
def driver(tmp_path: Path, network: FaultProxy) -> Iterator[Driver]:
    made = Driver(tmp_path / "app", f"{network.url}/api/v1/")
    yield made
    made.close()


def on(driver: Driver, name: str) -> None:
    driver.wait(lambda: driver.screen.name == name, f"the screen {name}, not {driver.screen.name}")
    driver.settle()


def test_a_guest_reads_registers_reports_once_and_is_answered(
    driver: Driver, system: System, network: FaultProxy, tmp_path: Path
) -> None:
    on(driver, "home")
    _reads_the_news(driver)
    _looks_up(driver)
    _registers(driver, system)
    code = _reports(driver, network, tmp_path)

    officer = signed_in(system, OFFICER)
    path = f"{system.api}officer/reports/{code}/"
    driver.wait(lambda: officer.get(path, timeout=10).status_code == 200, "the report to reach its ward")
    for step in ({"to": "received", "text": ""}, {"to": "resolved", "text": "Đã vá mặt đường lúc 16 giờ."}):
        assert officer.post(f"{path}transitions/", json=step, timeout=20).status_code == 200

    _reads_the_answer(driver, code)


def _reads_the_news(driver: Driver) -> None:
    driver.tap(driver.app.nav.children[3])
    on(driver, "news")
    first = driver.wait(lambda: driver.screen.model.value)[0]
    driver.tap_text(first.title)
    on(driver, "article")
    driver.wait(lambda: driver.screen.model.value is not None and driver.says(first.title))


def _looks_up(driver: Driver) -> None:
    driver.tap(driver.app.nav.children[2])
    on(driver, "services")
    driver.type_into(driver.screen.ids.search, "khai sinh")
    on(driver, "procedures")
    driver.tap_text("1.001193")
    on(driver, "procedure")
    driver.wait(lambda: driver.says("Giấy chứng sinh"))
    driver.app.go("dossier")
    ids = driver.screen.ids
    driver.type_into(ids.code, "H16.31-261102-0001")
    driver.type_into(ids.factor, "9999")
    driver.tap(ids.look_up)
    driver.wait(lambda: driver.says("Không có hồ sơ nào khớp"))
    driver.type_into(ids.factor, "0101")
    driver.tap(ids.look_up)
    driver.wait(lambda: driver.says("Diễn biến"))


def _registers(driver: Driver, system: System) -> None:
    driver.app.go("register")
    ids = driver.screen.ids
    driver.type_into(ids.phone, PHONE)
    driver.tap(ids.send_code)
    driver.wait(lambda: driver.says("Mã đang được gửi đến"))
    driver.type_into(ids.code, system.one_time_code("+84" + PHONE[1:]))
    driver.type_into(ids.full_name, "Lê Thị Kể")
    driver.type_into(ids.password, "Cà-phê-Đắk-Nông-2026")
    driver.tap(ids.register)
    driver.wait(lambda: driver.app.person.logged_in, driver.screen.model.error_detail)


def _reports(driver: Driver, network: FaultProxy, folder: Path) -> str:
    choose.use(phone(camera=FakeCamera(photo(folder, "o-ga.jpg"))))
    driver.app.open_tab("my_reports")
    on(driver, "my_reports")
    driver.tap(driver.screen.ids.write)
    on(driver, "report")
    ids = driver.screen.ids
    driver.wait(lambda: driver.screen.model.categories)
    driver.tap_text("Đường sá, cầu cống")
    driver.type_into(ids.text, "Ổ gà lớn trước cổng chợ, hai xe máy đã ngã.")
    driver.type_into(ids.place_text, "Hẻm 12 Nguyễn Tất Thành")
    driver.tap(ids.area)
    on(driver, "areas")
    driver.tap_text("Phường Bắc Gia Nghĩa")
    on(driver, "report")
    driver.tap_text("Chụp ảnh")
    network.drop_reply_to("/reports/")
    driver.tap(ids.submit)
    driver.wait(lambda: network.dropped, "the answer to be lost")
    driver.wait(lambda: driver.says("Đã lưu trên máy"))
    driver.app.store.wake()
    driver.wait(lambda: driver.says("Xin cảm ơn"))
    driver.tap_text("Phản ánh của tôi")
    on(driver, "my_reports")
    reports: list[Any] = driver.wait(lambda: driver.screen.model.value)
    assert len(reports) == 1, "sent twice, it exists once"
    return str(reports[0].code)


def _reads_the_answer(driver: Driver, code: str) -> None:
    driver.app.open_tab("inbox")
    on(driver, "inbox")
    inbox = driver.screen.model

    def arrived() -> Any:
        found = next((row for row in inbox.value or [] if code in row.link and "Đã vá" in row.body), None)
        if found is None and not inbox.busy:  # the notice before it, of the report's arrival, may be there alone
            inbox.load(keep=True)
        return found

    notice = driver.wait(arrived, "the answer in the inbox")
    driver.settle()
    driver.tap_text(notice.title)
    on(driver, "notice")
    driver.tap_text("Xem")
    on(driver, "report_detail")
    driver.wait(lambda: driver.says("Đã vá mặt đường"))


def test_a_guest_reads_rates_puts_away_and_chooses(driver: Driver) -> None:
    app = driver.app
    driver.wait(lambda: app.store.device.device_id, "the server to know this device")
    on(driver, "home")
    driver.wait(lambda: driver.screen.model.articles())
    app.go("article", slug=driver.screen.model.articles()[0].slug)
    driver.wait(lambda: driver.screen.model.value)
    driver.screen.model.rate(4)
    driver.wait(lambda: driver.screen.model.rating.count == 1 and driver.screen.model.rating.mine == 4)

    app.open_tab("inbox")
    inbox = driver.wait(lambda: driver.screen.model if driver.screen.model.value else None)
    notice = inbox.value[0]
    inbox.archive(notice)
    driver.wait(lambda: app.store.api.notices.notice(notice.id).value.is_archived)
    inbox.undo.take_back()
    driver.wait(lambda: not app.store.api.notices.notice(notice.id).value.is_archived)
    assert inbox.value[0].id == notice.id and inbox.value[0].is_read

    app.go("preferences")
    model = driver.wait(lambda: driver.screen.model if driver.screen.model.value else None)
    model.choose_kind("reminder", push=False)
    model.choose_digest(True)
    area = model.topics("areas", followed=False)[0].topic
    model.follow(area, True)
    driver.wait(lambda: area in app.store.device.topics)
    chosen = driver.wait(lambda: _settled(app.store))
    assert chosen.digest and not next(row for row in chosen.kinds if row.kind == "reminder").push
    assert next(row for row in chosen.topics if row.topic == area).followed


def _settled(store: Any) -> Any:
    """The preferences as the server has them, once nothing waits to be told."""
    unsent = [item for item in store.outbox.items() if item.kind == "preferences"]
    return None if unsent else store.api.notices.preferences().value
