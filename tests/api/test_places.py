"""Places over HTTP."""

from typing import Any

import pytest
from django.test import Client

from backend.places.api.serializers import PlaceDetailSerializer, PlaceSerializer
from tests.factories.areas import load_areas
from tests.factories.places import PlaceFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/places/"


def slugs(client: Client, **query: Any) -> list[str]:
    reply = client.get(LIST, query)
    assert reply.status_code == 200, reply.json()
    return [item["slug"] for item in reply.json()["results"]]


def test_list_and_detail_have_the_shapes_of_the_schema(client: Client) -> None:
    place = PlaceFactory(image="public/places/x.jpg", image_thumb="public/places/x.thumb.jpg", image_alt="Hồ")
    item = client.get(LIST).json()["results"][0]
    assert set(item) == set(PlaceSerializer().fields)
    assert item["image"]["thumb_url"] == "http://testserver/media/public/places/x.thumb.jpg"
    assert (item["category"], item["distance_m"]) == ("lake", None)
    assert set(client.get(f"{LIST}{place.slug}/").json()) == set(PlaceDetailSerializer().fields)


def test_near_puts_the_nearest_first_with_metres(client: Client) -> None:
    PlaceFactory(slug="far", latitude=12.5, longitude=107.7, rank=1)
    PlaceFactory(slug="near", latitude=12.01, longitude=107.7, rank=2)
    items = client.get(LIST, {"near": "12,107.7"}).json()["results"]
    assert [(item["slug"], item["distance_m"]) for item in items] == [("near", 1112), ("far", 55598)]
    assert slugs(client) == ["far", "near"]


def test_pages_by_distance_join_even_where_distances_are_equal(client: Client) -> None:
    for n in range(7):
        PlaceFactory(slug=f"p{n}", latitude=12 + n // 3 / 100)
    seen, url = [], f"{LIST}?near=12,107.7&page_size=2"
    while url:
        page = client.get(url).json()
        seen += [item["slug"] for item in page["results"]]
        url = page["next"]
    assert seen == [f"p{n}" for n in range(7)]


def test_pages_by_rank_join_even_where_ranks_are_equal(client: Client) -> None:
    for n in range(5):
        PlaceFactory(slug=f"p{n}", rank=1 + n // 3)
    seen, url = [], f"{LIST}?page_size=2"
    while url:
        page = client.get(url).json()
        seen += [item["slug"] for item in page["results"]]
        url = page["next"]
    assert seen == [f"p{n}" for n in range(5)]


def test_filters_and_search_add_up(client: Client) -> None:
    load_areas()
    PlaceFactory(slug="a", name="Thác Đray Sáp", name_en="Dray Sap waterfall", category="waterfall", area_code="24697")
    PlaceFactory(slug="b", name="Hồ Tây", area_code="24697")
    PlaceFactory(slug="hidden", is_shown=False, area_code="24697")
    assert slugs(client, area="24697") == ["a", "b"]
    assert slugs(client, q="dray sap", category="waterfall") == ["a"]
    assert slugs(client, q="waterfall") == ["a"]
    assert slugs(client, q="?!") == []


@pytest.mark.parametrize(
    "query", [{"near": "12"}, {"near": "nan,107"}, {"near": "91,0"}, {"category": "x"}, {"area": "9"}]
)
def test_a_wrong_filter_is_named(client: Client, query: dict[str, str]) -> None:
    reply = client.get(LIST, query)
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (400, next(iter(query)))


def test_a_hidden_place_is_404(client: Client) -> None:
    PlaceFactory(slug="hidden", is_shown=False)
    reply = client.get(f"{LIST}hidden/")
    assert (reply.status_code, reply.json()["code"]) == (404, "place_not_found")


def test_the_same_bytes_are_sent_once(client: Client) -> None:
    PlaceFactory()
    first = client.get(LIST)
    assert client.get(LIST, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("query", [{}, {"near": "12,107.7"}, {"q": "diem den"}])
def test_a_list_page_costs_one_query(client: Client, query: dict[str, str], django_assert_num_queries: Any) -> None:
    for _ in range(10):
        PlaceFactory()
    with django_assert_num_queries(1):
        client.get(LIST, query)
