"""The examples of the document are what the API answers: recorded over the demo province, and held to it.

`make examples` writes api_docs/examples/ anew; without it this compares. See tests/examples/.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.contract import DOCUMENT
from tests.examples.operations import EXAMPLES
from tests.examples.recording import path_of, recorded, text_of, written
from tests.examples.walk import demo_province

pytestmark = pytest.mark.django_db
WRITE = bool(os.environ.get("RECORD_EXAMPLES"))
AGAIN = "run `make examples` and `make schema`, and commit what they change"


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with django_db_blocker.unblock(), demo_province(tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(DOCUMENT.read_text(encoding="utf-8"), Loader=loader)
    return found


@pytest.mark.parametrize("operation", EXAMPLES)
def test_an_example_is_what_the_api_answers(province: None, operation: str) -> None:
    value = recorded(EXAMPLES[operation])
    assert written(path_of(operation), value, write=WRITE) == text_of(value), AGAIN
