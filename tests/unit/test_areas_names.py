import unicodedata

import pytest

from backend.areas.names import name_key, short_key


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Đăk R'Lấp", "Đắk R’Lấp"),
        ("dak rlap", "Đắk R'Lấp"),
        ("Đắc Sắc", "Đắk Sắk"),
        ("Quảng Hoà", "Quảng Hòa"),
        ("H. Tuy Đức", "Huyện Tuy Đức"),
        ("P. Nghĩa Đức", "phường Nghĩa Đức"),
        (unicodedata.normalize("NFD", "Đắk Wil"), "Đắk Wil"),
    ],
)
def test_spellings_of_one_name_share_a_key(written: str, meant: str) -> None:
    assert name_key(written) == name_key(meant)


def test_the_kind_of_unit_can_be_left_out() -> None:
    assert short_key("Thị trấn Ea T'Ling") == short_key("Ea T'ling") == "eatling"


def test_different_communes_keep_different_keys() -> None:
    assert name_key("Quảng Tân") != name_key("Quảng Tâm")
