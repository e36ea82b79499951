"""The examples of the document are what the API answers: recorded over the demo province, and held to it.

`make examples` writes api_docs/examples/ anew; without it this compares. See tests/examples/.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml

from backend.common.api.document import BASE
from backend.common.api.schema_examples import FOLDER, PROBLEMS, file_name
from tests.contract import ContractBroken, contract
from tests.document import DOCUMENT, operations, resolved
from tests.examples.operations import EXAMPLES
from tests.examples.recording import path_of, problems, recorded, text_of, written
from tests.examples.refusals import REFUSALS
from tests.examples.walk import demo_province, find

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


def test_each_problem_is_what_the_api_answers(province: None) -> None:
    value = problems()
    assert written(PROBLEMS, value, write=WRITE) == text_of(value), AGAIN


@pytest.mark.parametrize("operation", [name for name, example in EXAMPLES.items() if example.parameters])
def test_the_examples_of_all_parameters_together_find_something(province: None, operation: str) -> None:
    """Swagger UI fills in every one of them before the first try."""
    last = EXAMPLES[operation].last
    asked = find(replace(last, query={**EXAMPLES[operation].parameters, **last.query}))
    assert asked.response.status_code == 200, asked.response.content
    assert asked.answer["results"]


# --- the document has them all, and they fit ---


def _responses(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, operation in operations(document):
        for status, told in operation["responses"].items():
            yield name, status, resolved(document, told)


def test_every_operation_has_an_example_and_no_example_is_of_nothing(document: dict[str, Any]) -> None:
    names = {name for name, _operation in operations(document)}
    assert set(EXAMPLES) == names
    assert {path.name for path in FOLDER.glob("*.yaml")} == {file_name(name) for name in names} | {PROBLEMS.name}


def test_every_request_and_every_success_has_an_example(document: dict[str, Any]) -> None:
    poor = []
    for name, operation in operations(document):
        poor += [f"{name} request" for media in _media(operation.get("requestBody", {})) if "demo" not in _names(media)]
    for name, status, response in _responses(document):
        # A picture has no example in a text.
        told = [media for kind, media in response.get("content", {}).items() if kind.endswith("json")]
        if status[0] == "2":
            poor += [f"{name} {status}" for media in told if "demo" not in _names(media)]
    assert not poor, "\n".join(poor)


def test_every_needed_parameter_has_an_example(document: dict[str, Any]) -> None:
    poor = [
        f"{name} {parameter['name']}"
        for name, operation in operations(document)
        for parameter in (resolved(document, told) for told in operation.get("parameters", []))
        if parameter.get("required") and "example" not in parameter
    ]
    assert not poor, "\n".join(poor)


def test_every_code_has_an_example_wherever_it_is_listed_and_none_is_of_nothing(document: dict[str, Any]) -> None:
    poor, shown = [], set()
    for name, status, response in _responses(document):
        for media in _media(response) if "x-codes" in response else []:
            examples = media.get("examples", {})
            poor += [f"{name} {status} {code}" for code in response["x-codes"] if code not in examples]
            poor += [f"{name} {status} {code}: not listed" for code in examples if code not in response["x-codes"]]
            for code, told in examples.items():
                problem = resolved(document, told)["value"]
                if (problem["code"], str(problem["status"])) != (code, status):
                    poor.append(f"{name} {status} {code}: its example is of {problem['status']} {problem['code']}")
                shown.add(told.get("$ref", "").rpartition("/")[2])
    assert not poor, "\n".join(poor)
    assert shown - {""} == set(document["components"]["examples"]) == set(REFUSALS)


def test_every_operation_with_input_says_what_a_wrong_one_gets(document: dict[str, Any]) -> None:
    poor = [
        name
        for name, status, response in _responses(document)
        if status == "400" and "validation_error" in response["x-codes"]
        for media in _media(response)
        if "value" not in media["examples"]["validation_error"]
    ]
    assert not poor, "\n".join(poor)


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    poor: list[str] = []
    for name, operation in operations(document):
        for media in _media(operation.get("requestBody", {})):
            poor += _misfits(document, f"{name} request", media)
        for parameter in (resolved(document, told) for told in operation.get("parameters", [])):
            if "example" in parameter:
                poor += _wrong(f"{name} {parameter['name']}", parameter["schema"], parameter["example"])
    for name, status, response in _responses(document):
        for media in _media(response):
            poor += _misfits(document, f"{name} {status}", media)
    assert not poor, "\n".join(poor)


def _media(holder: dict[str, Any]) -> list[dict[str, Any]]:
    return list(holder.get("content", {}).values())


def _names(media: dict[str, Any]) -> set[str]:
    return set(media.get("examples", {}))


def _misfits(document: dict[str, Any], where: str, media: dict[str, Any]) -> list[str]:
    examples = media.get("examples", {}).values()
    return [line for told in examples for line in _wrong(where, media["schema"], resolved(document, told)["value"])]


def _wrong(where: str, schema: dict[str, Any], value: Any) -> list[str]:
    try:
        contract()._fits(schema, value, where)
    except ContractBroken as error:
        return [str(error)]
    return []


def test_every_operation_has_a_sample_for_curl_that_begins_at_the_address_that_is_replaced(
    document: dict[str, Any],
) -> None:
    for name, operation in operations(document):
        [sample] = operation["x-codeSamples"]
        assert (sample["lang"], sample["label"]) == ("Shell", "curl"), name
        assert BASE in sample["source"].splitlines()[-1] or BASE in sample["source"], name
