"""Identifiers of the national systems: codes, factors, masks."""

import pytest

from backend.public_services.codes import (
    DOSSIER_CODE,
    NO_FACTOR,
    agency_code_of,
    dossier_code_normalize,
    name_mask,
    personal_factor,
    phone_factor,
)


@pytest.mark.parametrize(
    "code", ["000.00.12.H16-261102-0001", "H16-261102-0001", "H16.12-261102-0001", "G09.20.1.15-261102-9999"]
)
def test_both_styles_of_dossier_codes_are_codes(code: str) -> None:
    assert DOSSIER_CODE.match(code)


@pytest.mark.parametrize(
    "code",
    [
        "H16.12-261102-001",
        "H16.1234-261102-0001",
        "h16.12-261102-0001",
        "H16.12-261102-0001x",
        "00.00.12.H16-261102-0001",
        "H16.12-٢٦١١٠٢-0001",
    ],
)
def test_near_misses_are_not(code: str) -> None:
    assert not DOSSIER_CODE.match(code)


@pytest.mark.parametrize("typed", [" h16.12-261102-0001 ", "H16.12 – 261102 – 0001", "H16.12−261102‐0001"])
def test_spaces_case_and_typographic_dashes_do_not_matter(typed: str) -> None:
    assert dossier_code_normalize(typed) == "H16.12-261102-0001"


@pytest.mark.parametrize(
    ("code", "agency"),
    [
        ("H16.12-261102-0001", "H16.12"),
        ("000.00.12.H16-261102-0001", "H16.12"),
        ("000.05.12.H16-261102-0001", "H16.12.05"),
        ("000.00.00.H16-261102-0001", "H16"),
    ],
)
def test_old_and_new_codes_name_the_same_agency(code: str, agency: str) -> None:
    assert agency_code_of(code) == agency


def test_equal_digits_of_two_dossiers_leave_different_digests() -> None:
    assert phone_factor("H16-261102-0001", "+84900000321") != phone_factor("H16-261102-0002", "+84900000321")


def test_nothing_to_compare_with_is_a_digest_that_nothing_has() -> None:
    assert phone_factor("H16-261102-0001", "") == NO_FACTOR
    assert personal_factor("H16-261102-0001", "123456789") == NO_FACTOR  # an old card is no personal number


@pytest.mark.parametrize(
    ("name", "masked"), [("Nguyễn Văn Mẫu", "Nguyễn V** M**"), ("Mẫu", "M**"), ("", ""), ("  Y  Bion ", "Y B**")]
)
def test_a_mask_keeps_one_word(name: str, masked: str) -> None:
    assert name_mask(name) == masked
