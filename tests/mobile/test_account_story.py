"""An account, by touches: only where it is needed, and everything of it can be seen, taken along and ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from citizen_mobile.platform import choose
from tests.mobile.content.basics import NOW
from tests.mobile.content.services import DOSSIER_CODE, DOSSIER_FACTOR
from tests.mobile.driver import Driver
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import CODE, PASSWORD

pytestmark = pytest.mark.mobile


class Sheet:
    """A share sheet that remembers what was handed to it."""

    def __init__(self) -> None:
        self.shared: list[str] = []

    def text(self, text: str, title: str = "") -> bool:
        self.shared.append(text)
        return True


@pytest.fixture
def sheet() -> Iterator[Sheet]:
    made = Sheet()
    choose.use(choose.Platform(sharing=made))
    yield made
    choose.use(None)


@pytest.fixture
def driver(tmp_path: Path, stub: Stub, sheet: Sheet) -> Iterator[Driver]:
    made = Driver(tmp_path / "app", stub.url, now=NOW)
    yield made
    made.close()


def log_in(driver: Driver, password: str = PASSWORD) -> None:
    ids = driver.screen.ids
    driver.type_into(ids.identifier, "0912345678")
    driver.type_into(ids.password, password)
    driver.tap(ids.log_in)


def entered(driver: Driver, screen: str) -> None:
    """Logged in, and on a screen of the account."""
    driver.app.go("login")
    driver.screen.model.log_in("0912345678", PASSWORD)
    driver.wait(lambda: driver.app.person.logged_in, "the login")
    driver.app.go(screen)
    driver.settle()


def test_who_logs_in_to_follow_a_dossier_is_back_at_it_and_follows_it(driver: Driver, stub: Stub) -> None:
    driver.app.go("dossier")
    ids = driver.screen.ids
    driver.type_into(ids.code, DOSSIER_CODE)
    driver.type_into(ids.factor, DOSSIER_FACTOR)
    driver.tap(ids.look_up)
    driver.tap_text("Theo dõi hồ sơ này")
    assert driver.screen.name == "login" and driver.says("Để được báo mỗi khi hồ sơ này có thay đổi.")
    log_in(driver)
    driver.wait(lambda: stub.followed == {DOSSIER_CODE}, "the dossier to be followed")
    assert driver.screen.name == "dossier"
    driver.tap_text("Thôi theo dõi")
    driver.tap_text("Hoàn tác")
    driver.settle()
    assert stub.followed == {DOSSIER_CODE}, "taken back before it was sent"
    driver.tap_text("Thôi theo dõi")
    driver.app.back()
    driver.wait(lambda: not stub.followed, "leaving the screen makes it final")


def test_a_login_can_end_all_other_sessions(driver: Driver, stub: Stub) -> None:
    driver.app.go("login")
    driver.tap(driver.screen.ids.others)
    log_in(driver)
    driver.wait(lambda: driver.app.person.logged_in)
    assert [row["current"] for row in stub.sessions] == [True]


def test_one_device_is_logged_out_after_a_question_and_the_rest_by_another(driver: Driver, stub: Stub) -> None:
    entered(driver, "sessions")
    stub.sessions.append({**stub.sessions[2], "id": "00000000-0000-7000-9000-000000000004"})
    driver.screen.reload()
    driver.settle()
    driver.tap_text("Đăng xuất thiết bị")
    assert len(stub.sessions) == 4, "asked first"
    driver.settle()
    driver.tap(driver.wait(lambda: _question(driver), "the question"))
    driver.wait(lambda: len(stub.sessions) == 3, "one device to be logged out")
    driver.settle()
    driver.tap_text("Đăng xuất cả 2 thiết bị khác")
    driver.settle()
    driver.tap_text("Đăng xuất tất cả")
    driver.wait(lambda: [row["current"] for row in stub.sessions] == [True])
    assert driver.app.person.logged_in


def _question(driver: Driver):
    """The panel whose title asks; its own button says the same as the row's."""
    asked = driver.find("Đăng xuất thiết bị này?")
    while asked is not None and type(asked).__name__ != "Question":
        asked = asked.parent
    return next((child for child in asked.children if getattr(child, "kind", "") == "danger"), None) if asked else None


def test_a_forgotten_password_is_set_anew_by_a_code(driver: Driver, stub: Stub) -> None:
    driver.app.go("login")
    driver.type_into(driver.screen.ids.identifier, "0912345678")
    driver.tap(driver.screen.ids.forgot)
    assert driver.screen.name == "forgot" and driver.screen.ids.phone.text == "0912345678"
    ids = driver.screen.ids
    driver.tap(ids.send_code)
    driver.wait(lambda: driver.says("mã đang được gửi đến"))
    driver.wait(lambda: ids.send_code.disabled, "the wait before another code")
    driver.type_into(ids.code, "000000")
    driver.type_into(ids.password, "suoi-mat-27")
    driver.tap(ids.reset)
    driver.wait(lambda: ids.code.error == "Mã không đúng.", "the refusal beside its field")
    driver.type_into(ids.code, CODE)
    driver.tap(ids.reset)
    driver.wait(lambda: driver.screen.name == "login")
    sent = [body for path, body in stub.bodies if path == "auth/password-reset/"]
    assert sent[-1] == {"phone": "0912345678", "code": CODE, "new_password": "suoi-mat-27"}


