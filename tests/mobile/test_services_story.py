"""Services, emergencies and settings, by touches."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kivy.core.clipboard import Clipboard

from citizen_mobile.client.errors import ClientError
from citizen_mobile.platform import choose
from citizen_mobile.platform.handset import DesktopHandset
from citizen_mobile.platform.location import DENIED, Fix
from citizen_mobile.platform.phone import Phone
from tests.mobile.content.basics import NOW
from tests.mobile.content.services import DOSSIER_CODE
from tests.mobile.driver import Driver, L, T
from tests.mobile.stub_server import Stub
from tests.mobile.test_account_story import Sheet

pytestmark = pytest.mark.mobile


HERE = Fix(11.9921, 107.6903, 18.0)


class Places:
    """A phone that is at one place, and asks before it tells."""

    available = True

    def __init__(self, answer: Fix | str = HERE) -> None:
        self.answer, self.asked = answer, 0

    def must_ask(self) -> bool:
        return not self.asked

    def here(self, found: Callable[[Fix], None], failed: Callable[[str], None]) -> None:
        self.asked += 1
        failed(self.answer) if isinstance(self.answer, str) else found(self.answer)


class Scanner:
    available = True

    def __init__(self, text: str) -> None:
        self.text = text

    def scan(self, found: Callable[[str], None], prompt: str = "") -> None:
        found(self.text)


class Handset(DesktopHandset):
    dark: bool | None = None
    metered = False

    def prefers_dark(self) -> bool | None:
        return self.dark

    def on_mobile_data(self) -> bool:
        return self.metered


@pytest.fixture
def opened() -> list[str]:
    """The addresses that the phone was asked to open."""
    return []


@pytest.fixture
def platform(opened: list[str]) -> Iterator[choose.Platform]:
    made = choose.Platform(
        location=Places(), sharing=Sheet(), handset=Handset(), phone=Phone(opener=opened.append, has_maps_app=True)
    )
    choose.use(made)
    yield made
    choose.use(None)


@pytest.fixture
def start(tmp_path: Path, stub: Stub, platform: choose.Platform) -> Iterator[Callable[..., Driver]]:
    """Start the app; started again, it finds what the one before it left on disk."""
    running: list[Driver] = []

    def again(**how: object) -> Driver:
        if running:
            running.pop().close()
        running.append(Driver(tmp_path / "app", stub.url, now=NOW, **how))
        return running[0]

    yield again
    for driver in running:
        driver.close()


def test_the_first_start_welcomes_once_and_offers_language_and_size(start: Callable[..., Driver]) -> None:
    first = start(first_start=True)
    assert first.screen.name == "welcome" and first.app.nav.height == 0
    first.tap_text("English")
    first.wait(lambda: first.says("Is this easy to read?"))
    first.tap_text("A+")
    assert (L.language, T.scale) == ("en", 1.4)
    first.tap(first.screen.ids.next)
    assert first.says("No login needed")
    first.tap(first.screen.ids.next)
    assert first.screen.name == "home" and first.app.nav.height > 0
    assert start(first_start=True).screen.name == "home", "never again"


def test_a_checklist_is_ticked_remembered_and_cleared_with_a_way_back(start: Callable[..., Driver]) -> None:
    first = start()
    first.app.go("procedure", code="1.001193")
    first.settle()
    first.tap_text("Giấy chứng sinh do")
    first.wait(lambda: first.says("1/6"))
    second = start()
    second.app.go("procedure", code="1.001193")
    second.settle()
    second.wait(lambda: second.says("1/6"), "the tick of the run before")
    second.tap_text("Bỏ hết dấu đã đánh")
    second.wait(lambda: second.says("0/6"))
    second.tap_text("Hoàn tác")
    second.wait(lambda: second.says("1/6"))


def test_the_nearest_office_is_called_and_shown_on_the_map(
    start: Callable[..., Driver], opened: list[str], platform: choose.Platform
) -> None:
    driver = start()
    driver.app.go("offices")
    driver.settle()
    assert driver.says("Đang mở cửa đến 11:30") and driver.says("Đang đóng cửa, mở lúc 13:30")
    driver.tap_text("Gần tôi nhất trước")
    assert driver.says("Chỉ dùng một lần") and not platform.location.asked, "why, before the system asks"
    driver.tap_text("Tiếp tục")
    driver.wait(lambda: driver.screen.model.value and driver.screen.model.value[0].name.endswith("Nam Gia Nghĩa"))
    driver.settle()
    driver.tap_text("phường Nam Gia Nghĩa")
    driver.settle()
    assert driver.screen.name == "office" and driver.says("Thứ Hai – Thứ Sáu")
    driver.tap_text("Gọi cho cơ quan")
    driver.tap_text("Chỉ đường")
    assert opened[0] == "tel:02613544789" and opened[1].startswith("geo:11.992100,107.690300")


def test_a_code_comes_from_the_clipboard_or_a_qr_code(
    start: Callable[..., Driver], platform: choose.Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.scanner = Scanner(f"https://dvc.example.vn/?ma={DOSSIER_CODE}")
    monkeypatch.setattr(Clipboard, "paste", lambda: "không có gì")
    driver = start()
    driver.app.go("dossier")
    driver.settle()
    ids = driver.screen.ids
    driver.tap_text("Dán mã hồ sơ")
    assert ids.code.error and ids.code.text == ""
    driver.tap_text("Quét mã QR")
    driver.wait(lambda: ids.code.text == DOSSIER_CODE)
    assert not ids.code.error and ids.code.help == "Mã đã đầy đủ."


def test_an_emergency_works_without_any_network_from_the_first_start(
    start: Callable[..., Driver], stub: Stub, opened: list[str], platform: choose.Platform
) -> None:
    stub.close()
    driver = start()
    driver.app.go("emergency")
    driver.tap_text("Cấp cứu y tế")
    assert opened == ["tel:115"]
    driver.tap_text("Tôi đang ở đâu?")
    driver.tap_text("Tiếp tục")
    driver.wait(lambda: driver.says("11.992100, 107.690300"))
    driver.tap_text("Chia sẻ vị trí của tôi")
    [text] = platform.sharing.shared
    assert "11.992100,107.690300" in text and "sai số 18 m" in text and "https://maps.google.com/?q=" in text


def test_a_refused_location_says_what_can_be_done(start: Callable[..., Driver], platform: choose.Platform) -> None:
    platform.location = Places(DENIED)
    driver = start()
    driver.app.go("emergency")
    driver.settle()
    driver.tap_text("Tôi đang ở đâu?")
    driver.tap_text("Tiếp tục")
    driver.wait(lambda: driver.says("Bạn chưa cho phép"))


def test_what_is_kept_is_fetched_counted_and_cleared(start: Callable[..., Driver], stub: Stub) -> None:
    driver = start()
    driver.app.go("kept")
    driver.tap_text("Tải bản mới nhất")
    groups = driver.wait(lambda: not driver.screen.model.syncing and driver.screen.model.sizes.groups)
    driver.wait(lambda: driver.says("cập nhật vừa xong"))
    assert driver.screen.model.sizes.groups["offices"] and groups is not None
    driver.tap_text("Nơi tiếp nhận")
    asked = driver.wait(lambda: driver.find("Xóa “Nơi tiếp nhận”?"))
    driver.tap(next(child for child in asked.parent.children if getattr(child, "kind", "") == "danger"))
    driver.wait(lambda: not driver.screen.model.sizes.groups["offices"])
    assert driver.screen.model.sizes.groups["procedures"], "the others stay"


def test_what_the_app_fetches_by_itself_is_followed_and_blames_no_limit(
    start: Callable[..., Driver], stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = start()
    kept, go_on = driver.app.store.kept, threading.Event()
    freshen = kept._freshen_articles
    monkeypatch.setattr(kept, "_freshen_articles", lambda: go_on.wait(10) and freshen())
    by_itself = threading.Thread(target=kept.sync)
    by_itself.start()
    driver.wait(lambda: kept.syncing)
    driver.app.go("kept")
    driver.wait(lambda: driver.says("Dừng tải") and driver.screen.model.syncing)
    go_on.set()
    by_itself.join()
    driver.wait(lambda: driver.says("cập nhật vừa xong"))
    assert driver.says("Tải bản mới nhất") and not driver.screen.model.full


def test_procedures_and_offices_are_found_without_a_network_once_fetched(
    start: Callable[..., Driver], stub: Stub
) -> None:
    first = start()
    first.wait(first.app.store.kept.sync, "all to be here; the app may be fetching it by itself just now")
    stub.close()
    second = start()
    second.app.go("procedures", q="khai sinh")
    second.wait(lambda: second.says("1.001193"))
    second.app.go("offices")
    second.wait(lambda: second.says("Đang mở cửa đến 11:30"), "reckoned from the weekly hours")
    second.type_into(second.screen.ids.search, "quang truc")
    second.wait(lambda: not second.says("Bắc Gia Nghĩa") and second.says("Bộ phận Một cửa xã Quảng Trực"))


def test_colours_follow_the_phone_until_the_person_chooses(
    start: Callable[..., Driver], platform: choose.Platform
) -> None:
    platform.handset.dark = True
    driver = start()
    assert T.palette == "dark"
    platform.handset.dark = False
    driver.app.dispatch("on_resume")
    assert T.palette == "light"
    driver.app.go("settings")
    driver.tap(driver.screen.ids.palette_high)
    platform.handset.dark = True
    driver.app.dispatch("on_resume")
    assert T.palette == "high", "chosen"


def test_the_data_saver_holds_pictures_back_on_mobile_data_alone(
    start: Callable[..., Driver], stub: Stub, platform: choose.Platform
) -> None:
    driver = start()
    driver.app.go("settings")
    driver.tap(driver.screen.ids.data_saver)
    images = driver.app.store.images
    platform.handset.metered = True
    with pytest.raises(ClientError):
        images.load("/media/ta-dung.jpg")
    platform.handset.metered = False
    assert images.load("/media/ta-dung.jpg")
    platform.handset.metered = True
    assert images.load("/media/ta-dung.jpg"), "what is here is shown"


def test_places_are_chosen_by_kind_and_their_way_is_shown(start: Callable[..., Driver], opened: list[str]) -> None:
    driver = start()
    driver.app.go("places")
    driver.wait(lambda: driver.says("Hồ Tà Đùng"))
    driver.tap_text("Thác nước")
    driver.wait(lambda: not driver.says("Hồ Tà Đùng"))
    driver.tap_text("Thác Đray Sáp")
    driver.settle()
    driver.tap_text("Chỉ đường")
    assert opened[0].startswith("geo:12.550000,107.900000")


def test_about_says_whether_the_server_answers_and_shows_every_licence(
    start: Callable[..., Driver], stub: Stub
) -> None:
    driver = start()
    driver.app.go("about")
    driver.wait(lambda: driver.says("Đang hoạt động"))
    driver.tap_text("Giấy phép của mọi thành phần")
    driver.tap_text("idna")
    assert driver.says("Kim Davies")
    stub.misbehave("emergency-numbers/", "500", "500", "500")
    driver.app.go("about")
    driver.wait(lambda: driver.says("Không liên lạc được"))
