"""Every request that the app can make is one that `api_docs/openapi.yaml` promises: route, parameters, headers, body.

The client runs as in the app, with the document in the place of the server; its answers are the document's examples,
and the app reads them.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import typing
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from PIL import Image

from citizen_mobile.client import models as m
from citizen_mobile.client.api.reader import Reader
from citizen_mobile.client.errors import SessionEnded
from citizen_mobile.client.outbox import SENT
from citizen_mobile.client.outbox.kinds import KINDS
from citizen_mobile.client.store import Store
from citizen_mobile.client.tokens import MemoryVault, Pair
from citizen_mobile.viewmodels.article import ArticleModel
from citizen_mobile.viewmodels.context import Context
from citizen_mobile.viewmodels.preferences import PreferencesModel
from citizen_mobile.viewmodels.report_detail import ReportModel
from citizen_mobile.viewmodels.report_form import ReportFormModel
from tests.contract import ContractBroken
from tests.document import load_document
from tests.mobile.document_door import BASE, DocumentDoor, NotPromised
from tests.mobile.test_contract import lacking, model_of

ROOT = Path(__file__).resolve().parents[2]
FOLLOWING = f"{BASE}{{}}?cursor=bz0x"
NOTICE = "019ab3d2-5c00-7000-8000-000000000001"
# Each public function of client/api.py, with everything that it can say.
CALLS: dict[str, list[Callable[[Store], object]]] = {
    "News.articles": [
        lambda app: app.api.news.articles(category="canh-bao", q="mua", page_size=5),
        lambda app: app.api.news.articles(next_url=FOLLOWING.format("news/articles/")),
    ],
    "News.article": [lambda app: app.api.news.article("canh-bao-mua-lon")],
    "News.rating": [lambda app: app.api.news.rating("canh-bao-mua-lon")],
    "News.categories": [lambda app: app.api.news.categories()],
    "Services.procedures": [
        lambda app: app.api.services.procedures(
            q="khai sinh", field="ho-tich", life_event="sinh-con", level="full", agency="commune"
        ),
        lambda app: app.api.services.procedures(next_url=FOLLOWING.format("procedures/")),
    ],
    "Services.procedure": [lambda app: app.api.services.procedure("1.001193")],
    "Services.fields": [lambda app: app.api.services.fields()],
    "Services.life_events": [lambda app: app.api.services.life_events()],
    "Services.dossier_lookup": [lambda app: app.api.services.dossier_lookup("H16.31-261102-0001", "0101")],
    "Services.dossier_follow": [lambda app: app.api.services.dossier_follow("H16.31-261102-0001", "0101")],
    "Services.dossier_unfollow": [lambda app: app.api.services.dossier_unfollow("H16.31-261102-0001")],
    "Services.my_dossiers": [
        lambda app: app.api.services.my_dossiers(),
        lambda app: app.api.services.my_dossiers(next_url=FOLLOWING.format("me/dossiers/")),
    ],
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
    "Directory.offices": [
        lambda app: app.api.directory.offices(near=(12.0046, 107.6874), area="24611"),
        lambda app: app.api.directory.offices(next_url=FOLLOWING.format("offices/")),
    ],
    "Directory.reach": [lambda app: app.api.directory.reach()],
    "Directory.emergency_numbers": [lambda app: app.api.directory.emergency_numbers()],
    "Directory.places": [
        lambda app: app.api.directory.places(q="ta dung", category="waterfall", near=(12.0046, 107.6874)),
        lambda app: app.api.directory.places(next_url=FOLLOWING.format("places/")),
    ],
    "Directory.place": [lambda app: app.api.directory.place("ho-ta-dung")],
    "Notices.inbox": [
        lambda app: app.api.notices.inbox(kind="warning", q="mua lon", unread=True, archived=True),
        lambda app: app.api.notices.inbox(next_url=FOLLOWING.format("inbox/")),
    ],
    "Notices.unread_count": [lambda app: app.api.notices.unread_count()],
    "Notices.notice": [lambda app: app.api.notices.notice(NOTICE)],
    "Notices.preferences": [lambda app: app.api.notices.preferences()],
    "Notices.mark_all_read": [lambda app: app.api.notices.mark_all_read()],
    "Notices.topics": [lambda app: app.api.notices.topics()],
    # By the one who calls them, and so with the bodies that are really sent.
    "Notices.register_device": [
        lambda app: (app.keepsakes.device.drop("told"), app.device.register(app.api.notices, "vi"))
    ],
    "Notices.change_device": [
        lambda app: app.device.register(app.api.notices, "en"),
        lambda app: app.device.choose_topics(app.api.notices, ["all", "area:24611"]),
    ],
    "Account.send_code": [lambda app: app.api.account.send_code("0900000101", "register")],
    "Account.register": [
        lambda app: app.api.account.register(
            phone="0900000101", code="123456", password="Cà-phê-2026", full_name="H'Linh", language="en"
        )
    ],
    "Account.login": [
        lambda app: app.api.account.login("0900000101", "Daknong-Demo-2026", "Điện thoại"),
        lambda app: app.api.account.login("0900000101", "Daknong-Demo-2026", "Điện thoại", end_others=True),
    ],
    "Account.change_password": [lambda app: app.api.account.change_password("Daknong-Demo-2026", "Suối-mát-27")],
    "Account.change_me": [
        lambda app: app.api.account.change_me(full_name="H'Linh Niê", language="en", area_codes=["24611"])
    ],
    "Account.delete_me": [lambda app: app.api.account.delete_me("Daknong-Demo-2026")],
    "Account.my_data": [lambda app: app.api.account.my_data()],
    "Account.consents": [lambda app: app.api.account.consents()],
    "Account.decide_consent": [
        lambda app: app.api.account.decide_consent(m.Consent(purpose="personal_notices", text_version=2), False)
    ],
    "Account.reset_password": [lambda app: app.api.account.reset_password("0900000101", "123456", "Suối-mát-27")],
    # The first says nothing to the server, the second what the first has left to say.
    "Account.logout": [lambda app: (app.api.account.logout(), app.api.account.end_left())],
    "Account.end_left": [lambda app: (app.tokens.leave(), app.api.account.end_left())],
    "Account.me": [lambda app: app.api.account.me()],
    "Account.sessions": [lambda app: app.api.account.sessions()],
    "Account.end_session": [lambda app: app.api.account.end_session(NOTICE)],
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


def public_functions() -> dict[str, Callable[..., object]]:
    """Every function of every subject that `Api` puts together, found there and not listed here."""
    from citizen_mobile.client import api

    subjects = [subject for name, subject in vars(api).items() if inspect.isclass(subject) and name != "Api"]
    return {
        f"{subject.__name__}.{name}": function
        for subject in subjects
        if subject.__module__.startswith("citizen_mobile.client.api.") and subject.__module__ != Reader.__module__
        for name, function in inspect.getmembers(subject, inspect.isfunction)
        if not name.startswith("_")
    }


def test_every_function_of_the_client_is_asked_here() -> None:
    assert CALLS.keys() == public_functions().keys()


@pytest.mark.parametrize("name", CALLS)
def test_the_app_asks_as_the_document_says(app: Store, door: DocumentDoor, name: str) -> None:
    for call in CALLS[name]:
        call(app)
    assert door.asked, "nothing was asked"
    model = model_of(typing.get_type_hints(public_functions()[name])["return"])
    if model is not None:
        assert [field for method, route in door.asked for field in lacking(_plain(route), method, model)] == []


NOT_FOR_GUESTS = {
    "Services.dossier_follow", "Services.dossier_unfollow", "Services.my_dossiers", "Services.my_dossier",
    "Feedback.mine", "Feedback.report", "Account.me", "Account.sessions", "Account.change_password",
    "Account.change_me", "Account.delete_me", "Account.my_data", "Account.consents", "Account.decide_consent",
    "Account.end_session",
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


# What the outbox tells of notices and articles: method, route.
BY_THE_OUTBOX = {
    ("post", "inbox/{}/read/"),
    ("post", "inbox/{}/archive/"),
    ("delete", "inbox/{}/archive/"),
    ("patch", "notification-preferences/"),
    ("put", "news/articles/{}/rating/"),
    ("post", "receipts/"),
}


@pytest.mark.parametrize("guest", [False, True], ids=["person", "guest"])
def test_what_is_marked_rated_and_chosen_is_sent_as_the_document_says(
    app: Store, door: DocumentDoor, guest: bool
) -> None:
    if guest:
        app.tokens.clear()
    app.marks.read(NOTICE)
    app.marks.archive(NOTICE, away=True)
    article, preferences = ArticleModel(Context(app)), PreferencesModel(Context(app))
    article.slug, preferences.value = "canh-bao-mua-lon", app.api.notices.preferences().value
    door.asked.clear()
    article.rate(4)
    preferences.choose_kind("reminder", push=False)
    preferences.choose_topic("area:24611", inbox=False)
    preferences.choose_digest(True)
    assert app.sender.send_due() == 4
    app.marks.archive(NOTICE, away=False)
    app.outbox.add("receipts", "receipts/", {"receipts": [{"notice_id": NOTICE, "opened_at": "2026-11-23T09:30:00Z"}]})
    while (wait := app.outbox.next_due_in()) is not None:
        assert wait < 11, "nothing else was written"
        app.outbox._now = lambda now=app.outbox._now: now() + 11
        app.sender.send_due()
    assert {(method, _plain(route)) for method, route in door.asked} == BY_THE_OUTBOX
    assert app.outbox.items() == [], "all was taken, and nobody waits for an answer"


def test_a_refused_token_is_renewed_as_the_document_says(app: Store, door: DocumentDoor) -> None:
    assert app.http.refresh("refresh", str(uuid.uuid4())).access
    assert door.asked == {("post", "/api/v1/auth/refresh/")}


# One of each kind that the outbox knows: path and body. What is said of a report is said by a person.
QUEUED: dict[str, tuple[str, dict]] = {
    "report": ("reports/", {"category": "roads", "text": "Ổ gà lớn trước cổng chợ.", "area_code": "24611"}),
    "comment": ("me/reports/PA-261124-00001A/comments/", {"text": "Gần cột điện số 14.", "photo_ids": []}),
    "rating": ("me/reports/PA-261124-00001A/rating/", {"score": 5, "text": "Cảm ơn."}),
    "reopen": ("me/reports/PA-261124-00001A/reopen/", {"reason": "Mưa lại làm trôi chỗ vá."}),
    "withdraw": ("me/reports/PA-261124-00001A/withdraw/", {"reason": "Đã có người sửa."}),
    "receipts": ("receipts/", {"receipts": [{"notice_id": NOTICE, "delivered_at": "2026-11-23T09:30:00+00:00"}]}),
    "preferences": ("notification-preferences/", {"kinds": [{"kind": "reminder", "push": False}]}),
    "read": (f"inbox/{NOTICE}/read/", {}),
    "read_all": ("inbox/read-all/", {}),
    "archive": (f"inbox/{NOTICE}/archive/", {}),
    "unarchive": (f"inbox/{NOTICE}/archive/", {}),
    "article_rating": ("news/articles/canh-bao-mua-lon/rating/", {"score": 4}),
}
OF_A_PERSON = {"comment", "rating", "reopen", "withdraw"}


def test_every_kind_of_the_outbox_is_sent_here() -> None:
    assert QUEUED.keys() == KINDS.keys()


@pytest.mark.parametrize("guest", [False, True], ids=["person", "guest"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_the_outbox_is_sent_as_the_document_says(
    app: Store, door: DocumentDoor, kind: str, guest: bool
) -> None:
    if guest:
        app.tokens.clear()
    path, body = QUEUED[kind]
    app.outbox.add(kind, path, body)
    app.outbox.retry_now()
    if guest and kind in OF_A_PERSON:
        with pytest.raises(NotPromised, match="access token is needed"):
            app.sender.send_due()
        return
    assert app.sender.send_due() == 1
    assert [(method, _plain(route).split("{}")[0]) for method, route in door.asked] == [
        (KINDS[kind].method.lower(), re.split(r"PA-|019a|canh-", path)[0])
    ]
    left = app.outbox.items()
    assert not left if KINDS[kind].quiet else [item.state for item in left] == [SENT]


def test_every_code_that_the_app_knows_is_one_that_the_server_says() -> None:
    """A code that was renamed would silently lose what the app does about it."""
    known = codes_in_the_app() - OURS
    assert {"device_secret_required", "token_reused", "request_in_progress"} <= known, "the search found nothing"
    document = json.dumps(load_document(), ensure_ascii=False)
    assert sorted(code for code in known if f"`{code}`" not in document and f'"{code}"' not in document) == []


# Said by the app itself, where no server was asked.
OURS = {"offline", "portal", "unknown", "other_account", "photo_unreadable"}


def codes_in_the_app() -> set[str]:
    """Every word that the sources compare an error's `code` or a `reason_code` with, and every set named …_CODES."""
    found: set[str] = set()
    for file in sorted((ROOT / "mobile_kivy/citizen_mobile").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and any(ast.unparse(name).endswith("_CODES") for name in node.targets):
                found |= _words(node.value)
            if isinstance(node, ast.Compare) and ast.unparse(node.left) in COMPARED:
                found |= {word for part in node.comparators for word in _words(part)}
    return found


COMPARED = {"error.code", "item.reason_code", "self.reason_code", "model.refused", "self.refused"}


def _words(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


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
