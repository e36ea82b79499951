"""Procedures and dossiers as the app sees them."""

from typing import Any

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from backend.common.models import AuditEntry
from backend.public_services import services
from backend.public_services.models import DossierFollow, LifeEvent
from tests.factories.accounts import UserFactory, api_client
from tests.factories.public_services import PERSONAL_NUMBER, PHONE, PHONE_FACTOR, make_dossier, make_procedure

pytestmark = pytest.mark.django_db

LOOKUP = "/api/v1/dossiers/lookup/"
FOLLOW = "/api/v1/dossiers/follow/"
CODE = "H16.31-261102-0009"


@pytest.fixture
def guest(settings: Any) -> APIClient:
    settings.THROTTLING_ENABLED = False
    return APIClient()


# --- The catalogue --------------------------------------------------------------------------------------------------
def codes(client: APIClient, **params: str) -> list[str]:
    reply = client.get("/api/v1/procedures/", params)
    assert reply.status_code == 200, reply.content
    return [item["code"] for item in reply.json()["results"]]


@pytest.fixture
def catalogue() -> None:
    make_procedure("1.001193", keywords="giấy khai sinh", rank=1, life_events=["sinh-con"])
    make_procedure("1.000894", name="Đăng ký kết hôn", name_en="Marriage registration", level="partial")
    make_procedure(
        "1.013831",
        name="Đăng ký biến động đất đai",
        field="DD",
        agency_level="province",
        agency_code="H16.06.3",
        keywords="sang tên sổ đỏ",
    )


def test_browsing_narrows_by_field_agency_life_event_and_level(guest: APIClient, catalogue: None) -> None:
    assert codes(guest) == ["1.001193", "1.000894", "1.013831"]
    assert codes(guest, field="DD") == ["1.013831"]
    assert codes(guest, agency="H16.06.3") == ["1.013831"]
    assert codes(guest, agency="commune") == ["1.001193", "1.000894"]
    assert codes(guest, life_event="sinh-con") == ["1.001193"]
    assert codes(guest, level="partial") == ["1.000894"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("ket hon", "1.000894"),
        ("KẾT HÔN đăng ký", "1.000894"),
        ("khai si", "1.001193"),  # still typing
        ("sổ đỏ", "1.013831"),  # what people call it
        ("marriage", "1.000894"),
        ("1.0138", "1.013831"),
    ],
)
def test_search_finds_without_accents_in_any_order_and_while_typing(
    guest: APIClient, catalogue: None, q: str, found: str
) -> None:
    assert codes(guest, q=q) == [found]


@pytest.mark.parametrize("q", ["ket hon lua", "%", "'; --", "hai"])
def test_what_is_not_there_is_not_found(guest: APIClient, catalogue: None, q: str) -> None:
    assert codes(guest, q=q) == []


def test_a_snippet_marks_the_words_that_hit(guest: APIClient, catalogue: None) -> None:
    item = guest.get("/api/v1/procedures/", {"q": "ket hon"}).json()["results"][0]
    assert item["snippet"] == "Đăng ký <mark>kết</mark> <mark>hôn</mark>"
    assert guest.get("/api/v1/procedures/").json()["results"][0]["snippet"] is None


def test_a_list_item_is_what_the_contract_says_in_the_language_asked_for(guest: APIClient, catalogue: None) -> None:
    reply = guest.get("/api/v1/procedures/", headers={"Accept-Language": "en"})
    item = reply.json()["results"][1]
    assert set(item) == {
        *("code", "name", "field", "agency_name", "level", "audience", "fee_from", "duration_text", "snippet")
    }
    assert (item["name"], item["field"]) == ("Marriage registration", {"code": "HT", "name": "Civil status"})
    assert item["duration_text"] == "3 working days"


def test_a_level_that_does_not_exist_is_refused(guest: APIClient) -> None:
    reply = guest.get("/api/v1/procedures/", {"level": "half"})
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (400, "level")


def test_pages_follow_each_other_without_gap_or_double(guest: APIClient) -> None:
    for number in range(7):
        make_procedure(f"1.00000{number}")
    seen: list[str] = []
    url: str | None = "/api/v1/procedures/?page_size=3"
    while url:
        page = guest.get(url).json()
        seen += [item["code"] for item in page["results"]]
        url = page["next"]
    assert seen == [f"1.00000{number}" for number in range(7)]


