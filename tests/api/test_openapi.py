"""The document in the repository is the one that the code gives, sound and without a warning."""

from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from openapi_spec_validator import validate

DOCUMENT = Path(__file__).resolve().parents[2] / "api_docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", "--file", str(path), "--validate", "--fail-on-warn")
    return path.read_text(encoding="utf-8")


def test_the_committed_document_is_the_generated_one(generated: str) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == generated, "run `make schema` and commit api_docs/openapi.yaml"


def test_the_document_is_valid_openapi(generated: str) -> None:
    validate(yaml.safe_load(generated))


def test_every_operation_says_what_it_is_for_and_how_it_fails(generated: str) -> None:
    document = yaml.safe_load(generated)
    tags = {tag["name"] for tag in document["tags"]}
    poor = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            told = operation.get("summary") and operation.get("description") and set(operation["tags"]) <= tags
            fails = any(status.startswith("4") for status in operation["responses"])
            if not (told and fails):
                poor.append(f"{method.upper()} {path}: {operation.get('tags')} {sorted(operation['responses'])}")
    assert not poor, "\n".join(poor)


def test_operation_ids_are_unique(generated: str) -> None:
    operations = [
        operation["operationId"]
        for item in yaml.safe_load(generated)["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
    ]
    assert len(operations) == len(set(operations)) > 60
