"""Decoding, rich text, folding, formats: small things that would be seen everywhere if they were wrong."""

from __future__ import annotations

from datetime import datetime

import pytest

from citizen_mobile.client.decode import decode
from citizen_mobile.client.fold import fold
from citizen_mobile.client.models import Article, ArticleItem, Dossier, Procedure, ProcedureItem
from citizen_mobile.client.richtext import Block, blocks, escape, snippet_markup
from citizen_mobile.locale import format as fmt
from tests.mobile.content.basics import NOW
from tests.mobile.content.services import DOSSIER, procedure_detail


def same(text: str) -> str:
    return text


def test_a_newer_servers_fields_are_ignored_and_missing_ones_take_defaults() -> None:
    article = decode(Article, {"slug": "a", "title": "T", "from_the_future": [1], "cover": None})
    assert (article.slug, article.cover, article.related) == ("a", None, [])


def test_nested_lists_and_times_are_decoded() -> None:
    procedure = decode(Procedure, procedure_detail("1.001193"))
    assert procedure.field is not None
    assert procedure.field.name == "Hộ tịch"
    assert procedure.cases[0].documents[0].form_code == "TP-HT-2020"
    assert procedure.updated_at == datetime.fromisoformat("2026-10-02T08:00:00+07:00")


def test_a_word_where_an_object_was_expected_is_its_name() -> None:
    assert decode(ArticleItem, {"category": "Thác nước"}).category.name == "Thác nước"
    assert decode(Dossier, {"missing_documents": ["Bản sao"]}).missing_documents[0].name == "Bản sao"


def test_a_list_where_words_were_expected_is_told_as_words() -> None:
    assert decode(ProcedureItem, {"audience": ["Công dân", "Hợp tác xã"]}).audience == "Công dân, Hợp tác xã"


def test_a_status_code_that_is_a_number_becomes_text() -> None:
    assert decode(Dossier, DOSSIER).status.code == "5"


def test_article_html_becomes_blocks_that_a_label_can_show() -> None:
    source = "<p>Một <strong>đậm</strong> [ngoặc] &amp; chữ</p><ul><li>hai</li></ul><blockquote><p>ba</p></blockquote>"
    assert blocks(source) == [
        Block("p", "Một [b]đậm[/b] &bl;ngoặc&br; &amp; chữ"),
        Block("li", "hai"),
        Block("q", "ba"),
    ]


def test_plain_text_is_one_block_a_line() -> None:
    assert blocks("một\n\nhai") == [Block("p", "một"), Block("p", "hai")]


def test_a_snippet_marks_what_was_found_and_nothing_else() -> None:
    said = snippet_markup("a &lt;b&gt; <mark>phản ánh</mark> [x]", "#112233")
    assert said == "a <b> [b][color=#112233]phản ánh[/color][/b] &bl;x&br;"


def test_markup_in_content_is_harmless() -> None:
    assert escape("[color=ff0000]") == "&bl;color=ff0000&br;"


@pytest.mark.parametrize(("first", "second"), [("Đắk R’Lấp", "dak r'lap"), ("Quảng  Hòa", "quang hoà")])
def test_folding_ignores_tones_case_and_spelling(first: str, second: str) -> None:
    assert fold(first) == fold(second)


def test_money_and_dates_are_written_as_here() -> None:
    assert fmt.money(1_250_000, same) == "1.250.000 đ"
    assert fmt.money(0, same) == "Free of charge"
    assert fmt.day_time(datetime.fromisoformat("2026-11-23T01:05:00+00:00")) == "08:05, 23/11/2026"


def test_numbers_have_the_mark_of_their_language() -> None:
    assert [fmt.length(metres, "vi") for metres in (0, 349.6, 994, 996, 1240, 9_960, 24_300)] == [
        "0 m", "350 m", "994 m", "1 km", "1,2 km", "10 km", "24 km",
    ]  # fmt: skip
    assert [fmt.size(octets, "vi") for octets in (1, 14_900, 999_999, 3_440_000)] == [
        "1 kB",
        "14 kB",
        "999 kB",
        "3,4 MB",
    ]
    assert (fmt.length(1240, "en"), fmt.size(3_440_000, "en"), fmt.decimal(4.25, "en")) == ("1.2 km", "3.4 MB", "4.2")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-23T09:29:30+07:00", "just now"),
        ("2026-11-23T09:00:00+07:00", "30 min ago"),
        ("2026-11-23T02:30:00+00:00", "just now"),
        ("2026-11-22T08:00:00+07:00", "yesterday"),
        ("2026-11-20T09:30:00+07:00", "3 days ago"),
        ("2026-10-02T09:30:00+07:00", "02/10/2026"),
    ],
)
def test_ages_are_told_in_words_up_to_a_week(at: str, said: str) -> None:
    fmt.freeze(datetime.fromisoformat(NOW))
    try:
        assert fmt.age(datetime.fromisoformat(at), same) == said
    finally:
        fmt.freeze(None)
