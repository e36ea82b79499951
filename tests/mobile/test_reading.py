"""Home, news and articles: found, listened to, saved, shared, rated, looked at; with and without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from kivy.core.clipboard import Clipboard
from kivy.tests.common import UnitTestTouch

from citizen_mobile.client.tongue import language_of
from citizen_mobile.locale import format as fmt
from citizen_mobile.platform import choose
from citizen_mobile.platform.choose import Platform
from citizen_mobile.platform.phone import Phone
from citizen_mobile.screens.cards import Star
from tests.mobile.content.basics import NOW
from tests.mobile.content.news import ARTICLES
from tests.mobile.content.notices import INBOX
from tests.mobile.content.reports import REPORT, REPORT_WAITING
from tests.mobile.content.services import DOSSIER_CODE
from tests.mobile.driver import Driver
from tests.mobile.fakes import FakeSharing, FakeSpeech
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import PASSWORD

pytestmark = pytest.mark.mobile

COFFEE = "thu-hoach-ca-phe"


@pytest.fixture
def platform() -> Iterator[Platform]:
    made = Platform(speech=FakeSpeech(), sharing=FakeSharing(), phone=Phone([].append))
    choose.use(made)
    yield made
    choose.use(None)


@pytest.fixture
def start(tmp_path: Path, stub: Stub, platform: Platform) -> Iterator[Callable[[], Driver]]:
    """Start the app; started again, it finds what the one before it left on disk."""
    running: list[Driver] = []

    def again() -> Driver:
        if running:
            running.pop().close()
        choose.use(platform)  # closing an app lets go of it
        running.append(Driver(tmp_path / "app", stub.url, now=NOW))
        running[0].settle()
        return running[0]

    yield again
    for driver in running:
        driver.close()


@pytest.fixture
def driver(start: Callable[[], Driver]) -> Driver:
    return start()


def read(driver: Driver, slug: str = COFFEE) -> Any:
    driver.app.go("article", slug=slug)
    driver.settle()
    return driver.screen


# --- home


def test_warnings_stand_first_and_say_until_when(driver: Driver) -> None:
    driver.wait(lambda: driver.says("Có hiệu lực đến 23:59, 24/11/2026"))
    driver.wait(lambda: driver.says(INBOX[0]["title"]))
    said = [widget.text for widget in driver.screen.walk() if getattr(widget, "text", "")]
    order = [INBOX[0]["title"], ARTICLES[0]["title"], "Việc của tôi", "Gửi phản ánh", "Tin tức"]
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_a_warning_that_is_over_does_not_stand_in_an_old_copy(driver: Driver, stub: Stub) -> None:
    driver.wait(lambda: driver.says("Có hiệu lực đến 23:59, 24/11/2026"))
    stub.misbehave("/", *["down"] * 60)
    fmt.freeze(fmt.now() + timedelta(days=3))
    driver.screen.refresh()
    driver.wait(lambda: driver.screen.model.stale_since)
    driver.wait(lambda: not driver.says(ARTICLES[0]["title"]))
    assert driver.says("Không có kết nối. Bản lưu")


def test_a_guest_sees_what_a_guest_has(driver: Driver) -> None:
    driver.wait(lambda: driver.says("Thông báo chưa đọc: 2"))
    driver.app.store.keepsakes.guest_reports.put("PA-261122-0077T", {**REPORT_WAITING, "secret": "s3cret"})
    driver.app.store.keepsakes.guest_reports.put("PA-261120-1043K", {**REPORT, "secret": "s3cret"})
    driver.screen.refresh()
    driver.wait(lambda: driver.says("Đang xử lý  ·  PA-261122-0077T"))
    assert not driver.says("PA-261120-1043K"), "what is resolved is not open"


def test_a_person_sees_reports_and_dossiers_under_way(driver: Driver, stub: Stub) -> None:
    stub.followed.add(DOSSIER_CODE)
    driver.app.go("login")
    driver.screen.model.log_in("0912345678", PASSWORD)
    driver.wait(lambda: driver.app.person.logged_in)
    driver.app.open_tab("home")
    driver.wait(lambda: driver.says(f"Yêu cầu bổ sung giấy tờ  ·  {DOSSIER_CODE}"))
    assert driver.says("Đang xử lý  ·  PA-261122-0077T")


def test_what_waits_to_be_sent_is_said(driver: Driver, stub: Stub) -> None:
    stub.misbehave("comments", *["down"] * 9)
    driver.app.store.outbox.add("comment", "me/reports/PA-261120-1043K/comments/", {"text": "Cảm ơn", "photo_ids": []})
    driver.screen.refresh()
    driver.wait(lambda: driver.says("Đang chờ gửi: 1"))


def test_pulling_the_page_asks_anew(driver: Driver, stub: Stub) -> None:
    before = stub.asked["GET news/articles/"]
    body = driver.screen.ids.body
    x, y = body.to_window(body.center_x, body.top - 20)
    touch = UnitTestTouch(x, y)
    touch.touch_down()
    for step in range(1, 9):
        touch.touch_move(x, y - step * 25)
        driver.frames(1)
    assert driver.says("Thả ra để làm mới")
    touch.touch_up()
    driver.wait(lambda: stub.asked["GET news/articles/"] > before)
    driver.settle()
    assert body.pulled == 0 and not driver.says("Đang làm mới…")


def test_a_short_pull_asks_nothing(driver: Driver, stub: Stub) -> None:
    before = stub.asked["GET news/articles/"]
    body = driver.screen.ids.body
    x, y = body.to_window(body.center_x, body.top - 20)
    touch = UnitTestTouch(x, y)
    touch.touch_down()
    touch.touch_move(x, y - 40)
    touch.touch_up()
    driver.settle()
    assert stub.asked["GET news/articles/"] == before


# --- news


def test_a_search_that_led_somewhere_is_offered_again_whatever_its_marks(driver: Driver) -> None:
    driver.app.open_tab("news")
    driver.settle()
    driver.type_into(driver.screen.ids.search, "cà phê")
    driver.wait(lambda: driver.screen.model.query == "cà phê" and driver.screen.model.value)
    driver.settle()
    driver.tap(driver.screen.cards.card_of(driver.screen.model.value[0]))
    driver.wait(lambda: driver.screen.name == "article")
    driver.app.back()
    model = driver.screen.model
    assert model.recent("CA PH") == ["cà phê"] and model.recent("lúa") == []
    driver.screen.ids.search.set_quietly("")
    driver.tap(driver.screen.ids.search.ids.entry)
    driver.wait(lambda: driver.screen.ids.recent_strip.shown)
    driver.settle()  # what stands below moves to make room
    driver.tap(driver.screen.ids.recent.children[-1])
    driver.wait(lambda: driver.screen.ids.search.text == "cà phê")
    driver.screen.ids.search.set_quietly("")
    driver.tap(driver.screen.ids.search.ids.entry)
    driver.wait(lambda: driver.screen.ids.recent_strip.shown)
    driver.settle()  # what stands below moves to make room
    driver.tap(driver.screen.ids.recent.children[0])
    driver.wait(lambda: not driver.screen.ids.recent_strip.shown)
    assert model.recent() == []


def test_a_long_list_of_news_builds_only_what_is_near(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{**ARTICLES[index % 6], "slug": f"bai-{index}"} for index in range(300)]
    monkeypatch.setattr("tests.mobile.stubs.news.ARTICLES", rows)
    driver.app.open_tab("news")
    driver.wait(lambda: len(driver.screen.model.value or []) == 300)
    driver.settle()
    assert len(driver.screen.cards.children) < 30
    driver.screen.cards.reveal(299)
    driver.wait(lambda: driver.screen.cards.card_of(driver.screen.model.value[299]))


# --- article


def test_an_article_is_read_aloud_in_its_own_language(driver: Driver, platform: Platform) -> None:
    screen, speech = read(driver), platform.speech
    driver.tap_text("Nghe đọc")
    [(text, language)] = speech.spoken
    assert text.startswith("Vào vụ thu hoạch cà phê") and language == "vi"
    driver.tap_text("Dừng đọc")
    assert speech.stopped == 1 and not screen.model.speaking
    driver.tap_text("Nghe đọc")
    speech.finish()
    driver.wait(lambda: not screen.model.speaking)
    driver.tap_text("Nghe đọc")
    driver.app.back()
    driver.wait(lambda: speech.stopped == 2, "it does not go on reading somewhere else")


def test_the_voice_is_chosen_by_the_words() -> None:
    assert language_of("Cảnh báo mưa lớn tại Đắk Mil") == "vi"
    assert language_of("Heavy rain and landslides near Đắk Mil: what to do in your commune") == "en"
    assert language_of("") == "en"


def test_an_article_is_shared_or_copied(driver: Driver, platform: Platform) -> None:
    read(driver)
    driver.tap_text("Chia sẻ")
    [(text, title)] = platform.sharing.shared
    assert title in text and "https://example.gov.vn/tin/thu-hoach-ca-phe" in text
    platform.sharing.opens = False
    driver.tap_text("Chia sẻ")
    driver.wait(lambda: driver.says("Đã sao chép"))
    assert Clipboard.paste() == text


def test_an_article_of_our_own_is_shared_as_a_page_that_everybody_can_open(
    driver: Driver, platform: Platform, stub: Stub
) -> None:
    read(driver)
    driver.screen.model.value = replace(driver.screen.model.value, source_url="")
    driver.screen.share()
    address = stub.url.replace("/api/v1/", "/app/article/thu-hoach-ca-phe")
    assert platform.sharing.shared[-1][0].splitlines()[-1] == address


def test_a_saved_article_is_read_without_a_network_and_given_up_with_a_way_back(
    start: Callable[[], Driver], driver: Driver, stub: Stub
) -> None:
    read(driver)
    driver.tap_text("Lưu lại")
    driver.wait(lambda: driver.says("Bài đọc được cả khi không có mạng"))
    driver.app.store.cache.clear()
    driver.app.store.images.clear()
    stub.close()
    again = start()
    again.app.open_tab("news")
    again.tap(again.screen.ids.saved)
    again.wait(lambda: again.says("Vào vụ thu hoạch cà phê"))
    again.tap_text("Vào vụ thu hoạch cà phê")
    again.wait(lambda: again.says("Ba việc cần làm ngay"))
    assert again.find("Đã lưu", again.screen)
    again.app.back()
    again.settle()
    again.tap_text("Bỏ lưu")
    again.wait(lambda: again.says("Chưa lưu bài nào"))
    again.tap_text("Hoàn tác")
    again.wait(lambda: again.says("Vào vụ thu hoạch cà phê"))
    again.tap_text("Bỏ lưu")
    again.app.back()
    again.wait(lambda: not again.app.store.kept.is_saved(COFFEE))


def stars(driver: Driver) -> list[Star]:
    found = [widget for widget in driver.screen.walk() if isinstance(widget, Star)]
    return sorted(found, key=lambda star: star.value)


def test_a_rating_is_shown_and_counted(driver: Driver, stub: Stub) -> None:
    read(driver)
    driver.wait(lambda: driver.says("4,2/5, 12 người đánh giá"))
    driver.tap(stars(driver)[4])
    driver.wait(lambda: driver.says("Ông/bà đã cho 5/5 sao"))
    driver.wait(lambda: driver.says("4,3/5, 13 người đánh giá"))
    assert stub.article_scores == {COFFEE: 5}


def test_a_rating_given_without_a_network_is_kept_and_sent(
    start: Callable[[], Driver], driver: Driver, stub: Stub
) -> None:
    read(driver)
    stub.misbehave("rating", *["down"] * 30)
    driver.tap(stars(driver)[2])
    driver.wait(lambda: driver.says("sẽ gửi khi có mạng"))
    driver.tap(stars(driver)[3])
    again = start()
    read(again)
    again.wait(lambda: again.says("Ông/bà đã cho 4/5 sao"))
    stub.trouble = []
    again.app.store.wake()
    again.wait(lambda: getattr(stub, "article_scores", {}) == {COFFEE: 4})


def test_text_grows_where_it_is_read(driver: Driver) -> None:
    screen = read(driver)
    screen.show_sizes()
    driver.frames(3)
    driver.tap_text("A+")
    assert driver.app.settings._shelf.get("scale") == 1.2
    screen.show_sizes()
    assert not screen.ids.tools.children


def test_a_picture_is_looked_at_whole_and_larger(driver: Driver) -> None:
    screen = read(driver)
    driver.app.go("picture", pictures=screen.model.pictures(), index=0)
    driver.settle()
    sheet, frame = driver.screen.ids.sheet, driver.screen.ids.frame
    assert driver.says("Quả cà phê chín đỏ trên cành") and sheet.scale == 1
    driver.tap(driver.screen.ids.larger)
    driver.wait(lambda: sheet.scale == pytest.approx(1.6))
    _pinch(driver, frame)
    assert sheet.scale > 2
    assert sheet.x <= frame.x and sheet.x + frame.width * sheet.scale >= frame.right - 1, "no edge comes inside"
    while not driver.screen.ids.smaller.disabled:
        driver.tap(driver.screen.ids.smaller)
    assert sheet.scale == pytest.approx(1.0) and sheet.pos == pytest.approx(frame.pos)


def _pinch(driver: Driver, frame: Any) -> None:
    """Two fingers go apart."""
    x, y = frame.to_window(*frame.center)
    left, right = UnitTestTouch(x - 20, y), UnitTestTouch(x + 20, y)
    left.touch_down()
    right.touch_down()
    for step in range(1, 6):
        left.touch_move(x - 20 - step * 8, y)
        right.touch_move(x + 20 + step * 8, y)
        driver.frames(1)
    left.touch_up()
    right.touch_up()
    driver.frames(2)
