import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.factories.areas import load_areas

pytestmark = pytest.mark.django_db

FIELDS = {
    "code", "name", "name_en", "level", "kind", "parent_code", "valid_from", "valid_to", "merged_into", "latitude",
    "longitude", "area_km2", "population", "is_current",
}  # fmt: skip


@pytest.fixture
def api() -> APIClient:
    load_areas()
    return APIClient()


def test_the_list_has_the_28_units_of_today(api: APIClient) -> None:
    body = api.get("/api/v1/areas/", {"current": "true", "level": "commune", "page_size": 100}).json()
    assert set(body) == {"next", "previous", "results"}
    assert len(body["results"]) == 28
    assert set(body["results"][0]) == FIELDS
    assert body["results"][0]["name"] == "Phường Bắc Gia Nghĩa"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 109),
        ({"level": "ward", "current": "true"}, 3),
        ({"current": "false", "level": "district"}, 8),
        ({"parent": "666"}, 11),
        ({"q": "đắk mil"}, 3),
        ({"q": "ha"}, None),
        ({"q": "!?"}, 0),
    ],
)
def test_filters(api: APIClient, asked: dict[str, str], count: int | None) -> None:
    found = api.get("/api/v1/areas/", {**asked, "page_size": "100"}).json()
    rows = found["results"]
    while found["next"]:
        found = api.get(found["next"]).json()
        rows += found["results"]
    assert len(rows) == count if count is not None else {"24622"} <= {row["code"] for row in rows}


def test_pages_cover_every_version_once(api: APIClient) -> None:
    url, seen = "/api/v1/areas/?page_size=10", []
    while url:
        body = api.get(url).json()
        seen += [(row["code"], row["valid_from"]) for row in body["results"]]
        url = body["next"]
    assert len(seen) == len(set(seen)) == 109


def test_a_wrong_filter_is_a_problem_that_names_it(api: APIClient) -> None:
    response = api.get("/api/v1/areas/", {"level": "village"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in response.json()["errors"]] == ["level"]


def test_the_detail_of_a_reused_code_is_that_of_today(api: APIClient) -> None:
    assert api.get("/api/v1/areas/24646/").json()["name"] == "Xã Đắk Wil"
    assert api.get("/api/v1/areas/24622/").json()["merged_into"] == ["24611"]


def test_an_unknown_code_is_404(api: APIClient) -> None:
    response = api.get("/api/v1/areas/00000/")
    assert (response.status_code, response.json()["code"]) == (404, "area_not_found")


def test_resolve_answers_with_the_units_of_today(api: APIClient) -> None:
    body = api.get("/api/v1/areas/resolve/", {"q": "Đắk R’Lấp"}).json()
    assert body["query"] == "Đắk R’Lấp"
    [match] = body["matches"]
    assert set(match) == FIELDS | {"current"}
    assert {area["code"] for area in match["current"]} == {"24733", "24751", "24760"}


@pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": "a\x00"}, {"q": "x" * 201}])
def test_resolve_wants_a_question(api: APIClient, asked: dict[str, str]) -> None:
    assert api.get("/api/v1/areas/resolve/", asked).status_code == 400


def test_nearest_says_how_it_knows(api: APIClient) -> None:
    body = api.get("/api/v1/areas/nearest/", {"lat": "12.0045", "lon": "107.6837"}).json()
    assert body["area"]["code"] == "24611"
    assert body["method"] == "estimated"
    assert 5_000 < body["distance_m"] < 15_000


def test_nearest_outside_the_province_is_404(api: APIClient) -> None:
    response = api.get("/api/v1/areas/nearest/", {"lat": "10.78", "lon": "106.7"})
    assert (response.status_code, response.json()["code"]) == (404, "outside_province")


@pytest.mark.parametrize(("lat", "lon"), [("nan", "107"), ("12", "inf"), ("91", "107"), ("x", "107"), ("12", "")])
def test_nearest_wants_numbers(api: APIClient, lat: str, lon: str) -> None:
    assert api.get("/api/v1/areas/nearest/", {"lat": lat, "lon": lon}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "areas/",
        "areas/?page_size=100",
        "areas/24611/",
        "areas/resolve/?q=dak+mil",
        "areas/nearest/?lat=12.0045&lon=107.6837",
    ],
)
def test_every_answer_costs_at_most_four_queries_even_when_cold(api: APIClient, path: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert api.get(f"/api/v1/{path}").status_code == 200
    assert len(queries) <= 4


def test_answers_can_be_kept_and_asked_again(api: APIClient) -> None:
    first = api.get("/api/v1/areas/24611/")
    assert "max-age=3600" in first["Cache-Control"]
    again = api.get("/api/v1/areas/24611/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
