"""Links from outside: a tapped notice that starts the app, one that comes while something is half written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from citizen_mobile.platform import choose
from citizen_mobile.platform.choose import Platform
from citizen_mobile.platform.notifications import DesktopNotifications
from tests.mobile.content.basics import NOW
from tests.mobile.content.notices import INBOX
from tests.mobile.driver import Driver
from tests.mobile.fakes import FakeNotifications
from tests.mobile.stub_server import Stub

pytestmark = pytest.mark.mobile


@pytest.fixture
def notifications() -> Iterator[FakeNotifications]:
    made = FakeNotifications()
    choose.use(Platform(notifications=made))
    yield made
    choose.use(None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "app"


@pytest.mark.parametrize(
    ("link", "screen", "words"),
    [
        ("daknong://article/thu-hoach-ca-phe", "article", "Ba việc cần làm ngay"),
        ("daknong://place/thac-dray-sap", "place", "thác khói"),
        (f"daknong://inbox/{INBOX[0]['id']}", "notice", "Rời khỏi ven suối"),
        ("daknong://procedure/1.001193", "procedure", "Đăng ký khai sinh"),
    ],
)
def test_a_tapped_notice_opens_its_screen_from_a_cold_start(
    notifications: FakeNotifications, folder: Path, stub: Stub, link: str, screen: str, words: str
) -> None:
    notifications.link = link
    driver = Driver(folder, stub.url, now=NOW)
    try:
        driver.wait(lambda: driver.screen.name == screen and driver.says(words), f"{words} of {link}")
        assert driver.app.back() and driver.screen.name == "home"
        assert not driver.app.back()
    finally:
        driver.close()


def test_the_desktop_opens_the_link_on_its_command_line() -> None:
    desktop = DesktopNotifications(["--link", "daknong://article/thu-hoach-ca-phe"])
    assert desktop.opened_link() == "daknong://article/thu-hoach-ca-phe"
    assert desktop.opened_link() == "", "told once"


def test_a_link_while_a_report_is_half_written_loses_nothing(
    notifications: FakeNotifications, folder: Path, stub: Stub
) -> None:
    driver = Driver(folder, stub.url, now=NOW)
    try:
        driver.app.go("report")
        driver.settle()
        driver.screen.model.text = "Ổ gà lớn trước cổng chợ, đã có người ngã."
        notifications.open("daknong://article/thu-hoach-ca-phe")
        driver.wait(lambda: driver.screen.name == "article")
        driver.app.back()
        assert driver.screen.name == "report"
        assert driver.screen.model.text == "Ổ gà lớn trước cổng chợ, đã có người ngã."
        notifications.open("daknong://weather/today")
        driver.wait(lambda: driver.screen.name == "inbox" and driver.says("không mở được liên kết này"))
        driver.app.go("report")
        assert driver.screen.model.text == "Ổ gà lớn trước cổng chợ, đã có người ngã."
    finally:
        driver.close()


def test_the_sentence_about_an_unknown_link_goes_with_the_next_visit(
    notifications: FakeNotifications, folder: Path, stub: Stub
) -> None:
    notifications.link = "daknong://article/"
    driver = Driver(folder, stub.url, now=NOW)
    try:
        driver.wait(lambda: driver.says("không mở được liên kết này"))
        driver.app.open_tab("home")
        driver.app.open_tab("inbox")
        driver.settle()
        assert not driver.says("không mở được liên kết này")
    finally:
        driver.close()


def test_a_notice_that_was_recalled_meanwhile_says_that_it_is_gone(
    notifications: FakeNotifications, folder: Path, stub: Stub
) -> None:
    stub.recalled = {INBOX[0]["id"]}
    notifications.link = f"daknong://inbox/{INBOX[0]['id']}"
    driver = Driver(folder, stub.url, now=NOW)
    try:
        driver.wait(lambda: driver.says("Không tìm thấy"))
    finally:
        driver.close()


def test_the_badge_and_the_channels_follow_the_app(notifications: FakeNotifications, folder: Path, stub: Stub) -> None:
    driver = Driver(folder, stub.url, now=NOW)
    try:
        driver.wait(lambda: notifications.badges and notifications.badges[-1] == driver.app.nav.unread == 2)
        driver.app.settings.choose_language("en")
        assert notifications.languages == ["vi", "en"]
    finally:
        driver.close()


def test_main_takes_the_link_of_its_command_line(folder: Path, stub: Stub) -> None:
    """The real program, in a process of its own: it says what it shows and ends."""
    root = Path(__file__).resolve().parents[2] / "mobile_kivy"
    code = (
        "import sys; sys.argv = ['main.py', '--link', 'daknong://article/thu-hoach-ca-phe']\n"
        f"sys.path.insert(0, {str(root)!r})\n"
        "import main\n"
        "from kivy.clock import Clock\n"
        "from kivy.app import App\n"
        "def look(_dt):\n"
        "    app = App.get_running_app()\n"
        "    if app.screens.current == 'article' and app.screens.current_screen.model.value:\n"
        "        print('shows', app.screens.current_screen.model.value.slug); app.stop()\n"
        "Clock.schedule_interval(look, 0.05)\n"
        "main.main()\n"
    )
    env = {**os.environ, "DAKNONG_APP_DIR": str(folder), "DAKNONG_API_URL": stub.url}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert "shows thu-hoach-ca-phe" in done.stdout, done.stderr[-2000:]
