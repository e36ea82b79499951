"""RSS and Atom out, and in again."""

import io
from pathlib import Path
from typing import Any

import feedparser
import pytest
from celery.exceptions import Retry
from django.core.management import CommandError, call_command
from django.test import Client

from backend.common.errors import DomainError
from backend.news import tasks
from backend.news.fetching import FetchError
from backend.news.importing import import_feed
from backend.news.models import Article
from backend.news.workflow import Status
from tests.factories.news import ArticleFactory, CategoryFactory

pytestmark = pytest.mark.django_db

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Cổng tỉnh</title>
<item><title>Tin &lt;b&gt;một&lt;/b&gt;</title><guid>g-1</guid><link>https://example.vn/1</link>
<description>Tóm tắt &lt;script&gt;x()&lt;/script&gt;</description>
<content:encoded><![CDATA[<p onclick="x()">Nội dung đầy đủ hơn</p><img src="https://t.example/p.gif">]]></content:encoded>
<pubDate>Mon, 02 Nov 2026 08:00:00 +0700</pubDate></item>
<item><guid>g-2</guid><description>Không có tiêu đề</description></item>
<item><title>Không biết là bài nào</title></item>
<item><title>Liên kết lạ</title><guid>g-4</guid><link>javascript:alert(1)</link></item>
<item><title>Ngày mai xa xôi</title><guid>g-5</guid><pubDate>Mon, 02 Nov 2099 08:00:00 +0700</pubDate></item>
<item><title>Tin hai</title><guid>g-6</guid></item>
</channel></rss>""".encode()


@pytest.mark.parametrize(("name", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_the_feed_is_well_formed_and_lists_what_is_visible(client: Client, name: str, version: str) -> None:
    shown = ArticleFactory(title="Cà phê & tiêu\x0b", summary="Tóm tắt <b>", author_name="Ban biên tập")
    ArticleFactory(draft=True)
    reply = client.get(f"/feeds/news.{name}")
    feed = feedparser.parse(io.BytesIO(reply.content))
    assert (feed.bozo, feed.version) == (False, version)
    assert [entry.title for entry in feed.entries] == ["Cà phê & tiêu"]
    assert feed.entries[0].id == f"urn:daknong-c:article:{shown.pk}"


def test_the_feed_knows_category_and_language(client: Client) -> None:
    ArticleFactory(category=CategoryFactory(slug="canh-bao"), title="Bão", title_en="Storm")
    ArticleFactory(title="Khác")
    reply = client.get("/feeds/news.rss", {"category": "canh-bao", "lang": "en"})
    assert [entry.title for entry in feedparser.parse(io.BytesIO(reply.content)).entries] == ["Storm"]
    assert client.get("/feeds/news.rss", {"category": "no-such"}).status_code == 404


def test_an_unchanged_feed_is_304(client: Client, django_assert_max_num_queries: Any) -> None:
    ArticleFactory()
    first = client.get("/feeds/news.atom")
    with django_assert_max_num_queries(2):
        again = client.get("/feeds/news.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_import_takes_what_is_right_and_lists_the_rest_with_reasons() -> None:
    result = import_feed(data=RSS, category=CategoryFactory())
    assert (result.created, result.updated, result.unchanged) == (2, 0, 0)
    assert [wrong.number for wrong in result.wrong] == [2, 3, 4, 5]
    assert len({str(wrong.reason) for wrong in result.wrong}) == 4
    article = Article.objects.get(source_guid="g-1")
    assert article.title == "Tin một"
    assert article.body_html == "<p>Nội dung đầy đủ hơn</p>"
    assert article.summary == "Tóm tắt"
    assert article.status == Status.DRAFT


def test_importing_twice_is_importing_once() -> None:
    category = CategoryFactory()
    import_feed(data=RSS, category=category, publish=True)
    before = dict(Article.objects.values_list("source_guid", "updated_at"))
    result = import_feed(data=RSS, category=category, publish=True)
    assert (result.created, result.updated, result.unchanged) == (0, 0, 2)
    assert dict(Article.objects.values_list("source_guid", "updated_at")) == before


def test_a_corrected_entry_changes_its_article_and_leaves_the_status() -> None:
    category = CategoryFactory()
    import_feed(data=RSS, category=category, publish=True)
    result = import_feed(data=RSS.replace(b"Tin hai", "Tin hai, đã sửa".encode()), category=category)
    article = Article.objects.get(source_guid="g-6")
    assert (result.updated, article.title, article.status) == (1, "Tin hai, đã sửa", Status.PUBLISHED)


def test_our_own_feed_can_be_read_back(client: Client) -> None:
    ArticleFactory(title="Cà phê", summary="Được mùa")
    result = import_feed(data=client.get("/feeds/news.atom").content, category=CategoryFactory())
    assert (result.created, result.wrong) == (1, [])


@pytest.mark.parametrize("data", [b"", b"<html><p>404</p></html>", b"\x00\x01", b"/etc/passwd"])
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(DomainError, match="feed_invalid"):
        import_feed(data=data, category=CategoryFactory())


def test_the_command_reads_a_file_and_says_what_it_did(tmp_path: Path) -> None:
    CategoryFactory(slug="tin-tuc")
    path, out, err = tmp_path / "feed.xml", io.StringIO(), io.StringIO()
    path.write_bytes(RSS)
    call_command("import_feed", str(path), "--category=tin-tuc", stdout=out, stderr=err)
    assert out.getvalue().strip() == "2 new, 0 changed, 0 unchanged, 4 wrong"
    assert "entry 2 (no title)" in err.getvalue()


def test_the_command_names_the_categories_there_are() -> None:
    CategoryFactory(slug="tin-tuc")
    with pytest.raises(CommandError, match="tin-tuc"):
        call_command("import_feed", "x.xml", "--category=nope")


def test_the_task_asks_again_only_when_the_other_side_may_recover(monkeypatch: pytest.MonkeyPatch) -> None:
    CategoryFactory(slug="tin-tuc")

    def fail(*, is_passing: bool) -> None:
        def fetch(url: str) -> bytes:
            raise FetchError("fetch_failed", "x", is_passing=is_passing)

        monkeypatch.setattr(tasks, "fetch", fetch)

    fail(is_passing=False)
    tasks.import_feed_task.run("https://example.vn/rss", "tin-tuc")
    fail(is_passing=True)
    with pytest.raises((Retry, FetchError)):
        tasks.import_feed_task.run("https://example.vn/rss", "tin-tuc")


def test_the_task_takes_the_feed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    CategoryFactory(slug="tin-tuc")
    monkeypatch.setattr(tasks, "fetch", lambda url: RSS)
    tasks.import_feed_task.run("https://example.vn/rss", "tin-tuc", "", True)
    assert Article.objects.visible().count() == 2


def test_the_task_does_nothing_for_a_category_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks, "fetch", asked.append)
    tasks.import_feed_task.run("https://example.vn/rss", "no-such")
    assert asked == []
