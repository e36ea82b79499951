"""Pages of links that people pass on, and which app may open them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.feedback import ReportFactory
from tests.factories.news import ArticleFactory
from tests.factories.places import PlaceFactory
from tests.factories.public_services import make_procedure

pytestmark = pytest.mark.django_db

FINGERPRINT = ":".join(["AB"] * 32)


def test_an_article_is_read_whole_by_who_has_no_app(client: Client) -> None:
    article = ArticleFactory(
        illustrated=True,
        title="Bão <số 5>",
        title_en="Storm",
        summary="Gió giật",
        body_html="<p>Ở yên <b>trong nhà</b>.</p>",
    )
    reply = client.get(f"/app/article/{article.slug}")
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "<h1>Bão &lt;số 5&gt;</h1>" in page and "<p>Ở yên <b>trong nhà</b>.</p>" in page
    assert f'href="daknong://article/{article.slug}"' in page
    assert _said(page, "og:title") == "Bão &lt;số 5&gt;" and _said(page, "og:description") == "Gió giật"
    assert _said(page, "og:image").startswith("http") and 'alt="Đồi cà phê"' in page
    assert "noindex" not in page
    assert reply["Cache-Control"] == "public, max-age=300" and "Accept-Language" in reply["Vary"]
    assert (
        "<h1>Storm</h1>"
        in client.get(f"/app/article/{article.slug}", headers={"Accept-Language": "en"}).content.decode()
    )


def _said(page: str, name: str) -> str:
    found = re.search(rf'<meta property="{name}" content="([^"]*)">', page)
    assert found, name
    return found[1]


def _place() -> tuple[str, str]:
    place = PlaceFactory(name="Thác Đray Sáp", address="Xã Đắk Sôr")
    return f"place/{place.slug}", "Xã Đắk Sôr"


def _procedure() -> tuple[str, str]:
    procedure = make_procedure(requirements="Giấy chứng sinh")
    return f"procedure/{procedure.code}", "Giấy chứng sinh"


def _report() -> tuple[str, str]:
    report = ReportFactory(is_public=True, text="Ổ gà, gọi tôi 0912345678", place_text="Trước số 5")
    return f"public-report/{report.code}@12.00460,107.68740", "Ổ gà, gọi tôi •••"


@pytest.mark.parametrize("make", [_place, _procedure, _report])
def test_a_page_says_what_the_link_leads_to(client: Client, make: Callable[[], tuple[str, str]]) -> None:
    path, words = make()
    reply = client.get(f"/app/{path}")
    assert reply.status_code == 200
    assert words in reply.content.decode() and f'href="daknong://{path}"' in reply.content.decode()


@pytest.mark.parametrize("make", [_place, _procedure, _report])
def test_a_page_costs_one_query(client: Client, make: Callable[[], tuple[str, str]]) -> None:
    path, _words = make()
    client.get(f"/app/{path}")  # the first of a process reads the areas, which stay in memory
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/app/{path}")
    # In a transaction, as here, the areas' stamp is asked each time; outside one it is not.
    assert len([query for query in asked.captured_queries if "areas_area" not in query["sql"]]) == 1


@pytest.mark.parametrize("path", ["dossier/H16.31-261102-0001", "report/PA-261120-1043K", "inbox", "inbox/1-2"])
def test_of_peoples_own_things_it_says_nothing(client: Client, path: str) -> None:
    report = ReportFactory(text="Ổ gà trước nhà tôi")
    for address in (path, f"report/{report.code}"):
        page = client.get(f"/app/{address}").content.decode()
        assert f'href="daknong://{address}"' in page and "noindex" in page
        assert report.text not in page


@pytest.mark.parametrize(
    "path",
    ["article/khong-co", "article", "place/khong-co", "procedure/9", "public-report/PA-1", "public-report/@", "x/y"],
)
def test_what_is_not_there_is_a_page_that_says_so(client: Client, path: str) -> None:
    reply = client.get(f"/app/{path}")
    assert reply.status_code == 404 and "Không có gì ở địa chỉ này" in reply.content.decode()


def test_what_is_not_published_is_not_shown(client: Client) -> None:
    hidden = [
        f"article/{ArticleFactory(draft=True).slug}",
        f"article/{ArticleFactory(expired=True).slug}",
        f"place/{PlaceFactory(is_shown=False).slug}",
        f"procedure/{make_procedure(is_active=False).code}",
        f"public-report/{ReportFactory(is_public=False).code}@12.0,107.6",
    ]
    assert [client.get(f"/app/{path}").status_code for path in hidden] == [404] * len(hidden)


def test_a_link_takes_nothing_but_reading(client: Client) -> None:
    assert client.post("/app/inbox").status_code == 405
    assert client.head(f"/app/article/{ArticleFactory().slug}").status_code == 200


def test_the_shop_is_named_once_the_app_is_there(client: Client, settings: Any) -> None:
    assert "Tải ứng dụng" not in client.get("/app/inbox").content.decode()
    settings.ANDROID_APP_URL = "https://shop.example/app"
    assert 'href="https://shop.example/app"' in client.get("/app/inbox").content.decode()


def test_android_learns_which_app_is_ours(client: Client, settings: Any) -> None:
    assert client.get("/.well-known/assetlinks.json").status_code == 404
    settings.ANDROID_CERT_SHA256 = [FINGERPRINT]
    reply = client.get("/.well-known/assetlinks.json")
    assert reply["Content-Type"] == "application/json"
    target = {
        "namespace": "android_app",
        "package_name": "vn.daknong.daknongc",
        "sha256_cert_fingerprints": [FINGERPRINT],
    }
    assert reply.json() == [{"relation": ["delegate_permission/common.handle_all_urls"], "target": target}]
