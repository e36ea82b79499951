"""The whole story by touches, over real HTTP to the stub: news, procedure, dossier, login, report, inbox."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from citizen_mobile.platform import choose
from tests.mobile.content.basics import NOW
from tests.mobile.content.services import DOSSIER_CODE, DOSSIER_FACTOR
from tests.mobile.driver import Driver, L, T
from tests.mobile.phone_parts import FakeCamera, phone, photo
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import CODE, PASSWORD

pytestmark = pytest.mark.mobile


@pytest.fixture
def driver(tmp_path: Path, stub: Stub) -> Iterator[Driver]:
    made = Driver(tmp_path / "app", stub.url, now=NOW)
    yield made
    made.close()


@pytest.fixture
def start(tmp_path: Path, stub: Stub) -> Iterator[Callable[[], Driver]]:
    """Start the app; started again, it finds what the one before it left on disk."""
    running: list[Driver] = []

    def again() -> Driver:
        if running:
            running.pop().close()
        running.append(Driver(tmp_path / "app", stub.url))
        return running[0]

    yield again
    for driver in running:
        driver.close()


def on(driver: Driver, name: str) -> None:
    driver.wait(lambda: driver.screen.name == name, f"the screen {name}, not {driver.screen.name}")
    driver.settle()


def test_a_guest_reads_looks_up_registers_reports_and_is_answered(driver: Driver, stub: Stub, tmp_path: Path) -> None:
    on(driver, "home")
    driver.tap_text("Cảnh báo mưa lớn")
    on(driver, "article")
    assert driver.says("Cảnh báo cấp 3")

    driver.tap(driver.app.nav.children[2])
    on(driver, "services")
    driver.type_into(driver.screen.ids.search, "khai sinh")
    on(driver, "procedures")
    driver.tap_text("1.001193")
    on(driver, "procedure")
    assert driver.wait(lambda: driver.find("Ngay trong ngày"))
    assert driver.says("Tờ khai đăng ký khai sinh")

    driver.app.back()
    driver.app.back()
    on(driver, "services")
    driver.tap(driver.screen.ids.dossier)
    on(driver, "dossier")
    driver.type_into(driver.screen.ids.code, DOSSIER_CODE)
    driver.type_into(driver.screen.ids.factor, "0000")
    driver.tap(driver.screen.ids.look_up)
    driver.wait(lambda: driver.says("Không có hồ sơ nào khớp"))
    driver.type_into(driver.screen.ids.factor, DOSSIER_FACTOR)
    driver.tap(driver.screen.ids.look_up)
    driver.wait(lambda: driver.says("Bản sao quyết định ly hôn"))

    _register(driver)
    _report(driver, stub, tmp_path)

    driver.tap(driver.app.nav.children[0])
    on(driver, "inbox")
    driver.wait(lambda: driver.app.nav.unread == 2)
    driver.tap_text("Phản ánh PA-261120-1043K")
    on(driver, "notice")
    assert driver.app.nav.unread == 1
    driver.tap_text("Xem")
    on(driver, "report_detail")
    driver.wait(lambda: driver.says("Đã vá mặt đường"))


def _register(driver: Driver) -> None:
    driver.app.open_tab("home")
    driver.settle()
    driver.tap(driver.screen.ids.account)
    on(driver, "account")
    driver.tap_text("Tạo tài khoản")
    on(driver, "register")
    ids = driver.screen.ids
    gc.collect()  # the second half of the form is off the screen, and must be held all the same
    driver.type_into(ids.phone, "0912345678")
    driver.tap(ids.send_code)
    driver.wait(lambda: driver.says("Mã đang được gửi đến"))
    driver.type_into(ids.code, "999999")
    driver.type_into(ids.full_name, "Nguyễn Thị Ẩn")
    driver.type_into(ids.password, "mat-khau-dai")
    driver.tap(ids.register)
    driver.wait(lambda: driver.says("Mã không đúng."))
    driver.type_into(ids.code, CODE)
    driver.tap(ids.register)
    on(driver, "account")
    assert driver.says("Nguyễn Thị Ẩn")


def _report(driver: Driver, stub: Stub, folder: Path) -> None:
    camera = FakeCamera(photo(folder, "o-ga.jpg"))
    choose.use(phone(camera=camera))
    driver.app.open_tab("my_reports")
    on(driver, "my_reports")
    driver.tap(driver.screen.ids.write)
    on(driver, "report")
    ids = driver.screen.ids
    driver.tap(ids.submit)
    driver.wait(lambda: driver.says("Hãy chọn lĩnh vực"))
    driver.tap_text("Điện chiếu sáng")
    driver.type_into(ids.text, "Đèn đường tắt ba đêm liền.")
    driver.type_into(ids.place_text, "Hẻm 12 Nguyễn Tất Thành")
    driver.tap(ids.area)
    on(driver, "areas")
    driver.tap_text("Phường Bắc Gia Nghĩa")
    on(driver, "report")
    driver.tap_text("Chụp ảnh")
    driver.wait(lambda: driver.says("1/5 ảnh"))
    stub.misbehave("reports/", "drop")
    driver.tap(ids.submit)
    driver.wait(lambda: len(stub.reports) == 1)
    driver.wait(lambda: driver.says("Đã lưu trên máy"))
    driver.app.store.outbox.retry_now()
    driver.app.store.sender.ring()
    driver.wait(lambda: driver.says("PA-261123-4821Q"))
    assert len(stub.reports) == 1
    assert stub.reports[0]["text"] == "Đèn đường tắt ba đêm liền."
    driver.tap_text("Phản ánh của tôi")
    on(driver, "my_reports")
    driver.wait(lambda: driver.says("Đèn đường tắt"))


def test_a_sent_form_comes_back_empty_and_its_outcome_is_painted_once(driver: Driver, stub: Stub) -> None:
    driver.app.go("report")
    on(driver, "report")
    model = driver.wait(lambda: driver.screen.model if driver.screen.model.categories else None)
    model.category, model.text, model.place_text = model.categories[0].slug, "Đèn đường tắt ba đêm.", "Hẻm 12"
    driver.screen.submit()
    driver.wait(lambda: driver.says("PA-261123-4821Q"))
    gc.collect()
    [panel] = driver.screen.ids.outcome.children
    driver.screen.paint_outcome()
    assert driver.screen.ids.outcome.children == [panel], "a finger may be on its button"
    driver.tap_text("Viết phản ánh khác")
    driver.wait(lambda: driver.find("Gửi phản ánh", driver.screen.ids.form))
    assert driver.screen.ids.text.text == "" and not driver.screen.ids.outcome.children


def test_a_draft_survives_the_app(start: Callable[[], Driver]) -> None:
    first = start()
    first.app.go("report")
    first.settle()
    first.type_into(first.screen.ids.text, "Viết dở trên xe buýt")
    second = start()
    second.app.go("report")
    second.settle()
    assert second.screen.ids.text.text == "Viết dở trên xe buýt"


def test_what_was_read_stays_readable_without_a_network(start: Callable[[], Driver], stub: Stub) -> None:
    first = start()
    first.app.go("article", slug="thu-hoach-ca-phe")
    first.settle()
    stub.close()
    second = start()
    second.app.go("article", slug="thu-hoach-ca-phe")
    second.wait(lambda: second.says("Ba việc cần làm ngay"))
    second.wait(lambda: second.says("Không có kết nối. Bản lưu"))
    second.app.go("emergency")
    second.settle()
    assert second.says("114")
    second.app.go("places")
    second.wait(lambda: second.says("Không có kết nối"))
    second.wait(lambda: second.says("Thử lại"))


def test_language_size_and_colours_change_at_once_and_are_remembered(start: Callable[[], Driver]) -> None:
    first = start()
    first.app.go("settings")
    first.settle()
    first.tap_text("English")
    first.wait(lambda: first.says("Settings"))
    assert first.find("Home", first.app.nav)
    first.tap(first.screen.ids.larger)
    assert T.scale == 1.2
    first.tap_text("Dark")
    assert T.palette == "dark"
    second = start()
    assert (L.language, T.scale, T.palette) == ("en", 1.2, "dark")
    assert second.says("Home")


def test_a_wrong_password_says_so_and_a_right_one_enters(driver: Driver) -> None:
    driver.app.go("login")
    on(driver, "login")
    ids = driver.screen.ids
    driver.type_into(ids.identifier, "0912345678")
    driver.type_into(ids.password, "sai")
    driver.tap(ids.log_in)
    driver.wait(lambda: driver.says("mật khẩu không đúng"))
    driver.type_into(ids.password, PASSWORD)
    driver.tap(ids.log_in)
    driver.wait(lambda: driver.app.person.logged_in)
    on(driver, "home")
    assert driver.says("Xin chào, H’Bia Niê")


def test_a_session_ended_by_the_server_makes_a_guest_and_keeps_the_draft(driver: Driver, stub: Stub) -> None:
    driver.app.go("login")
    driver.screen.model.log_in("0912345678", PASSWORD)
    driver.wait(lambda: driver.app.person.logged_in)
    driver.app.go("report")
    driver.settle()
    driver.type_into(driver.screen.ids.text, "Chưa gửi")
    stub.access, stub.ended = "gone", "session_revoked"
    driver.app.open_tab("my_reports")
    driver.wait(lambda: not driver.app.person.logged_in)
    driver.wait(lambda: driver.says("Phiên đăng nhập đã kết thúc"))
    driver.app.go("report")
    driver.settle()
    assert driver.screen.ids.text.text == "Chưa gửi"