def test_a_list_costs_the_same_queries_at_any_page_size(guest: APIClient, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make_procedure(f"1.0000{number:02d}", life_events=["sinh-con"])
    with django_assert_max_num_queries(2):
        assert len(codes(guest, page_size="30", life_event="sinh-con", q="khai sinh")) == 30


def test_a_detail_is_whole_and_costs_one_query(
    guest: APIClient, catalogue: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        reply = guest.get("/api/v1/procedures/1.001193/", headers={"Accept-Language": "en"})
    detail = reply.json()
    channels = {channel["channel"]: channel for channel in detail["channels"]}
    assert (channels["in_person"]["fee_amount"], channels["online"]["duration_text"]) == (8000, "2 working days")
    assert detail["cases"][0]["steps"] == [{"order": 1, "text": "Nộp hồ sơ."}]
    assert detail["cases"][0]["documents"][0]["originals"] == 1
    assert {"requirements", "result", "legal_basis", "offices_hint", "updated_at"} <= set(detail)


def test_bytes_that_the_phone_has_are_not_sent_again(guest: APIClient, catalogue: None) -> None:
    first = guest.get("/api/v1/procedures/1.001193/")
    again = guest.get("/api/v1/procedures/1.001193/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_unknown_or_withdrawn_procedure_is_a_problem(guest: APIClient) -> None:
    make_procedure("1.000001", is_active=False)
    for code in ("1.000001", "9.999999"):
        reply = guest.get(f"/api/v1/procedures/{code}/")
        assert (reply.status_code, reply.json()["code"]) == (404, "procedure_not_found")


def test_fields_and_life_events_come_with_their_counts(guest: APIClient, catalogue: None) -> None:
    fields = {item["code"]: item["count"] for item in guest.get("/api/v1/procedure-fields/").json()}
    assert fields == {"HT": 2, "DD": 1}
    assert [(item["slug"], item["count"]) for item in guest.get("/api/v1/life-events/").json()] == [("sinh-con", 1)]


def test_life_events_come_in_the_order_that_administrators_gave_them(guest: APIClient) -> None:
    slugs = [f"viec-{number:02d}" for number in range(12)]
    make_procedure("1.000077", life_events=slugs)
    for order, slug in enumerate(reversed(slugs)):
        LifeEvent.objects.filter(slug=slug).update(order=order)
    assert [item["slug"] for item in guest.get("/api/v1/life-events/").json()] == slugs[::-1]


# --- Looking a dossier up -------------------------------------------------------------------------------------------
def look_up(client: APIClient, code: str = CODE, factor: str = PHONE_FACTOR) -> Any:
    return client.post(LOOKUP, {"code": code, "factor": factor})


@pytest.mark.parametrize("factor", [PHONE_FACTOR, PERSONAL_NUMBER, "0 6 7 0 9 0 0 0 0 3 2 1"])
def test_either_factor_opens_the_dossier_with_names_masked(guest: APIClient, factor: str) -> None:
    dossier = make_dossier(CODE, procedure=make_procedure())
    dossier.events.create(at=dossier.received_at, status=2, text="Đã tiếp nhận", actor_name="Lê Thị Thử")
    reply = look_up(guest, " h16.31-261102-0009 ", factor)
    body = reply.json()
    assert reply.status_code == 200
    assert body["applicant_masked"] == "Nguyễn V** M**"
    assert body["status"]["code"] == 2
    assert body["events"][0]["actor_masked"] == "Lê T** T**"
    text = reply.content.decode()
    assert "Nguyễn Văn Mẫu" not in text
    assert PHONE not in text
    assert "no-store" in reply["Cache-Control"]


def test_a_wrong_code_and_a_wrong_factor_get_the_same_answer(guest: APIClient) -> None:
    make_dossier(CODE)
    replies = [look_up(guest, CODE, "9999"), look_up(guest, "H16.31-261102-7777"), look_up(guest, CODE, "1" * 12)]
    bodies = [reply.json() | {"trace_id": ""} for reply in replies]
    assert [reply.status_code for reply in replies] == [404] * 3
    assert bodies[0] == bodies[1] == bodies[2]
    assert bodies[0]["code"] == "dossier_not_found"
    assert {reply["Content-Type"] for reply in replies} == {"application/problem+json"}


def test_a_wrong_code_and_a_wrong_factor_cost_the_same_queries_and_digests(
    guest: APIClient, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_dossier(CODE)
    work: list[str] = []
    for name in ("factor_digest", "constant_time_compare"):
        real = getattr(services, name)

        def watch(*args: Any, name: str = name, real: Any = real) -> Any:
            work.append(name)
            return real(*args)

        monkeypatch.setattr(services, name, watch)
    costs = []
    for code, factor in ((CODE, "9999"), ("H16.31-261102-7777", "9999")):
        work.clear()
        with django_assert_num_queries(2) as queries:  # the look-up and the audit row
            look_up(guest, code, factor)
        costs.append((list(work), [query["sql"].split("VALUES")[0].split("WHERE")[0] for query in queries]))
    assert costs[0] == costs[1]
    assert costs[0][0] == ["factor_digest", "constant_time_compare"] * 2


def test_a_dossier_without_phone_and_number_opens_to_nobody(guest: APIClient) -> None:
    make_dossier(CODE, applicant_phone="", personal_factor="0" * 64)
    assert look_up(guest, CODE, "0000").status_code == 404


def test_a_refused_look_up_is_audited_without_the_factor(guest: APIClient) -> None:
    make_dossier(CODE)
    look_up(guest, CODE, "9876")
    entry = AuditEntry.objects.get(action="dossier.lookup_refused")
    assert entry.target_id == CODE
    assert "9876" not in f"{entry.__dict__}".replace(entry.request_id, "")


@pytest.mark.parametrize(
    ("code", "factor", "field"), [("H16", "0321", "code"), (CODE, "321", "factor"), (CODE, "١٢٣٤", "factor")]
)
def test_what_cannot_be_a_code_or_a_factor_is_refused_by_its_form(
    guest: APIClient, code: str, factor: str, field: str
) -> None:
    reply = look_up(guest, code, factor)
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (400, field)


def test_guessing_is_stopped_by_code_even_from_many_addresses(settings: Any) -> None:
    settings.THROTTLES = settings.THROTTLES | {"dossier_lookup": [("100/m", "address"), ("3/m", "code")]}
    code = "H16.31-261103-4321"
    replies = [
        APIClient(REMOTE_ADDR=f"10.0.0.{number}").post(LOOKUP, {"code": code, "factor": f"{number:04d}"})
        for number in range(5)
    ]
    assert [reply.status_code for reply in replies] == [404, 404, 404, 429, 429]
    assert int(replies[-1]["Retry-After"]) > 0


# --- Following ------------------------------------------------------------------------------------------------------
def test_following_needs_an_account_and_the_factor(guest: APIClient, settings: Any) -> None:
    make_dossier(CODE)
    assert guest.post(FOLLOW, {"code": CODE, "factor": PHONE_FACTOR}).status_code == 401
    client = api_client(UserFactory.create())
    assert client.post(FOLLOW, {"code": CODE, "factor": "9999"}).status_code == 404
    assert not DossierFollow.objects.exists()


def test_a_followed_dossier_is_listed_read_and_let_go(guest: APIClient) -> None:
    make_dossier(CODE)
    client = api_client(UserFactory.create())
    for _again in range(2):
        assert client.post(FOLLOW, {"code": CODE, "factor": PHONE_FACTOR}).status_code == 201
    assert [item["code"] for item in client.get("/api/v1/me/dossiers/").json()["results"]] == [CODE]
    assert client.get(f"/api/v1/me/dossiers/{CODE}/").json()["events"] == []
    assert client.delete(f"/api/v1/me/dossiers/{CODE}/").status_code == 204
    assert client.get(f"/api/v1/me/dossiers/{CODE}/").status_code == 404
    assert client.delete(f"/api/v1/me/dossiers/{CODE}/").status_code == 404


def test_a_dossier_under_my_confirmed_phone_is_mine_without_asking(guest: APIClient) -> None:
    make_dossier(CODE)
    owner = UserFactory.create(phone=PHONE, phone_verified_at="2026-11-01T00:00:00+07:00")
    assert [item["code"] for item in api_client(owner).get("/api/v1/me/dossiers/").json()["results"]] == [CODE]


def test_an_unconfirmed_phone_shows_nothing(guest: APIClient) -> None:
    make_dossier(CODE)
    claimant = UserFactory.create(phone=PHONE, phone_verified_at=None)
    client = api_client(claimant)
    assert client.get("/api/v1/me/dossiers/").json()["results"] == []
    assert client.get(f"/api/v1/me/dossiers/{CODE}/").status_code == 404


def test_my_list_costs_the_same_queries_at_any_size(guest: APIClient, django_assert_max_num_queries: Any) -> None:
    procedure = make_procedure()
    owner = UserFactory.create(phone=PHONE, phone_verified_at="2026-11-01T00:00:00+07:00")
    for number in range(25):
        make_dossier(f"H16.31-261102-{number:04d}", procedure=procedure)
    client = api_client(owner)
    cache.clear()
    with django_assert_max_num_queries(8):
        assert len(client.get("/api/v1/me/dossiers/?page_size=25").json()["results"]) == 25
