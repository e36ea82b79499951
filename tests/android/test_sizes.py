"""How large the package gets, as the sum of its parts (mobile_kivy/tools/package_sizes.py)."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from tests.android.building import MOBILE
from tests.android.pack import load


@pytest.fixture(scope="module")
def sizes() -> ModuleType:
    return load("package_sizes", MOBILE / "tools" / "package_sizes.py")


@pytest.fixture(scope="module")
def parts(sizes: ModuleType) -> list:
    return list(sizes.parts())


def test_one_phone_gets_less_than_30_megabytes(sizes: ModuleType, parts: list) -> None:
    assert 15 < sizes.total(parts, 1) < sizes.LIMIT_MB == 30.0
    assert sizes.total(parts, 2) > sizes.total(parts, 1)


def test_the_list_shows_every_part_with_its_weight(
    sizes: ModuleType, parts: list, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "parts", lambda: iter(parts))
    assert sizes.main() == 0
    printed = capsys.readouterr().out
    assert [part.name for part in parts if part.name not in printed] == []
    monkeypatch.setattr(sizes, "LIMIT_MB", 20.0)
    assert sizes.main() == 1


def test_every_requirement_is_weighed_and_nothing_weighs_nothing(sizes: ModuleType, parts: list) -> None:
    assert set(sizes.pure_packages()) <= {part.name for part in parts}
    assert [part.name for part in parts if part.size < 5_000] == []


def test_only_what_is_loaded_counts_of_a_library(sizes: ModuleType) -> None:
    (library,) = [*sizes.package("jnius").glob("*.so")][:1]
    assert 0 < sizes.stripped_size(library) < library.stat().st_size


def test_what_stays_out_of_the_package_is_not_weighed(sizes: ModuleType) -> None:
    kivy = sizes.package("kivy")
    assert not sizes.goes_along(kivy / "data" / "fonts" / "DejaVuSans.ttf", kivy)
    assert not sizes.goes_along(kivy / "tests" / "common.py", kivy)
    assert sizes.goes_along(kivy / "data" / "fonts" / "Roboto-Regular.ttf", kivy)


def test_a_larger_file_weighs_more(sizes: ModuleType, tmp_path: Path) -> None:
    small, large = tmp_path / "small.py", tmp_path / "large.py"
    small.write_text("a = 1\n")
    large.write_text("".join(f"name_{n} = {n * n}\n" for n in range(500)))
    assert sizes.code_size([small]) < sizes.code_size([large])