def test_a_changed_password_keeps_this_device_logged_in(driver: Driver, stub: Stub) -> None:
    entered(driver, "password")
    ids = driver.screen.ids
    driver.type_into(ids.old, "sai")
    driver.type_into(ids.new, "ngan")
    driver.tap(ids.change)
    assert ids.new.error and not [path for path, _body in stub.bodies if path == "auth/password/"]
    driver.type_into(ids.new, "suoi-mat-27")
    driver.tap(ids.change)
    driver.wait(lambda: ids.old.error == "Mật khẩu hiện tại không đúng.")
    driver.type_into(ids.old, PASSWORD)
    driver.tap(ids.change)
    driver.wait(lambda: driver.screen.name == "home")
    assert driver.app.store.api.account.me().value.full_name, "the new tokens are good"


def test_a_password_is_hidden_until_the_person_asks_to_see_it(driver: Driver) -> None:
    driver.app.go("login")
    field = driver.screen.ids.password
    assert field.ids.entry.password
    driver.tap(field.ids.reveal)
    assert not field.ids.entry.password and driver.find("Ẩn", field)
    driver.app.go("login")
    assert field.ids.entry.password, "hidden again for whoever comes next"


def test_a_consent_is_withdrawn_with_the_wording_that_was_shown(driver: Driver, stub: Stub) -> None:
    entered(driver, "consents")
    driver.tap_text("Rút lại sự đồng ý")
    driver.wait(lambda: not stub.consents[0]["granted"])
    sent = next(body for path, body in stub.bodies if path == "me/consents/" and body)
    assert sent == {"purpose": "personal_notices", "granted": False, "text_version": 2}
    driver.wait(lambda: not driver.find("Rút lại sự đồng ý"), "the card to say so")


def test_a_profile_is_changed_and_greets_by_the_new_name(driver: Driver, stub: Stub) -> None:
    entered(driver, "profile")
    driver.wait(lambda: driver.says("Phường Bắc Gia Nghĩa"))
    driver.type_into(driver.screen.ids.full_name, "H’Linh Niê")
    driver.tap(driver.screen.ids.add_area)
    driver.settle()
    driver.tap_text("Xã Đắk Mil")
    driver.wait(lambda: driver.screen.name == "profile" and driver.says("Xã Đắk Mil"))
    assert driver.screen.ids.full_name.text == "H’Linh Niê", "choosing a commune forgets nothing"
    driver.tap(driver.screen.ids.save)
    driver.wait(lambda: stub.account["full_name"] == "H’Linh Niê")
    assert stub.account["area_codes"] == ["24611", "24670"]
    driver.wait(lambda: driver.app.person.full_name == "H’Linh Niê")


def test_my_data_comes_as_a_file_of_mine_that_is_shared_and_deleted(driver: Driver, sheet: Sheet) -> None:
    entered(driver, "my_data")
    driver.tap_text("Lấy dữ liệu của tôi")
    driver.wait(lambda: driver.says("Tệp đã sẵn sàng"))
    file = Path(driver.screen.model.path)
    assert json.loads(file.read_text(encoding="utf-8"))["profile"]["phone"] == "+84912345678"
    assert file.stat().st_mode & 0o077 == 0, "for the owner's eyes"
    driver.tap_text("Chia sẻ hoặc lưu tệp")
    assert json.loads(sheet.shared[0])["consents"]
    driver.tap_text("Xóa tệp này")
    assert not file.exists() and driver.says("Lấy dữ liệu của tôi")


def test_an_account_is_deleted_after_the_password_and_two_questions(driver: Driver, stub: Stub) -> None:
    entered(driver, "leave")
    ids = driver.screen.ids
    driver.tap(ids.go_on)
    assert not ids.last_word.children, "first it has to be understood"
    driver.tap(ids.understood)
    driver.type_into(ids.password, "sai")
    driver.tap(ids.go_on)
    driver.tap_text("Đúng, xóa tài khoản")
    driver.wait(lambda: ids.password.error == "Mật khẩu hiện tại không đúng.")
    assert driver.app.person.logged_in
    driver.type_into(ids.password, PASSWORD)
    driver.tap(ids.go_on)
    driver.tap_text("Đúng, xóa tài khoản")
    driver.wait(lambda: driver.screen.name == "home")
    assert not driver.app.person.logged_in and stub.ended == "account_disabled"
