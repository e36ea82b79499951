"""Published reports on a map and near a point, over HTTP."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.areas.geometry import distance_m
from backend.feedback.grid import Box
from backend.feedback.mapping import map_view
from backend.feedback.models import Report
from backend.feedback.services import map_recount
from tests.factories.feedback import ReportCategoryFactory, ReportFactory
from tests.factories.feedback_map import on_map

pytestmark = pytest.mark.django_db

MAP, LIST = "/api/v1/public-reports/map/", "/api/v1/public-reports/"
PROVINCE = "107.2,11.7,108.2,12.8"
TOWN = (107.6, 11.9, 107.8, 12.1)


def box(west: float, south: float, east: float, north: float) -> str:
    return f"{west},{south},{east},{north}"


def seen(client: Client, bbox: str = PROVINCE, zoom: int = 9, **filters: str) -> dict[str, Any]:
    reply = client.get(MAP, {"bbox": bbox, "zoom": zoom, **filters})
    assert reply.status_code == 200, reply.json()
    return dict(reply.json())


def codes(shown: dict[str, Any]) -> set[str]:
    assert shown["clusters"] == []
    return {point["code"] for point in shown["points"]}


def many(count: int, seed: int = 1, area: tuple[float, float, float, float] = TOWN, **values: Any) -> list[Report]:
    """Published reports all over an area, in one insert."""
    chance, (west, south, east, north) = random.Random(seed), area
    made = [
        ReportFactory.build(
            category=ReportCategoryFactory.create(),
            code=f"M{seed}-{number}",
            latitude=chance.uniform(south, north),
            longitude=chance.uniform(west, east),
            is_public=True,
            **values,
        )
        for number in range(count)
    ]
    for report in made:
        report.place_number()
    Report.objects.bulk_create(made)
    map_recount()
    return made


class TestPoints:
    def test_a_few_reports_are_points_even_from_afar(self, client: Client) -> None:
        [report, _other] = on_map((12.0, 107.69), (12.4, 107.6))
        shown = seen(client)
        assert shown["clusters"] == [] and len(shown["points"]) == 2
        point = next(point for point in shown["points"] if point["code"] == report.code)
        assert (point["latitude"], point["longitude"]) == (12.0, 107.69)
        assert point["category"] == {"slug": "roads", "name": "Đường sá, cầu cống"}
        assert point["status"] == {"code": "new", "name": "Mới"}
        assert set(point) == {"code", "latitude", "longitude", "category", "status", "created_at"}

    def test_only_what_is_public_and_in_the_box(self, client: Client) -> None:
        inside, _outside = on_map((12.0, 107.69), (12.2, 107.69))
        on_map((12.0, 107.691), is_public=False)
        on_map((12.0001, 107.70001))  # in a square that the box touches, and beside the box
        assert codes(seen(client, box(107.68, 11.99, 107.7, 12.01), 14)) == {inside.code}

    def test_the_newest_come_first_in_the_language_asked_for(self, client: Client) -> None:
        older, newer = on_map((12.0, 107.69), (12.001, 107.69))
        shown = client.get(MAP, {"bbox": PROVINCE, "zoom": 12}, headers={"Accept-Language": "en"}).json()
        assert [point["code"] for point in shown["points"]] == [newer.code, older.code]
        assert shown["points"][0]["category"]["name"] == "Roads and bridges"

    def test_filters_add_up(self, client: Client) -> None:
        lamps = ReportCategoryFactory.create(slug="lighting")
        [wanted] = on_map((12.0, 107.69), category=lamps, status="received")
        on_map((12.0, 107.69), category=lamps, status="closed")
        on_map((12.0, 107.69), status="received")
        assert codes(seen(client, category="lighting", status="received")) == {wanted.code}
        assert len(codes(seen(client, category="lighting", status="received,closed"))) == 2
        assert codes(seen(client, category="no-such")) == set()


class TestClusters:
    def test_from_afar_more_than_fifty_are_clusters_and_from_near_points(self, client: Client) -> None:
        many(51)
        shown = seen(client)
        assert shown["points"] == [] and sum(cluster["count"] for cluster in shown["clusters"]) == 51
        assert len(codes(seen(client, zoom=12))) == 51

    def test_more_than_a_thousand_are_clusters_from_near_too(self, client: Client) -> None:
        many(1000)
        assert len(codes(seen(client, box(*TOWN), zoom=12))) == 1000
        many(1, seed=2)
        shown = seen(client, box(*TOWN), zoom=12)
        assert shown["points"] == [] and sum(cluster["count"] for cluster in shown["clusters"]) == 1001

    def test_a_cluster_stands_in_the_middle_of_its_reports_and_within_its_square(self, client: Client) -> None:
        made = many(400)
        for cluster in seen(client, box(*TOWN), zoom=10)["clusters"]:
            west, south, east, north = cluster["bbox"]
            held = [r for r in made if west <= r.longitude < east and south <= r.latitude < north]
            assert cluster["count"] == len(held)
            assert cluster["latitude"] == pytest.approx(sum(r.latitude for r in held) / len(held), abs=2e-6)
            assert cluster["longitude"] == pytest.approx(sum(r.longitude for r in held) / len(held), abs=2e-6)

    def test_each_zoom_and_filter_counts_every_report_once(self, client: Client) -> None:
        many(120, status="new")
        many(80, seed=2, status="closed")
        for zoom in range(23):
            shown = seen(client, box(*TOWN), zoom)
            assert sum(cluster["count"] for cluster in shown["clusters"]) + len(shown["points"]) == 200, zoom
        assert sum(cluster["count"] for cluster in seen(client, status="closed")["clusters"]) == 80

    def test_a_heap_of_reports_in_the_smallest_square_is_looked_into(self, client: Client) -> None:
        """Nothing finer is counted, so a heap beside the box must not hide what is in it."""
        many(1100, area=(107.69, 12.0, 107.6904, 12.0004))
        [lonely] = on_map((12.0008, 107.6908))
        assert codes(seen(client, box(107.6906, 12.0006, 107.691, 12.001), 20)) == {lonely.code}
        assert seen(client, box(107.69, 12.0, 107.691, 12.001), 20)["clusters"]

    def test_the_whole_world_at_the_finest_zoom_is_a_short_answer(self, client: Client) -> None:
        many(2000, area=(-170, -80, 170, 80))
        shown = seen(client, "-180,-90,180,90", zoom=22)
        assert 0 < len(shown["clusters"]) <= 64 * 32
        assert sum(cluster["count"] for cluster in shown["clusters"]) == 2000


@pytest.mark.parametrize(("count", "queries"), [(0, 1), (3, 2), (60, 1), (1200, 1)])
def test_the_queries_do_not_grow_with_the_reports(count: int, queries: int) -> None:
    many(count)
    with CaptureQueriesContext(connection) as asked:
        map_view(Box(107.2, 11.7, 108.2, 12.8), 9, {})
    assert len(asked) == queries


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ({"zoom": "9"}, "bbox", "required"),
        ({"bbox": PROVINCE}, "zoom", "required"),
        ({"bbox": "107.2,11.7,108.2", "zoom": "9"}, "bbox", "not_a_box"),
        ({"bbox": "107.2,11.7,108.2,nan", "zoom": "9"}, "bbox", "not_a_box"),
        ({"bbox": "11.7,107.2,12.8,108.2", "zoom": "9"}, "bbox", "not_a_box"),
        ({"bbox": "108.2,11.7,107.2,12.8", "zoom": "9"}, "bbox", "empty_box"),
        ({"bbox": "107.2,12.8,108.2,12.8", "zoom": "9"}, "bbox", "empty_box"),
        ({"bbox": PROVINCE, "zoom": "23"}, "zoom", "max_value"),
        ({"bbox": PROVINCE, "zoom": "-1"}, "zoom", "min_value"),
        ({"bbox": PROVINCE, "zoom": "near"}, "zoom", "invalid"),
        ({"bbox": PROVINCE, "zoom": "9", "status": "lost"}, "status", "invalid_choice"),
    ],
)
def test_a_wrong_question_is_a_problem_that_names_what_is_wrong(
    client: Client, query: dict[str, str], field: str, code: str
) -> None:
    reply = client.get(MAP, query)
    assert (reply.status_code, reply.headers["Content-Type"]) == (400, "application/problem+json")
    assert reply.json()["code"] == "validation_error"
    assert [(error["field"], error["code"]) for error in reply.json()["errors"]] == [(field, code)]


class TestNear:
    def near(self, client: Client, point: str = "12,107.69", **query: Any) -> list[tuple[str, int]]:
        reply = client.get(LIST, {"near": point, **query})
        assert reply.status_code == 200, reply.json()
        return [(row["code"], row["distance_m"]) for row in reply.json()["results"]]

    def test_the_nearest_come_first_with_metres_and_none_beyond_the_radius(self, client: Client) -> None:
        far, close, beyond = on_map((12.0026, 107.69), (12.0, 107.6905), (12.0028, 107.69))
        assert self.near(client) == [(close.code, 54), (far.code, 289)]
        assert [code for code, _metres in self.near(client, radius_m=400)] == [close.code, far.code, beyond.code]

    def test_only_published_ones_and_the_other_filters_add_up(self, client: Client) -> None:
        on_map((12.0, 107.69), is_public=False)
        on_map((12.0, 107.69), status="closed")
        [wanted] = on_map((12.0, 107.69), category=ReportCategoryFactory.create(slug="lighting"))
        assert self.near(client, category="lighting", status="new") == [(wanted.code, 0)]

    def test_it_finds_what_measuring_every_report_finds(self, client: Client) -> None:
        made, chance = many(300, area=(107.68, 11.99, 107.70, 12.01)), random.Random(7)
        for _ in range(20):
            lat, lon, radius = chance.uniform(11.99, 12.01), chance.uniform(107.68, 107.7), chance.randint(50, 1500)
            metres = {r.code: metres_between(lat, lon, r) for r in made}
            found = dict(self.near(client, f"{lat:.6f},{lon:.6f}", radius_m=radius, page_size=100))
            expected = sorted((m, code) for code, m in metres.items() if m <= radius - 1)[:100]
            assert {code for _m, code in expected[:95]} <= set(found)
            assert all(abs(metres[code] - told) < 2 and told <= radius for code, told in found.items())

    def test_pages_join_even_where_distances_are_equal(self, client: Client) -> None:
        made = on_map(*[(12.0 + number // 3 / 10_000, 107.69) for number in range(7)])
        found, url = [], f"{LIST}?near=12,107.69&page_size=2"
        while url:
            page = client.get(url).json()
            found += [row["code"] for row in page["results"]]
            url = page["next"]
        assert sorted(found) == sorted(report.code for report in made) and len(found) == 7

    def test_a_page_costs_as_many_queries_as_one_of_the_plain_list(self, client: Client) -> None:
        on_map(*[(12.0, 107.69)] * 5)
        client.get(LIST)  # the first of a process reads the areas, which stay in memory
        for query in ({}, {"near": "12,107.69"}):
            with CaptureQueriesContext(connection) as asked:
                assert len(client.get(LIST, query).json()["results"]) == 5
            assert len(asked) <= 4, [entry["sql"] for entry in asked]

    def test_without_near_the_list_is_as_it_was(self, client: Client) -> None:
        older, newer = on_map((12.0, 107.69), (12.4, 107.6))
        rows = client.get(LIST, {"radius_m": 300}).json()["results"]
        assert [(row["code"], row["distance_m"]) for row in rows] == [(newer.code, None), (older.code, None)]

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"near": "12"}, "near"),
            ({"near": "91,107"}, "near"),
            ({"near": "12,107.69", "radius_m": "0"}, "radius_m"),
            ({"near": "12,107.69", "radius_m": "2001"}, "radius_m"),
        ],
    )
    def test_a_wrong_point_or_radius_is_named(self, client: Client, query: dict[str, str], field: str) -> None:
        reply = client.get(LIST, query)
        assert (reply.status_code, reply.json()["errors"][0]["field"]) == (400, field)

    @pytest.mark.parametrize("point", ["90,0", "-90,180", "0,-180", "89.999,179.999"])
    def test_the_edges_of_the_earth_are_answered_too(self, client: Client, point: str) -> None:
        assert self.near(client, point, radius_m=2000) == []


def metres_between(latitude: float, longitude: float, report: Report) -> float:
    """By the areas' own arithmetic, on the sphere."""
    assert report.latitude is not None and report.longitude is not None
    return distance_m(longitude, latitude, report.longitude, report.latitude)
