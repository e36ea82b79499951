"""Sessions, pushes and reading without a network, against the real system."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from requests import Session

from citizen_mobile.client.errors import NetworkError
from citizen_mobile.client.tokens import FileVault, Pair
from citizen_mobile.platform import choose
from tests.faults import FaultProxy
from tests.mobile.driver import Driver
from tests.mobile.fakes import FakeNotifications
from tests.mobile.phone_parts import phone
from tests.mobile.real import signed_in
from tests.system import System

pytestmark = [pytest.mark.mobile, pytest.mark.slow]

CITIZEN = "0900000101"
OFFICER = "xu.ly@demo.daknong.vn"
ANSWER = "Đã vá mặt đường lúc 15 giờ."
AT_ONCE = 5

Start = Callable[..., Driver]


@pytest.fixture
def start(tmp_path: Path, network: FaultProxy) -> Iterator[Start]:
    """Start the app; started again, it finds what the one before it left on disk."""
    running: list[Driver] = []

    def again(**parts: Any) -> Driver:
        if running:
            running.pop().close()
        choose.use(phone(**parts))
        vault = FileVault(tmp_path / "session")
        running.append(Driver(tmp_path / "app", f"{network.url}/api/v1/", vault=vault))
        return running[0]

    yield again
    for driver in running:
        driver.close()


def enter(driver: Driver) -> None:
    driver.app.go("login")
    driver.settle()
    ids = driver.screen.ids
    driver.type_into(ids.identifier, CITIZEN)
    driver.type_into(ids.password, settings.DEMO_PASSWORD)
    driver.tap(ids.log_in)
    driver.wait(lambda: driver.app.person.logged_in, "the login")
    driver.settle()


def test_five_requests_with_a_token_that_is_over_make_one_refresh(start: Start, network: FaultProxy) -> None:
    driver = start()
    enter(driver)
    store = driver.app.store
    held = store.tokens.refresh_token
    assert held is not None
    store.tokens.store(Pair("of.no.use", held), store.tokens.owner)
    network.passed.clear()
    together, names = threading.Barrier(AT_ONCE), []

    def ask() -> None:
        together.wait()
        names.append(store.api.account.me().value.full_name)

    threads = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(names) == AT_ONCE and len(set(names)) == 1
    assert network.passed.count("POST /api/v1/auth/refresh/") == 1
    assert driver.app.person.logged_in, "a refresh token that is used twice would have ended the session"


def test_a_refresh_whose_answer_is_lost_leaves_the_session_alive_even_over_a_restart(
    start: Start, network: FaultProxy
) -> None:
    driver = start()
    enter(driver)
    store = driver.app.store
    network.drop_reply_to("auth/refresh/")
    network.drop_reply_to("auth/refresh/")
    with pytest.raises(NetworkError):
        store.tokens.renew(store.tokens.access(store.http.refresh), store.http.refresh)
    again = start().app
    assert again.person.logged_in
    assert again.store.api.account.me().value.full_name, "the same request, tried until it is answered"
    assert network.dropped.count("/api/v1/auth/refresh/") == 2
    assert start().app.store.api.account.me().value.full_name, "and the token that it brought is as good as any"


def test_a_logout_without_a_network_ends_the_session_at_the_server_after_a_restart(
    start: Start, network: FaultProxy, system: System
) -> None:
    driver = start()
    enter(driver)
    person = signed_in(system, CITIZEN)
    sessions = _open_sessions(person, system)
    network.down = True
    driver.app.person.log_out()
    driver.wait(lambda: not driver.app.person.logged_in, "to be out at once")
    assert _open_sessions(person, system) == sessions
    again = start()
    assert not again.app.person.logged_in and again.app.store.tokens.leaving
    network.mend()
    again.app.upkeep.woken()
    again.wait(lambda: not again.app.store.tokens.leaving, "the server to be told")
    assert len(_open_sessions(person, system)) == len(sessions) - 1


def _open_sessions(person: Session, system: System) -> set[str]:
    return {row["id"] for row in person.get(f"{system.api}me/sessions/", timeout=10).json()}


def test_a_login_elsewhere_ends_the_session_here_when_it_is_asked_to(start: Start, system: System) -> None:
    driver = start()
    enter(driver)
    signed_in(system, CITIZEN)
    assert driver.app.store.api.account.me().value.full_name, "another login alone ends nothing"
    signed_in(system, CITIZEN, end_other_sessions=True)
    driver.app.open_tab("my_reports")
    driver.wait(lambda: not driver.app.person.logged_in, "the session to be over")
    driver.wait(lambda: driver.says("Phiên đăng nhập đã kết thúc"), "the reason")


def test_a_push_opens_its_report_from_a_cold_start(start: Start, system: System) -> None:
    driver = start()
    driver.wait(lambda: driver.app.store.device.device_id, "the device to be known")
    driver.settle()
    told = _reported(driver)
    officer = signed_in(system, OFFICER)
    path = f"{system.api}officer/reports/{told['code']}/"
    _eventually(lambda: officer.get(path, timeout=10).status_code == 200, "the report at its ward")
    for step in ({"to": "received", "text": ""}, {"to": "resolved", "text": ANSWER}):
        assert officer.post(f"{path}transitions/", json=step, timeout=20).status_code == 200
    token = f"desktop-{driver.app.store.device.install_id}"
    push = _eventually(lambda: next((row for row in system.pushes(token) if ANSWER in str(row)), None), "the push")
    link = _link_in(push)
    assert told["code"] in link or "inbox" in link

    second = start(notifications=FakeNotifications(link=link))
    second.wait(lambda: second.says(ANSWER), f"what {link} names")


def _reported(driver: Driver) -> dict[str, Any]:
    """A guest's report, sent as the form sends it."""
    driver.app.go("report")
    model = driver.screen.model
    driver.wait(lambda: model.categories, "the categories")
    model.category = next(row.slug for row in model.categories if row.name.startswith("Đường sá"))
    model.text, model.area_code, model.area_name = (
        "Ổ gà lớn trước cổng chợ, hai xe máy đã ngã.",
        "24611",
        "Phường Bắc Gia Nghĩa",
    )
    assert model.submit()
    driver.wait(lambda: driver.says("Xin cảm ơn"), "the answer")
    [told] = driver.app.store.keepsakes.guest_reports.all().values()
    return dict(told)


