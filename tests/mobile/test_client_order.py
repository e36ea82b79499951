"""Words are compared as the server compares them, and sorted as a Vietnamese dictionary sorts them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.common import search
from citizen_mobile.client.fold import MAX_QUERY_WORDS, fold, holds, query_words
from citizen_mobile.client.order import vietnamese

WRITTEN = [
    "Phản ánh hỏng đường", "ĐẮK NÔNG", "hòa", "hoà", "R’Lấp", "R'Lấp", "Quyết định 12/2024/QĐ-UBND",
    "  nhiều   khoảng\ttrắng ", "…", "H’Bia Niê", "½ tạ", "ﬁ", "Ⅷ", "İ",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_folding_is_the_servers(written: str) -> None:
    assert fold(written) == search.fold(written)
    assert list(query_words(written)) == search.query_words(written)


@given(st.text(max_size=40))
def test_any_text_folds_as_on_the_server(written: str) -> None:
    assert fold(written) == search.fold(written)


def test_no_more_words_are_looked_at_than_the_server_looks_at() -> None:
    assert MAX_QUERY_WORDS == search.MAX_QUERY_WORDS


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("dang ky khai sinh", "Khai Sinh", True),
        ("dang ky khai sinh", "sinh đăng", True),
        ("dang ky khai sinh", "khai si", True),
        ("dang ky khai sinh", "kha sinh", False),
        ("dang ky khai sinh", "inh", False),
        ("dang ky khai sinh", "", True),
    ],
)
def test_every_word_has_to_be_there_and_the_last_may_be_half_typed(text: str, query: str, found: bool) -> None:
    assert holds(text, query) is found


# From dictionaries: the letters first; of equal letters ngang, huyền, hỏi, ngã, sắc, nặng; word by word.
SORTED = [
    ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "o", "ô", "ơ", "u", "ư", "v", "x", "y"],
    ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "măng", "mân"],
    ["Cư Jút", "Đắk Glong", "Đắk Mil", "Đắk R’Lấp", "Đắk Song", "Gia Nghĩa", "Krông Nô", "Tuy Đức"],
    ["Đăk", "Đắk", "Đắng", "Đất"],
    ["lê", "lễ", "lệ", "lên", "lo"],
    ["hoa", "hòa", "hỏa", "họa", "hoan"],
    ["đường 2", "đường 14", "đường a"],
    ["dân", "đan", "đàn"],
    ["ba", "ba ba", "bà", "bà con", "bá"],
    ["nông", "nống", "nộp"],
    ["ước", "ướt"],
    ["Hbia", "H’bích", "Hoa"],
]


@pytest.mark.parametrize("right", SORTED, ids=lambda names: names[0])
def test_names_are_in_vietnamese_order(right: list[str]) -> None:
    assert sorted(sorted(right), key=vietnamese) == right
    backwards = list(reversed(right))
    assert sorted(backwards, key=vietnamese) == right


@given(st.text(alphabet="aăâđêôơưàảãáạbnh ", max_size=12))
def test_both_ways_of_writing_the_marks_have_one_place(word: str) -> None:
    composed, apart = unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)
    assert vietnamese(composed)[0] == vietnamese(apart)[0]
