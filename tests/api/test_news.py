"""The news over HTTP: shapes, filters, pages, caching, query budgets."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backend.news.api.serializers import ArticleDetailSerializer, ArticleSerializer, NewsCategorySerializer
from tests.factories.areas import load_areas
from tests.factories.news import ArticleFactory, CategoryFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/news/articles/"


def slugs(client: Client, **query: Any) -> list[str]:
    reply = client.get(LIST, query)
    assert reply.status_code == 200, reply.json()
    return [item["slug"] for item in reply.json()["results"]]


def problem(client: Client, **query: Any) -> dict[str, Any]:
    reply = client.get(LIST, query)
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.status_code == reply.json()["status"]
    body: dict[str, Any] = reply.json()
    return body


# --- shapes ---------------------------------------------------------------------------------------------------------


def test_a_guest_reads_the_list_without_an_account(client: Client) -> None:
    ArticleFactory(illustrated=True, warning=True, area_codes=["24611"], summary="Tóm tắt")
    reply = client.get(LIST).json()
    assert list(reply) == ["next", "previous", "results"]
    item = reply["results"][0]
    assert set(item) == set(ArticleSerializer().fields)
    assert item["category"] == {"slug": "tin-tuc", "name": "Tin tức"}
    assert item["cover"] == {
        "url": "http://testserver/media/public/news/x.jpg",
        "thumb_url": "http://testserver/media/public/news/x.thumb.jpg",
        "alt": "Đồi cà phê",
        "width": 1280,
        "height": 720,
    }
    assert (item["is_warning"], item["warning_level"]) == (True, 3)
    assert item["published_at"].endswith("+07:00")


def test_the_detail_has_text_and_related_articles(client: Client) -> None:
    article = ArticleFactory(body_html="<p>Xin chào</p>")
    near = ArticleFactory(category=article.category)
    ArticleFactory(category=CategoryFactory(slug="khac"), slug="far")
    body = client.get(f"{LIST}{article.slug}/").json()
    assert set(body) == set(ArticleDetailSerializer().fields)
    assert (body["body_html"], body["body_text"]) == ("<p>Xin chào</p>", "Xin chào")
    assert [item["slug"] for item in body["related"]] == [near.slug]


def test_related_articles_may_share_only_an_area(client: Client) -> None:
    article = ArticleFactory(area_codes=["24611", "24615"])
    ArticleFactory(category=CategoryFactory(slug="khac"), slug="neighbour", area_codes=["24615"])
    body = client.get(f"{LIST}{article.slug}/").json()
    assert [item["slug"] for item in body["related"]] == ["neighbour"]


def test_categories_come_in_their_order_with_their_topic(client: Client) -> None:
    CategoryFactory(slug="hai", order=2)
    CategoryFactory(slug="mot", order=1)
    body = client.get("/api/v1/news/categories/").json()
    assert [item["slug"] for item in body] == ["mot", "hai"]
    assert body[0]["topic"] == "category:mot"
    assert set(body[0]) == set(NewsCategorySerializer().fields)


def test_english_is_given_where_there_is_some_and_vietnamese_else(client: Client) -> None:
    ArticleFactory(slug="a", title="Một", title_en="One", summary="Tóm tắt", illustrated=True)
    reply = client.get(LIST, headers={"Accept-Language": "en"})
    item = reply.json()["results"][0]
    assert (item["title"], item["summary"], item["cover"]["alt"]) == ("One", "Tóm tắt", "Coffee hills")
    assert item["category"]["name"] == "News"
    assert reply.headers["Content-Language"] == "en"


@pytest.mark.parametrize("trait", ["draft", "scheduled", "expired"])
def test_what_is_not_visible_is_404_in_detail(client: Client, trait: str) -> None:
    article = ArticleFactory(**{trait: True})
    reply = client.get(f"{LIST}{article.slug}/")
    assert (reply.status_code, reply.json()["code"]) == (404, "article_not_found")


# --- filters and search ---------------------------------------------------------------------------------------------


def test_filters_add_up(client: Client) -> None:
    load_areas()
    alerts = CategoryFactory(slug="canh-bao")
    ArticleFactory(slug="both", category=alerts, area_codes=["24611"], is_pinned=True)
    ArticleFactory(slug="area", area_codes=["24611"])
    ArticleFactory(slug="category", category=alerts)
    assert slugs(client, category="canh-bao", area="24611") == ["both"]
    assert set(slugs(client, area="24611,24615")) == {"both", "area"}
    assert slugs(client, pinned="true") == ["both"]
    assert set(slugs(client, pinned="false")) == {"area", "category"}


def test_a_search_hit_comes_with_a_marked_and_escaped_snippet(client: Client) -> None:
    ArticleFactory(title="Tin <b>", summary="Phản ánh & 'đèn' đường hỏng")
    item = client.get(LIST, {"q": "phan anh duong"}).json()["results"][0]
    assert item["snippet"] == "<mark>Phản</mark> <mark>ánh</mark> &amp; &#x27;đèn&#x27; <mark>đường</mark> hỏng"


def test_a_hit_in_the_body_shows_the_body(client: Client) -> None:
    ArticleFactory(body_html="<p>Trạm bơm thủy lợi</p>")
    assert client.get(LIST, {"q": "thuy loi"}).json()["results"] == []
    item = client.get(LIST, {"q": "thuy loi", "in": "body"}).json()["results"][0]
    assert item["snippet"] == "Trạm bơm <mark>thủy</mark> <mark>lợi</mark>"
    assert "body_text" not in item


@pytest.mark.parametrize("query", [{}, {"q": ""}])
def test_without_a_query_there_is_no_snippet(client: Client, query: dict[str, str]) -> None:
    ArticleFactory()
    assert client.get(LIST, query).json()["results"][0]["snippet"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pinned", "maybe"),
        ("in", "title,body"),
        ("area", "99999"),
        ("category", "a b"),
        ("q", "x" * 201),
        ("q", "a\0b"),
    ],
)
def test_a_wrong_filter_is_named(client: Client, name: str, value: str) -> None:
    body = problem(client, **{name: value})
    assert (body["code"], [error["field"] for error in body["errors"]]) == ("validation_error", [name])


# --- pages ----------------------------------------------------------------------------------------------------------


def test_pages_join_without_gap_or_double_while_news_come_in(client: Client) -> None:
    now = timezone.now()
    for n in range(7):
        ArticleFactory(slug=f"a{n}", published_at=now - timedelta(minutes=n // 2))
    seen, url = [], f"{LIST}?page_size=3"
    while url:
        page = client.get(url).json()
        seen += [item["slug"] for item in page["results"]]
        url = page["next"]
        ArticleFactory(published_at=now)
    assert sorted(seen) == [f"a{n}" for n in range(7)]


@pytest.mark.parametrize("cursor", ["nonsense", "cD1ub3QtYS1kYXRl", "cD0yMDI2LTk5LTk5", "bz0tNQ==", "////"])
def test_a_forged_cursor_is_a_problem_not_a_crash(client: Client, cursor: str) -> None:
    ArticleFactory()
    body = problem(client, cursor=cursor)
    assert body["status"] == 404


# --- caching and budgets --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [LIST, f"{LIST}co-dinh/", "/api/v1/news/categories/"])
def test_the_same_bytes_are_sent_once(client: Client, path: str) -> None:
    ArticleFactory(slug="co-dinh")
    first = client.get(path)
    assert "max-age" in first.headers["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    ArticleFactory(slug="moi", category=CategoryFactory(slug="moi"), area_codes=[])
    fresh = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert fresh.status_code == (304 if path.endswith("co-dinh/") else 200)


@pytest.mark.parametrize("size", [1, 100])
def test_a_list_page_costs_one_query_at_any_size(client: Client, size: int, django_assert_num_queries: Any) -> None:
    for _ in range(30):
        ArticleFactory(illustrated=True, title="Cà phê chín")
    for query in ({}, {"q": "ca phe"}, {"q": "ca phe", "in": "body"}, {"category": "tin-tuc"}):
        with django_assert_num_queries(1):
            client.get(LIST, {"page_size": size, **query})


def test_a_detail_costs_two_queries(client: Client, django_assert_num_queries: Any) -> None:
    articles = [ArticleFactory(area_codes=["24611"]) for _ in range(6)]
    with django_assert_num_queries(2):
        client.get(f"{LIST}{articles[0].slug}/")
