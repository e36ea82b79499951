"""Writing a report, changing it while it waits, talking about it, following others': by touches, over the stub."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from citizen_mobile.client.outbox import PENDING, REJECTED, SENT
from citizen_mobile.map.slippy import REST_S
from citizen_mobile.platform import choose
from citizen_mobile.platform.links import deep_link
from citizen_mobile.platform.location import Fix
from citizen_mobile.platform.scaling import MOST_PIXELS, made_small
from citizen_mobile.screens.photos import PhotoRow
from citizen_mobile.screens.picture import WholePicture
from citizen_mobile.screens.report_parts import PhotoButton
from citizen_mobile.viewmodels.my_reports import MOST_ASKED
from tests.mobile.content.basics import NOW
from tests.mobile.content.public_reports import PUBLIC_REPORTS
from tests.mobile.content.reports import REPORT_WAITING
from tests.mobile.driver import Driver, T
from tests.mobile.fakes import FakeSharing
from tests.mobile.phone_parts import FakeCamera, FakeLocation, phone, photo
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import PASSWORD

pytestmark = pytest.mark.mobile

NEAR = next(row for row in PUBLIC_REPORTS if row["category"]["slug"] == "duong-sa")
MINE = "PA-261120-1043K"


@pytest.fixture
def start(tmp_path: Path, stub: Stub) -> Iterator[Callable[[], Driver]]:
    """Start the app; started again, it finds what the one before it left on disk."""
    running: list[Driver] = []

    def again() -> Driver:
        if running:
            running.pop().close()
        running.append(Driver(tmp_path / "app", stub.url, now=NOW))
        return running[0]

    yield again
    for driver in running:
        driver.close()


@pytest.fixture
def driver(start: Callable[[], Driver]) -> Driver:
    return start()


def form(driver: Driver) -> Driver:
    driver.app.go("report")
    driver.wait(lambda: driver.screen.model.categories, "the categories")
    driver.settle()
    return driver


def filled(driver: Driver, text: str = "Ổ gà sâu giữa đường, trời mưa không thấy.") -> Driver:
    form(driver)
    driver.tap_text("Đường sá")
    driver.type_into(driver.screen.ids.text, text)
    driver.type_into(driver.screen.ids.place_text, "Hẻm 12 Nguyễn Tất Thành")
    return driver


def silence(driver: Driver) -> None:
    """Nothing is sent from now on: the outbox can be looked at in peace."""
    driver.app.store.sender.stop()


def log_in(driver: Driver) -> None:
    driver.app.go("login")
    driver.screen.model.log_in("0912345678", PASSWORD)
    driver.wait(lambda: driver.app.person.logged_in, "the login")
    driver.settle()


# --- photos


def test_a_photo_is_made_small_upright_and_forgets_where_it_was_taken(tmp_path: Path) -> None:
    large = tmp_path / "DSC_0001.JPG"
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif.get_ifd(0x8825)[1] = "N"  # a place
    Image.new("RGB", (4000, 3000), "#664422").save(large, exif=exif)
    small = made_small(large)
    assert small is not None
    with Image.open(small) as picture:
        assert picture.format == "JPEG" and picture.size == (MOST_PIXELS * 3 // 4, MOST_PIXELS)
        assert not picture.getexif()
    (tmp_path / "note.jpg").write_text("no picture")
    assert made_small(tmp_path / "note.jpg") is None


def test_photos_and_words_survive_a_start_though_the_camera_was_cleaned(
    start: Callable[[], Driver], tmp_path: Path
) -> None:
    taken = photo(tmp_path, "a.jpg")
    driver = start()
    choose.use(phone(camera=FakeCamera(taken)))
    form(driver)
    driver.tap_text("Chụp ảnh")
    driver.wait(lambda: driver.says("1/5 ảnh"), "the photo")
    driver.type_into(driver.screen.ids.text, "Viết dở trên xe buýt")
    taken.unlink()
    driver = form(start())
    assert driver.screen.ids.text.text == "Viết dở trên xe buýt"
    [kept] = driver.screen.model.photos
    assert Path(kept).is_file()


def test_a_photo_that_is_left_out_comes_back(driver: Driver, tmp_path: Path) -> None:
    choose.use(phone(camera=FakeCamera(photo(tmp_path, "a.jpg"), photo(tmp_path, "b.jpg"))))
    form(driver)
    driver.tap_text("Chọn ảnh có sẵn")
    model = driver.screen.model
    driver.wait(lambda: len(model.photos) == 2, "both photos")
    first = model.photos[0]
    model.remove_photo(first)
    driver.settle()
    assert first not in model.photos
    driver.tap(driver.find("Hoàn tác", driver.screen.ids.photos))
    assert set(model.photos) >= {first} and len(model.photos) == 2


def test_chosen_photos_are_seen_whole_one_after_the_other(driver: Driver, tmp_path: Path) -> None:
    choose.use(phone(camera=FakeCamera(photo(tmp_path, "a.jpg"), photo(tmp_path, "b.jpg", "#1f5c3a"))))
    form(driver)
    driver.tap_text("Chọn ảnh có sẵn")
    driver.wait(lambda: len(driver.screen.model.photos) == 2, "both photos")
    row = next(widget for widget in driver.screen.ids.photos.walk() if isinstance(widget, PhotoRow))
    row.dispatch("on_open")
    driver.settle()
    screen = driver.screen
    assert screen.name == "picture" and driver.says("Ảnh 1")
    shown = next(widget for widget in screen.walk() if isinstance(widget, WholePicture))
    first = shown.texture
    assert first is not None
    driver.tap(screen.ids.following)
    assert driver.says("Ảnh 2") and shown.texture is not None and shown.texture is not first
    driver.app.back()
    driver.settle()
    assert shown.texture is None, "its memory is given back"


def test_the_photos_of_a_report_are_seen_whole(driver: Driver) -> None:
    driver.app.go("public_report", code=NEAR["code"], latitude=NEAR["latitude"], longitude=NEAR["longitude"])
    driver.wait(lambda: driver.screen.model.value, "the report")
    driver.settle()
    driver.tap(next(widget for widget in driver.screen.walk() if isinstance(widget, PhotoButton)))
    driver.settle()
    assert driver.screen.name == "picture" and driver.screen.count >= 1
    driver.wait(lambda: next(w for w in driver.screen.walk() if isinstance(w, WholePicture)).texture, "the photo")


def test_an_emptied_form_comes_back(driver: Driver) -> None:
    filled(driver)
    driver.screen.clear()
    assert driver.screen.ids.text.text == "" and driver.screen.model.category == ""
    driver.settle()
    driver.tap(driver.find("Hoàn tác", driver.screen.ids.cleared))
    assert driver.screen.ids.text.text.startswith("Ổ gà sâu") and driver.screen.model.category == "duong-sa"


# --- what and where


def test_an_urgent_matter_is_to_be_called_in_first(driver: Driver) -> None:
    form(driver)
    driver.tap_text("An ninh trật tự")
    driver.wait(lambda: driver.says("Hãy gọi điện trước"), "the remark")
    driver.tap_text("Số khẩn cấp")
    driver.wait(lambda: driver.screen.name == "emergency", "the numbers")


def test_what_is_not_taken_here_says_where_to_go_and_is_not_sent(driver: Driver, stub: Stub) -> None:
    form(driver)
    driver.tap_text("Thái độ phục vụ")
    driver.wait(lambda: driver.says("Luật Khiếu nại"), "where to go")
    assert driver.screen.ids.submit.disabled
    driver.screen.submit()
    assert not driver.app.store.outbox.items()


def test_here_says_how_exact_it_is_and_finds_the_commune(driver: Driver) -> None:
    choose.use(phone(location=FakeLocation(Fix(12.0046, 107.6874, 18.0))))
    form(driver)
    driver.tap(driver.screen.ids.here)
    driver.wait(lambda: driver.says("sai số khoảng 18"), "how exact")
    driver.wait(lambda: driver.screen.model.area_code == "24611", "the commune")


def test_a_place_is_pointed_at_by_moving_the_map(driver: Driver) -> None:
    form(driver)
    driver.tap(driver.screen.ids.on_map)
    driver.wait(lambda: driver.screen.name == "place_picker", "the map")
    driver.screen.map.look_at(12.4470, 107.6230, 15)
    driver.wait(lambda: driver.says("Xã Đắk Mil"), "its commune")
    driver.tap(driver.screen.ids.use)
    driver.wait(lambda: driver.screen.name == "report", "the form")
    model = driver.screen.model
    assert (model.latitude, model.longitude) == pytest.approx((12.4470, 107.6230), abs=1e-6)
    driver.wait(lambda: model.area_code == "24670", "the commune in the form")


def test_a_place_is_asked_about_once_though_the_answer_moves_the_map(driver: Driver, stub: Stub) -> None:
    driver.app.go("place_picker", latitude=12.4470, longitude=107.6230)
    driver.wait(lambda: driver.says("Xã Đắk Mil"), "its commune")
    T.scale = 2.0  # the map becomes lower and rests anew
    driver.frames(4)
    end = time.monotonic() + 3 * REST_S
    driver.wait(lambda: time.monotonic() > end)
    assert sum(times for request, times in stub.asked.items() if request.endswith("areas/nearest/")) == 1


# --- others' reports


def test_one_like_it_nearby_is_offered_and_can_be_followed_instead(driver: Driver, stub: Stub) -> None:
    filled(driver)
    driver.screen.model.point_at(NEAR["latitude"], NEAR["longitude"])
    driver.tap(driver.screen.ids.submit)
    driver.wait(lambda: driver.says("Có phải một trong các việc này"), "the question")
    assert not stub.reports
    driver.tap_text(NEAR["code"])
    driver.wait(lambda: driver.screen.name == "public_report" and driver.screen.model.value, "the other report")
    driver.settle()
    driver.tap_text("Theo dõi phản ánh này")
    driver.app.open_tab("my_reports")
    driver.wait(lambda: driver.says("Phản ánh của người khác") and driver.says(NEAR["code"]), "it among mine")
    assert not stub.reports


def test_none_of_these_sends_mine(driver: Driver, stub: Stub) -> None:
    filled(driver)
    driver.screen.model.point_at(NEAR["latitude"], NEAR["longitude"])
    driver.tap(driver.screen.ids.submit)
    driver.tap_text("gửi phản ánh của tôi")
    driver.wait(lambda: driver.says("Xin cảm ơn"), "the answer")
    assert len(stub.reports) == 1


def test_without_a_network_nobody_waits_for_others_reports(driver: Driver, stub: Stub) -> None:
    filled(driver)
    driver.screen.model.point_at(NEAR["latitude"], NEAR["longitude"])
    driver.settle()
    stub.close()
    driver.app.store.http.forget_connections()
    driver.tap(driver.screen.ids.submit)
    driver.wait(lambda: driver.says("Đã lưu trên máy"), "the report to be safe")


# --- while it waits


def test_what_waits_is_changed_and_sent_once(driver: Driver, stub: Stub) -> None:
    silence(driver)
    filled(driver)
    driver.tap(driver.screen.ids.submit)
    driver.wait(lambda: driver.says("Đã lưu trên máy"), "the report to be safe")
    driver.app.go("outbox")
    driver.settle()
    driver.tap_text("Sửa")
    driver.wait(lambda: driver.screen.name == "report" and driver.screen.model.editing, "the form")
    driver.type_into(driver.screen.ids.text, "Ổ gà sâu, đã có người ngã.")
    driver.tap(driver.screen.ids.submit)
    [item] = driver.app.store.outbox.items(PENDING)
    assert item.body["text"] == "Ổ gà sâu, đã có người ngã."
    assert not stub.reports


def test_what_waits_can_be_withdrawn(driver: Driver) -> None:
    silence(driver)
    driver.app.store.outbox.add("report", "reports/", {"category": "duong-sa", "text": "Viết nhầm chỗ."})
    driver.app.open_tab("my_reports")
    driver.settle()
    driver.tap_text("Rút lại")
    assert not driver.app.store.outbox.items()
    driver.wait(lambda: not driver.says("Viết nhầm chỗ"), "the card to go")


def test_a_refused_report_says_why_and_comes_back_into_the_form(driver: Driver, stub: Stub) -> None:
    filled(driver, "REFUSE ME PLEASE")
    driver.tap(driver.screen.ids.submit)
    driver.wait(lambda: driver.says("Nội dung không phù hợp"), "the reason")
    driver.tap_text("Sửa và gửi lại")
    driver.wait(lambda: driver.find("REFUSE ME PLEASE", driver.screen), "the words")
    driver.type_into(driver.screen.ids.text, "Ổ gà sâu, đã có người ngã.")
    driver.tap(driver.screen.ids.submit)
    driver.wait(lambda: driver.says("Xin cảm ơn"), "the answer")
    assert len(stub.reports) == 1 and not driver.app.store.outbox.items(REJECTED)


def test_the_outbox_says_why_and_when_and_counts_receipts(driver: Driver) -> None:
    silence(driver)
    outbox = driver.app.store.outbox
    item = outbox.add("report", "reports/", {"category": "duong-sa", "text": "Sạt taluy."})
    outbox.mark_waiting(item.key, "offline", "", 45)
    outbox.add("receipts", "receipts/", {"receipts": [{"notice_id": "a"}, {"notice_id": "b"}]})
    driver.app.go("outbox")
    driver.settle()
    for words in ("Đang chờ mạng", "thử lại sau", "Xác nhận đã đọc thông báo: 2"):
        assert driver.says(words), words


# --- talking about it


def test_what_i_say_stands_there_at_once_and_is_sent(driver: Driver, stub: Stub, tmp_path: Path) -> None:
    choose.use(phone(camera=FakeCamera(photo(tmp_path, "a.jpg"))))
    log_in(driver)
    driver.app.go("report_detail", code=MINE)
    driver.wait(lambda: driver.screen.model.value, "the report")
    driver.settle()
    stub.misbehave("comments/", "down", "down")
    driver.tap_text("Chụp ảnh")
    driver.type_into(driver.screen.comment_field, "Chỗ vá vẫn còn tốt.")
    driver.screen.answers._send(driver.screen.model.value, driver.screen.comment_field)
    driver.wait(lambda: driver.find("Chỗ vá vẫn còn tốt", driver.screen.ids.talk), "my words in the talk")
    driver.wait(lambda: driver.app.store.outbox.items(PENDING), "that it waits")
    driver.app.store.wake()
    driver.app.store.wake()
    driver.wait(lambda: [row for row in driver.app.store.outbox.items(SENT) if row.kind == "comment"], "it to arrive")
    sent = next(body for path, body in reversed(stub.bodies) if path.endswith("comments/"))
    assert sent["text"] == "Chỗ vá vẫn còn tốt." and len(sent["photo_ids"]) == 1


def test_stars_are_given_with_words(driver: Driver, stub: Stub) -> None:
    log_in(driver)
    silence(driver)
    driver.app.go("report_detail", code=MINE)
    driver.wait(lambda: driver.screen.model.value, "the report")
    driver.settle()
    stars = [widget for widget in driver.screen.walk() if type(widget).__name__ == "Star"]
    driver.tap(stars[3])
    assert driver.says("4/5 sao")
    driver.tap_text("Gửi đánh giá")
    [item] = [row for row in driver.app.store.outbox.items(PENDING) if row.kind == "rating"]
    assert item.body["score"] == 4
    assert driver.find("4/5 sao", driver.screen.ids.talk), "said at once"


def test_a_published_report_is_shared_with_a_link_that_opens_it(driver: Driver) -> None:
    sharing = FakeSharing()
    choose.use(phone(sharing=sharing))
    driver.app.go("public_report", code=NEAR["code"], latitude=NEAR["latitude"], longitude=NEAR["longitude"])
    driver.wait(lambda: driver.screen.model.value, "the report")
    driver.screen.share()
    [(text, _title)] = sharing.shared
    driver.app.open_tab("home")
    driver.app.open_link(deep_link(text.splitlines()[-1].replace("http:", "https:")))  # as Android hands it over
    driver.wait(lambda: driver.screen.name == "public_report" and driver.screen.model.value, "the report by its link")
    assert driver.screen.code == NEAR["code"]


def test_my_reports_are_filtered_by_what_became_of_them(driver: Driver) -> None:
    log_in(driver)
    driver.app.open_tab("my_reports")
    driver.wait(lambda: driver.says(MINE), "all of them")
    driver.screen._show("answered")
    driver.settle()
    assert driver.says(MINE) and not driver.says("PA-261122-0077T")
    driver.screen._show("open")
    driver.settle()
    assert driver.says("PA-261122-0077T") and not driver.says(MINE)


def test_a_guest_asks_anew_for_the_newest_that_may_change_and_their_order_stays(driver: Driver, stub: Stub) -> None:
    shelf = driver.app.store.keepsakes.guest_reports
    codes = [f"PA-261120-{number:04}T" for number in range(30)]
    closed = {"code": "closed", "name": "Đã đóng"}
    for number, code in enumerate(codes):
        row = {**REPORT_WAITING, "code": code, "secret": "s3cret", "created_at": f"2026-11-20T07:{number:02}:00+07:00"}
        stub.reports.append({**row, "text": f"Việc số {number}"})
        shelf.put(code, row if number < 28 else {**row, "status": closed})
    newest_first = codes[::-1]
    for _visit in range(2):
        driver.app.go("my_reports")
        driver.wait(lambda: [row.code for row in driver.screen.model.value or []] == newest_first)
        driver.settle()
        driver.app.back()
    asked = [body["code"] for path, body in stub.bodies if path == "reports/track/"]
    assert asked == newest_first[2 : 2 + MOST_ASKED], "each once, and what is closed not at all"
    driver.app.open_tab("home")
    driver.screen.refresh()
    driver.wait(lambda: [row.code for row in driver.screen.mine.reports] == newest_first[2:5])
