"""Every request that the app can make is one that `api_docs/openapi.yaml` promises: route, parameters, headers, body.

The client runs as in the app, with the document in the place of the server; its answers are the document's examples,
and the app reads them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from PIL import Image

from citizen_mobile.client import models as m
from citizen_mobile.client.errors import SessionEnded
from citizen_mobile.client.outbox import SENT
from citizen_mobile.client.store import Store
from citizen_mobile.client.tokens import MemoryVault, Pair
from citizen_mobile.viewmodels.context import Context
from citizen_mobile.viewmodels.report_detail import ReportModel
from citizen_mobile.viewmodels.report_form import ReportFormModel
from tests.contract import ContractBroken
from tests.mobile.document_door import BASE, DocumentDoor, NotPromised
from tests.mobile.test_contract import USED

FOLLOWING = f"{BASE}{{}}?cursor=bz0x"
NOTICE = "019ab3d2-5c00-7000-8000-000000000001"
# Each public function of client/api.py, with everything that it can say.
CALLS: dict[str, list[Callable[[Store], object]]] = {
    "News.articles": [
        lambda app: app.api.news.articles(category="canh-bao", q="mua", page_size=5),
        lambda app: app.api.news.articles(next_url=FOLLOWING.format("news/articles/")),
    ],
    "News.article": [lambda app: app.api.news.article("canh-bao-mua-lon")],
    "News.categories": [lambda app: app.api.news.categories()],
    "Services.procedures": [
        lambda app: app.api.services.procedures(q="khai sinh", field="ho-tich", life_event="sinh-con", level="full"),
        lambda app: app.api.services.procedures(next_url=FOLLOWING.format("procedures/")),
    ],
    "Services.procedure": [lambda app: app.api.services.procedure("1.001193")],
    "Services.fields": [lambda app: app.api.services.fields()],
    "Services.life_events": [lambda app: app.api.services.life_events()],
    "Services.dossier_lookup": [lambda app: app.api.services.dossier_lookup("H16.31-261102-0001", "0101")],
    "Services.dossier_follow": [lambda app: app.api.services.dossier_follow("H16.31-261102-0001", "0101")],
    "Services.my_dossiers": [lambda app: app.api.services.my_dossiers()],
    "Services.my_dossier": [lambda app: app.api.services.my_dossier("H16.31-261102-0001")],
    "Feedback.categories": [lambda app: app.api.feedback.categories()],
    "Feedback.mine": [
        lambda app: app.api.feedback.mine(),
        lambda app: app.api.feedback.mine(next_url=FOLLOWING.format("me/reports/")),
    ],
    "Feedback.report": [lambda app: app.api.feedback.report("PA-261124-00001A")],
    "Feedback.near": [lambda app: app.api.feedback.near(12.0046, 107.6874, radius_m=300, category="roads")],
    "Feedback.map": [
        lambda app: app.api.feedback.map((107.2, 11.7, 108.1, 12.8), 9, category="roads", status="received,in_progress")
    ],
    "Feedback.track": [lambda app: app.api.feedback.track("PA-261124-00001A", "s3cr3t-of-the-guest")],
    "Directory.areas": [lambda app: app.api.directory.areas()],
    "Directory.units": [lambda app: app.api.directory.units()],
    "Directory.sights": [lambda app: app.api.directory.sights()],
    "Directory.area_at": [lambda app: app.api.directory.area_at(12.0046, 107.6874)],
    "Directory.emergency_numbers": [lambda app: app.api.directory.emergency_numbers()],
    "Directory.places": [
        lambda app: app.api.directory.places(q="ta dung", category="waterfall"),
        lambda app: app.api.directory.places(next_url=FOLLOWING.format("places/")),
    ],
    "Directory.place": [lambda app: app.api.directory.place("ho-ta-dung")],
    "Notices.inbox": [
        lambda app: app.api.notices.inbox(kind="warning", unread=True),
        lambda app: app.api.notices.inbox(next_url=FOLLOWING.format("inbox/")),
    ],
    "Notices.unread_count": [lambda app: app.api.notices.unread_count()],
    "Notices.mark_read": [lambda app: app.api.notices.mark_read(NOTICE)],
    "Notices.mark_all_read": [lambda app: app.api.notices.mark_all_read()],
    "Notices.topics": [lambda app: app.api.notices.topics()],
    # By the one who calls them, and so with the bodies that are really sent.
    "Notices.register_device": [lambda app: app.device.register(app.api.notices, "vi")],
    "Notices.change_device": [lambda app: app.device.choose_topics(app.api.notices, ["all", "area:24611"])],
    "Account.send_code": [lambda app: app.api.account.send_code("0900000101", "register")],
    "Account.register": [
        lambda app: app.api.account.register(
            phone="0900000101", code="123456", password="Cà-phê-2026", full_name="H'Linh", language="en"
        )
    ],
    "Account.login": [lambda app: app.api.account.login("0900000101", "Daknong-Demo-2026", "Điện thoại")],
    "Account.reset_password": [lambda app: app.api.account.reset_password("0900000101", "123456", "Suối-mát-27")],
    "Account.logout": [lambda app: app.api.account.logout()],
    "Account.me": [lambda app: app.api.account.me()],
    "Account.sessions": [lambda app: app.api.account.sessions()],
}


@pytest.fixture
def door() -> DocumentDoor:
    return DocumentDoor()


@pytest.fixture
def app(tmp_path: Path, door: DocumentDoor) -> Store:
    """The whole client, signed in and with a registered device."""
    session = requests.Session()
    session.mount("https://", door)
    store = Store(tmp_path, BASE, vault=MemoryVault())
    store.http._session = lambda: session  # type: ignore[method-assign]
    store.tokens.store(Pair("access", "refresh"), owner="person-1")
    store.device.register(store.api.notices, "vi")
    door.asked.clear()
    return store


def public_functions() -> set[str]:
    from citizen_mobile.client import api

    subjects = (api.News, api.Services, api.Feedback, api.Directory, api.Notices, api.Account)
    return {
        f"{subject.__name__}.{name}"
        for subject in subjects
        for name, _function in inspect.getmembers(subject, inspect.isfunction)
        if not name.startswith("_")
    }


def test_every_function_of_the_client_is_asked_here() -> None:
    assert CALLS.keys() == public_functions()


@pytest.mark.parametrize("name", CALLS)
def test_the_app_asks_as_the_document_says(app: Store, door: DocumentDoor, name: str) -> None:
    for call in CALLS[name]:
        call(app)
    assert door.asked, "nothing was asked"


NOT_FOR_GUESTS = {
    "Services.dossier_follow", "Services.my_dossiers", "Services.my_dossier", "Feedback.mine", "Feedback.report",
    "Account.me", "Account.sessions",
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_a_guest_asks_only_for_what_the_document_opens_to_guests(app: Store, name: str) -> None:
    for call in CALLS[name]:
        app.tokens.clear()
        if name in NOT_FOR_GUESTS:
            with pytest.raises(SessionEnded):
                call(app)
        else:
            call(app)


def test_a_report_with_a_photo_is_sent_as_the_document_says(app: Store, door: DocumentDoor, tmp_path: Path) -> None:
    photo = tmp_path / "pothole.jpg"
    Image.new("RGB", (64, 64), "#8a7f70").save(photo)
    form = ReportFormModel(Context(app))
    form.category, form.text, form.area_code = "roads", "Ổ gà lớn trước cổng chợ.", "24611"
    form.latitude, form.longitude = 12.0046, 107.6874
    form.contact_name, form.contact_phone = "H'Linh", "0900000101"
    assert form.add_photos([photo]) and form.submit()
    assert app.sender.send_due() == 1
    assert door.asked == {("post", "/api/v1/report-photos/"), ("post", "/api/v1/reports/")}


def test_what_is_said_about_a_report_is_sent_as_the_document_says(app: Store, door: DocumentDoor) -> None:
    report = ReportModel(Context(app))
    report.comment("PA-261124-00001A", "Gần cột điện số 14.")
    report.rate("PA-261124-00001A", 5, "Cảm ơn.")
    report.reopen("PA-261124-00001A", "Mưa lại làm trôi chỗ vá.")
    report.withdraw("PA-261124-00001A", "Hàng xóm đã dọn.")
    assert app.sender.send_due() == 4
    assert {item.state for item in app.outbox.items()} == {SENT}
    assert {route.rsplit("/", 2)[1] for _method, route in door.asked} == {"comments", "rating", "reopen", "withdraw"}


def test_a_refused_token_is_renewed_as_the_document_says(app: Store, door: DocumentDoor) -> None:
    assert app.http.refresh("refresh").access
    assert door.asked == {("post", "/api/v1/auth/refresh/")}


def test_the_table_of_what_is_read_names_all_that_is_asked(app: Store, door: DocumentDoor) -> None:
    for calls in CALLS.values():
        for call in calls:
            app.tokens.store(Pair("access", "refresh"), owner="person-1")
            call(app)
    asked = {(method, _plain(route)) for method, route in door.asked}
    by_other_tests = {"report-photos/", "reports/", "auth/refresh/"} | {
        f"me/reports/{{}}/{action}/" for action in ("comments", "rating", "reopen", "withdraw")
    }
    table = {(method, route) for route, method, _model in USED if route not in by_other_tests}
    assert asked == table


def _plain(route: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in route.removeprefix("/api/v1/").split("/"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda app: app.http.get("weather/"), "not in the document"),
        (lambda app: app.http.get("me/", auth="none"), "access token is needed"),
        (lambda app: app.http.get("areas/", auth="required"), "of no use"),
        (lambda app: app.http.get("areas/", params={"colour": "red"}), "no such parameters"),
        (lambda app: app.http.get("areas/", params={"page_size": "500"}), "page_size"),
        (lambda app: app.http.send("POST", "reports/", {"category": "roads"}, auth="required"), "Idempotency-Key"),
        (lambda app: app.http.send("POST", "auth/login/", {"identifier": "0900000101"}), "password"),
        (lambda app: app.http.send("POST", "auth/refresh/", {"refresh": "r", "colour": "red"}), "colour"),
        (lambda app: app.http.send("POST", "auth/login/"), "body is missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_request_that_is_not_promised_is_found(app: Store, wrong: Callable[[Store], object], words: str) -> None:
    with pytest.raises((NotPromised, ContractBroken), match=words):
        wrong(app)


def test_the_models_take_the_examples(app: Store) -> None:
    """Not only the fields' names fit: what the app makes of an example is whole."""
    report = app.api.feedback.report("PA-261124-00001A").value
    assert report.code and report.status.name and report.events and report.created_at
    dossier = app.api.services.dossier_lookup("H16.31-261102-0001", "0101")
    assert isinstance(dossier, m.Dossier) and dossier.events and dossier.received_at
    assert app.api.news.articles().value.results[0].published_at
