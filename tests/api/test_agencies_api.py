from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.agencies.models import Office
from tests.factories.agencies import AgencyFactory, EmergencyNumberFactory, OfficeFactory, load_agencies
from tests.factories.areas import load_areas

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> APIClient:
    return APIClient()


@pytest.fixture
def _seed(db: None) -> None:
    load_areas()
    load_agencies()


def results(api: APIClient, path: str, **asked: Any) -> list[dict[str, Any]]:
    response = api.get(f"/api/v1/{path}", {"page_size": 100, **asked})
    assert response.status_code == 200, response.content
    rows: list[dict[str, Any]] = response.json()["results"]
    return rows


@pytest.mark.usefixtures("_seed")
class TestSeeded:
    def test_agencies_have_the_shape_of_the_contract(self, api: APIClient) -> None:
        root = results(api, "agencies/")[0]
        assert set(root) == {
            "code", "name", "name_en", "kind", "parent_code", "area_code", "phone", "email", "website",
            "responsibilities",
        }  # fmt: skip
        assert (root["code"], root["parent_code"]) == ("H16", "")

    def test_agencies_of_an_old_commune_are_those_of_its_unit(self, api: APIClient) -> None:
        rows = results(api, "agencies/", area="24622", kind="commune")
        assert [row["area_code"] for row in rows] == ["24611"]

    def test_agencies_are_found_without_accents(self, api: APIClient) -> None:
        assert results(api, "agencies/", q="giao duc va dao tao")[0]["code"] == "H16.09"
        assert results(api, "agencies/", q="???") == []

    def test_children_of_an_agency(self, api: APIClient) -> None:
        assert "H16.06.1" in [row["code"] for row in results(api, "agencies/", parent="H16.06")]

    def test_the_detail_has_offices_with_hours(self, api: APIClient) -> None:
        body = api.get("/api/v1/agencies/H16.14/").json()
        [office] = body["offices"]
        assert office["opening_hours"][0] == {"weekday": 1, "opens": "07:30", "closes": "11:30"}
        assert office["distance_m"] is None

    def test_english_is_answered_in_english(self, api: APIClient) -> None:
        body = api.get("/api/v1/agencies/H16.09/", headers={"Accept-Language": "en"}).json()
        assert body["responsibilities"].startswith("Schools")
        assert body["offices"][0]["agency_name"] == "Department of Education and Training"
        assert results(api, "emergency-numbers/")[0]["name"] == "Tìm kiếm, cứu nạn"

    def test_the_nearest_offices_come_first_on_every_page(self, api: APIClient) -> None:
        url, seen = "/api/v1/offices/?near=12.585,107.888&page_size=7", []
        while url:
            body = api.get(url).json()
            seen += [(row["distance_m"], row["id"]) for row in body["results"]]
            url = body["next"]
        assert len(seen) == len(set(seen)) == Office.objects.count()
        assert [distance for distance, _id in seen] == sorted(distance for distance, _id in seen)
        assert seen[0][0] < 3_000

    def test_offices_of_an_area_and_of_an_agency(self, api: APIClient) -> None:
        assert {row["area_code"] for row in results(api, "offices/", area="24646")} == {"24646"}
        assert {row["agency_code"] for row in results(api, "offices/", agency="H16.09")} == {"H16.09"}

    def test_emergency_numbers_come_in_their_order_at_once(self, api: APIClient) -> None:
        response = api.get("/api/v1/emergency-numbers/")
        rows = response.json()["results"]
        assert [row["number"] for row in rows[:6]] == ["112", "113", "114", "115", "111", "1022"]
        assert response.json()["next"] is None
        assert set(rows[0]) == {"number", "name", "description", "order"}

    @pytest.mark.parametrize(
        ("path", "most"),
        [
            ("agencies/?page_size=100", 4),
            ("offices/?page_size=100", 4),
            ("offices/?page_size=100&near=12,107.6&area=660", 8),
            ("agencies/H16.14/", 4),
            ("emergency-numbers/", 4),
        ],
    )
    def test_queries_do_not_grow_with_the_page(self, api: APIClient, path: str, most: int) -> None:
        with CaptureQueriesContext(connection) as queries:
            assert api.get(f"/api/v1/{path}").status_code == 200
        assert len(queries) <= most


@pytest.mark.parametrize(
    ("moment", "is_open", "opens_at"),
    [
        ("2026-11-25T08:00:00+07:00", True, None),
        ("2026-11-25T12:00:00+07:00", False, "2026-11-25T13:30:00+07:00"),
        ("2026-11-27T17:00:00+07:00", False, "2026-11-30T07:30:00+07:00"),
    ],
)
def test_an_office_says_whether_it_is_open(api: APIClient, moment: str, is_open: bool, opens_at: str | None) -> None:
    OfficeFactory(weekdays=True)
    with time_machine.travel(moment, tick=False):
        [row] = results(api, "offices/")
    assert (row["is_open"], row["opens_at"]) == (is_open, opens_at)


def test_an_office_that_never_closes_shows_all_days(api: APIClient) -> None:
    OfficeFactory(is_always_open=True)
    [row] = results(api, "offices/")
    assert (row["is_open"], len(row["opening_hours"])) == (True, 7)


def test_distance_is_in_metres(api: APIClient) -> None:
    OfficeFactory(latitude=12.0, longitude=107.7)
    [row] = results(api, "offices/", near="12.01,107.7")
    assert row["distance_m"] == pytest.approx(1112, abs=3)


def test_near_leaves_out_offices_without_a_place(api: APIClient) -> None:
    OfficeFactory(latitude=None, longitude=None)
    assert results(api, "offices/", near="12,107.7") == []
    assert len(results(api, "offices/")) == 1


@pytest.mark.parametrize("near", ["12", "12,107,1", "a,b", "nan,107", "95,107"])
def test_near_wants_a_point(api: APIClient, near: str) -> None:
    response = api.get("/api/v1/offices/", {"near": near})
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "near"


def test_what_is_inactive_is_not_shown(api: APIClient) -> None:
    OfficeFactory(is_active=False)
    OfficeFactory(agency=AgencyFactory(code="A01", is_active=False))
    EmergencyNumberFactory(is_active=False)
    assert results(api, "offices/") == []
    assert results(api, "emergency-numbers/") == []
    assert api.get("/api/v1/agencies/A01/").status_code == 404


def test_answers_can_be_kept_and_asked_again(api: APIClient) -> None:
    AgencyFactory(code="H16")
    first = api.get("/api/v1/agencies/H16/")
    assert "public" in first["Cache-Control"]
    assert api.get("/api/v1/agencies/H16/", headers={"If-None-Match": first["ETag"]}).status_code == 304
