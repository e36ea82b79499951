import unicodedata

import pytest

from backend.common.search import fold, highlight, index_terms, query_terms


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Phản ánh hỏng đường", "phan anh hong duong"),
        ("ĐẮK NÔNG", "dak nong"),
        ("hòa", "hoa"),
        ("hoà", "hoa"),
        ("R’Lấp", "r lap"),
        ("R'Lấp", "r lap"),
        ("Quyết định 12/2024/QĐ-UBND", "quyet dinh 12 2024 qd ubnd"),
        ("  nhiều   khoảng\ttrắng ", "nhieu khoang trang"),
        ("…", ""),
    ],
)
def test_folding_drops_marks_and_punctuation(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_nfc_and_nfd_fold_alike() -> None:
    text = "Phản ánh tuyến đường Gia Nghĩa – Đắk R'Lấp"
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_a_query_of_several_words_asks_for_their_pairs() -> None:
    assert query_terms("phan anh đường") == ["phan anh", "anh duong"]
    assert query_terms("đường") == ["duong"]
    assert query_terms("?!") == []


def test_every_query_for_a_phrase_is_held_by_its_text() -> None:
    assert set(query_terms("thủ tục đăng ký")) <= set(index_terms("Tra cứu thủ tục đăng ký khai sinh"))


def test_highlight_marks_accented_words_for_a_plain_query() -> None:
    marked = "<mark>Phản</mark> <mark>ánh</mark> hỏng <mark>đường</mark>"
    assert highlight("Phản ánh hỏng đường", "phan anh duong") == marked


def test_highlight_escapes_what_stands_around_the_hit() -> None:
    assert highlight("a &lt;script&gt; đường", "duong") == "a &lt;script&gt; <mark>đường</mark>"


def test_highlight_marks_decomposed_text_whole() -> None:
    assert highlight(unicodedata.normalize("NFD", "đường lớn"), "duong") == "<mark>đường</mark> lớn"


def test_highlight_is_empty_without_a_hit_and_does_not_mark_parts_of_words() -> None:
    assert highlight("đường sá", "duon") == ""


def test_highlight_starts_near_a_late_hit() -> None:
    snippet = highlight("từ " * 200 + "thác nước " + "sau " * 200, "thac nuoc")
    assert snippet.startswith("…") and snippet.endswith("…")
    assert "<mark>thác</mark> <mark>nước</mark>" in snippet
