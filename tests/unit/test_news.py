"""Articles: derived columns, search, who sees what when, and the way from draft to archive."""

import io
import unicodedata
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from backend.common.errors import Conflict, DomainError
from backend.common.models import AuditEntry
from backend.news.demo import blocks_to_html
from backend.news.models import Article
from backend.news.selectors import articles_published
from backend.news.services import (
    article_archive,
    article_cover_set,
    article_create,
    article_publish,
    article_schedule,
    article_update,
    article_withdraw,
)
from backend.news.workflow import TRANSITIONS, Status
from tests.factories.news import ArticleFactory, CategoryFactory

pytestmark = pytest.mark.django_db


def found(query: str, **options: bool) -> list[str]:
    return [row["slug"] for row in articles_published(query=query, **options)]


# --- derived columns ------------------------------------------------------------------------------------------------


def test_plain_text_follows_the_markup_even_when_one_field_is_saved() -> None:
    article = ArticleFactory(body_html="<p>cũ</p>")
    article.body_html = "<p>mới</p><p>hơn</p>"
    article.save(update_fields=["body_html"])
    article.refresh_from_db()
    assert article.body_text == "mới\nhơn"
    assert article.body_terms == ["moi", "hon"]


def test_a_pasted_data_link_does_not_break_the_index() -> None:
    article = ArticleFactory(body_html=f"<p>ảnh {'a' * 20_000} đẹp</p>")
    assert article.body_terms == ["anh", "dep"]


# --- search ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "phan anh duong",
        "Phản ánh đường",
        unicodedata.normalize("NFD", "phản ánh"),
        "PHẢN ÁNH",
        "den duong",
        "street lights",
        "gia nghia",
    ],
)
def test_search_does_not_mind_marks_case_or_language(query: str) -> None:
    ArticleFactory(
        slug="den", title="Phản ánh: đèn đường hư hỏng ở Gia Nghĩa", title_en="Reports: broken street lights"
    )
    ArticleFactory(slug="khac", title="Phần thưởng cho anh hùng trên con đường")
    assert found(query) == ["den"]


@pytest.mark.parametrize(
    ("stored", "asked"), [("hòa bình", "hoà bình"), ("hoà bình", "hòa bình"), ("lũy tre", "luỹ tre")]
)
def test_both_ways_to_place_the_tone_agree(stored: str, asked: str) -> None:
    ArticleFactory(slug="a", title=unicodedata.normalize("NFD", stored))
    assert found(asked) == ["a"]


def test_bodies_are_searched_only_when_asked_for() -> None:
    ArticleFactory(slug="a", title="Tin", body_html="<p>Đập thủy lợi Đắk R'tíh</p>")
    assert found("thuy loi") == []
    assert found("thuy loi", in_body=True) == ["a"]


def test_a_query_without_letters_finds_nothing_rather_than_everything() -> None:
    ArticleFactory()
    assert found("!!! ???") == []


# --- who sees what when ---------------------------------------------------------------------------------------------


def test_only_published_and_unexpired_articles_whose_time_has_come_are_visible() -> None:
    ArticleFactory(slug="now")
    ArticleFactory(slug="later", scheduled=True)
    ArticleFactory(slug="over", expired=True)
    ArticleFactory(slug="draft", draft=True)
    ArticleFactory(slug="archived", status=Status.ARCHIVED)
    assert [row["slug"] for row in articles_published()] == ["now"]
    tomorrow = timezone.now() + timedelta(days=1)
    assert {row["slug"] for row in articles_published(now=tomorrow)} == {"now", "later"}


def test_a_scheduled_article_appears_when_its_time_comes_without_any_task() -> None:
    article = ArticleFactory(slug="a", draft=True)
    at = timezone.now() + timedelta(hours=2)
    article_schedule(article=article, at=at, expires_at=at + timedelta(hours=1))
    shown = [bool(articles_published(now=at + timedelta(minutes=m))) for m in (-1, 0, 59, 60)]
    assert shown == [False, True, True, False]


# --- writing --------------------------------------------------------------------------------------------------------


def test_a_new_article_is_a_draft_with_a_free_slug_and_an_audit_row() -> None:
    category = CategoryFactory()
    first, second = (article_create(title="Mùa cà phê Đắk Mil", category=category) for _ in range(2))
    assert (first.slug, second.slug) == ("mua-ca-phe-dak-mil", "mua-ca-phe-dak-mil-2")
    assert first.status == Status.DRAFT
    assert AuditEntry.objects.filter(action="article_create", target_id=str(first.pk)).count() == 1


def test_an_article_without_title_is_refused_with_the_field_named() -> None:
    with pytest.raises(DomainError) as caught:
        article_create(title="  ", category=CategoryFactory(), summary="x")
    assert [field.field for field in caught.value.fields] == ["title"]


def test_nobody_sets_the_status_by_an_update() -> None:
    with pytest.raises(TypeError):
        article_update(article=ArticleFactory(draft=True), status=Status.PUBLISHED)


def test_an_update_that_changes_nothing_writes_nothing() -> None:
    article = ArticleFactory(title="Một")
    before = article.updated_at
    article_update(article=article, title="Một")
    article.refresh_from_db()
    assert article.updated_at == before
    assert not AuditEntry.objects.filter(action="article_update").exists()


@pytest.mark.parametrize("current", list(Status))
@pytest.mark.parametrize(
    ("move", "wanted"),
    [(article_publish, Status.PUBLISHED), (article_archive, Status.ARCHIVED), (article_withdraw, Status.DRAFT)],
)
def test_only_the_moves_of_the_table_are_allowed(current: Status, move: object, wanted: Status) -> None:
    article = ArticleFactory(status=current)
    if wanted in TRANSITIONS[current]:
        move(article=article)  # type: ignore[operator]
        article.refresh_from_db()
        assert article.status == wanted
    else:
        with pytest.raises(Conflict, match="article_transition_not_allowed"):
            move(article=article)  # type: ignore[operator]


def test_two_who_publish_at_once_do_not_both_win() -> None:
    article = ArticleFactory(draft=True)
    other = Article.objects.get(pk=article.pk)
    article_publish(article=article)
    with pytest.raises(Conflict):
        article_publish(article=other)


def test_an_article_cannot_end_before_it_begins() -> None:
    with pytest.raises(DomainError, match="expiry_before_publication"):
        article_publish(article=ArticleFactory(draft=True), expires_at=timezone.now() - timedelta(hours=1))


def test_scheduling_into_the_past_is_refused() -> None:
    with pytest.raises(DomainError, match="schedule_in_past"):
        article_schedule(article=ArticleFactory(draft=True), at=timezone.now() - timedelta(hours=1))


def test_the_same_cover_is_stored_once(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    picture = io.BytesIO()
    Image.new("RGB", (900, 600), "green").save(picture, "PNG")
    one, two = ArticleFactory(), ArticleFactory()
    for article in (one, two):
        article_cover_set(article=article, file=picture, alt="Đồi xanh", alt_en="Green hill")
    assert one.cover == two.cover
    assert default_storage.exists(one.cover_thumb)
    assert (one.cover_width, one.cover_height) == (900, 600)


def test_the_notation_of_the_data_files_becomes_markup() -> None:
    blocks = ["Mở **đầu** <x>", "## Mục", "- a", "- b", "1. c", "> d `e`"]
    assert blocks_to_html(blocks) == (
        "<p>Mở <strong>đầu</strong> &lt;x&gt;</p><h2>Mục</h2><ul><li>a</li><li>b</li></ul>"
        "<ol><li>c</li></ol><blockquote>d <code>e</code></blockquote>"
    )
