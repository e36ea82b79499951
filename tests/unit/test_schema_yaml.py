"""The document's YAML means the same to readers of YAML 1.1 and 1.2."""

from typing import Any

import pytest
import yaml
from drf_spectacular.renderers import OpenApiYamlRenderer

import backend.common.api.schema  # noqa: F401  (the document's generator; it installs the dumper)


def written(value: Any) -> str:
    return OpenApiYamlRenderer().render({"example": value}).decode().removeprefix("example: ").strip()


@pytest.mark.parametrize("text", ["0912345678", "0261", "1e3", "0o17", "0x1F", "12.", ".5", "+84912345678"])
def test_a_string_of_digits_is_quoted(text: str) -> None:
    assert written(text) == f"'{text}'"


@pytest.mark.parametrize("value", [9, 0, -3, 250.55, 1e16])
def test_a_number_is_not(value: float) -> None:
    assert "'" not in written(value)
    assert yaml.safe_load(written(value)) == value


def test_other_strings_are_left_plain() -> None:
    assert written("0261 3000 048") == "0261 3000 048"
