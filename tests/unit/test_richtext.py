"""Rich text: what stays, what goes, and that no way into the database goes around it."""

import pytest

from backend.common.richtext import html_sanitise, html_to_text
from backend.news.models import Article
from tests.factories.news import ArticleFactory
from tests.factories.places import PlaceFactory

DIRTY = '<p onclick="x()">Chào</p><script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:x()">đây</a>'
CLEAN = '<p>Chào</p><a rel="noopener noreferrer">đây</a>'


def test_scripts_handlers_pictures_and_odd_links_are_dropped() -> None:
    assert html_sanitise(DIRTY) == CLEAN


@pytest.mark.parametrize(
    "markup",
    [
        DIRTY,
        "<div>Một<div>Hai</div></div>",
        "<h1>Đầu đề</h1><div>chữ</div>",
        "<p>chưa đóng <b>đậm",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        '<a href="https://example.com" target="_blank">x</a>',
        "a < b & c",
        "<table><tr><td colspan=2>ô</table>",
    ],
)
def test_cleaning_twice_gives_the_same_bytes(markup: str) -> None:
    once = html_sanitise(markup)
    assert html_sanitise(once) == once


def test_the_editors_own_blocks_become_paragraphs_and_headings() -> None:
    assert html_sanitise("<h1>A</h1><div>b</div>") == "<h2>A</h2><p>b</p>"


def test_deep_links_of_the_app_stay() -> None:
    assert 'href="daknong://article/x"' in html_sanitise('<a href="daknong://article/x">x</a>')


def test_decomposed_letters_and_control_characters_are_made_whole() -> None:
    assert html_sanitise("<p>Đa\u0306\u0301k\x0b</p>") == "<p>Đắk</p>"


def test_plain_text_has_a_line_for_each_block() -> None:
    assert html_to_text("<h2>A</h2><p>b<br>c &amp; d</p><ul><li>e</li><li>f</li></ul>") == "A\nb\nc & d\ne\nf"


@pytest.mark.django_db
def test_save_update_and_bulk_create_all_sanitise() -> None:
    saved = ArticleFactory(body_html=DIRTY)
    assert saved.body_html == CLEAN
    Article.objects.filter(pk=saved.pk).update(body_html_en=DIRTY)
    other = ArticleFactory.build(category=saved.category, slug="khac", body_html=DIRTY)
    Article.objects.bulk_create([other])
    saved.refresh_from_db()
    other.refresh_from_db()
    assert {saved.body_html, saved.body_html_en, other.body_html} == {CLEAN}


@pytest.mark.django_db
def test_a_place_is_sanitised_too() -> None:
    assert PlaceFactory(description_html=DIRTY).description_html == CLEAN