def _link_in(push: dict[str, Any]) -> str:
    """The link in the data of a message, wherever the simulator's log keeps it."""
    for name, value in push.items():
        if name == "link":
            return str(value)
        if isinstance(value, dict) and (found := _link_in(value)):
            return found
    return ""


def _eventually(what: Callable[[], Any], why: str) -> Any:
    end = time.monotonic() + 30
    while not (found := what()):
        assert time.monotonic() < end, f"waited in vain: {why}"
        time.sleep(0.2)
    return found


def test_what_was_seen_once_is_read_without_a_network(start: Start, network: FaultProxy) -> None:
    first = start()
    for name, params in (("news", {}), ("map", {}), ("areas", {})):
        first.app.go(name, **params)
        first.wait(lambda: first.screen.model.value is not None, name)
        first.settle()
    first.app.go("news")
    article = first.wait(lambda: first.screen.model.value)[0]
    first.app.go("article", slug=article.slug)
    first.wait(lambda: first.screen.model.value is not None, "the article")

    network.down = True
    second = start()
    second.app.go("article", slug=article.slug)
    second.wait(lambda: second.says(article.title), "the article")
    second.wait(lambda: second.says("Không có kết nối"), "that it is a copy, and how old")
    second.app.go("areas")
    second.wait(lambda: second.says("Phường Bắc Gia Nghĩa"), "the communes")
    second.app.go("map")
    second.wait(lambda: second.screen.model.value is not None, "the map of yesterday")
    second.screen.choose_mode(True)
    second.wait(lambda: second.says("phản ánh") and second.says("Không có kết nối"), "the same as a list")
