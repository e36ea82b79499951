"""The committed examples, api_docs/examples/: what the walk gives, settled, as one YAML file an operation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from backend.common.api.schema_examples import FOLDER, file_name
from backend.common.api.schema_yaml import PortableDumper
from tests.examples.curl import sample
from tests.examples.refusals import REFUSALS, refusal
from tests.examples.steps import Example, Step
from tests.examples.volatile import settled
from tests.examples.walk import Asked, record, refused


class _Dumper(PortableDumper):
    """Strings of several lines as blocks, no anchors: for people to read."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, value: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def recorded(example: Example) -> dict[str, Any]:
    """The example as it is committed."""
    answers = record(example)
    for asked in answers:
        code = asked.response.status_code
        assert 200 <= code < 300, (example.operation, code, asked.response.content)
    found: dict[str, Any] = {"operation": example.operation, **_request(answers[0], example)}
    found["responses"] = {str(asked.response.status_code): asked.answer for asked in answers}
    wrong = _wrong(example)
    if wrong is not None:
        problem = refused(wrong)
        assert problem.answer["code"] == "validation_error", (example.operation, problem.answer)
        found["validation_error"] = problem.answer
    return {**settled(found), "curl": sample(example) + "\n"}


def _request(asked: Asked, example: Example) -> dict[str, Any]:
    parameters = {**asked.args, **example.parameters, **asked.query, **asked.headers}
    found: dict[str, Any] = {"parameters": parameters} if parameters else {}
    if asked.step.file:
        found["request"] = {"file": "(the bytes of photo.jpg)"}
    elif asked.body is not None:
        found["request"] = asked.body
    return found


def _wrong(example: Example) -> tuple[Step, ...] | None:
    if example.wrong_body is None and example.wrong_query is None:
        return None
    last = example.last
    body = {**(last.body or {}), **example.wrong_body} if example.wrong_body is not None else last.body
    query = {**last.query, **(example.wrong_query or {})}
    spoilt = Step(
        last.ask, who=last.who, args=last.args, query=query, body=body, headers=last.headers, keyed=last.keyed,
        file=last.file,
    )  # fmt: skip
    return (*example.steps[:-1], spoilt)


def problems() -> dict[str, Any]:
    """One problem of each name, as they are committed."""
    return settled({name: refusal(name) for name in sorted(REFUSALS)})


# --- files ---


def path_of(operation: str) -> Path:
    return FOLDER / file_name(operation)


def text_of(value: dict[str, Any]) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def written(path: Path, value: dict[str, Any], *, write: bool) -> str:
    """The committed text after writing, if asked to; empty if there is none."""
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(value), encoding="utf-8")
    return path.read_text(encoding="utf-8") if path.exists() else ""
