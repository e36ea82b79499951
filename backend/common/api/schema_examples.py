"""Puts the recorded examples of api_docs/examples/ into the OpenAPI document, when `make schema` writes it.

Nothing is read while the system serves: `/api/schema/` answers with the committed document (backend.common.api.root).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

CONTENT_TYPE = "application/problem+json"
FOLDER = Path(settings.BASE_DIR) / "api_docs" / "examples"
PROBLEMS = FOLDER / "problems.yaml"
SUMMARY = "Recorded over the demo province."
Json = dict[str, Any]


def file_name(operation: str) -> str:
    """`POST /api/v1/me/reports/{code}/withdraw/` is post-me-reports-code-withdraw.yaml."""
    method, _space, path = operation.partition(" ")
    words = re.findall(r"[a-z0-9]+", path.removeprefix("/api/v1/").replace("_", ""))
    return "-".join([method.lower(), *(words or ["root"])]) + ".yaml"


@functools.cache
def _read(path: Path) -> Json:
    found: Json = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def add_examples(result: Json, generator: Any, request: Any, public: bool) -> Json:
    """drf-spectacular's hook: examples of requests, parameters, responses and problems, and the samples for curl."""
    for name, operation in _operations(result):
        _add_to_operation(operation, _read(FOLDER / file_name(name)))
    _add_problems(result)
    return result


def _operations(result: Json) -> Iterator[tuple[str, Json]]:
    for path, item in result["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield f"{method.upper()} {path}", operation


def _add_to_operation(operation: Json, example: Json) -> None:
    """What the operation no longer has is passed over, so that it can be recorded anew; the tests tell of it."""
    parameters = example.get("parameters", {})
    for parameter in operation.get("parameters", []):
        if parameter.get("name") in parameters:
            parameter["example"] = parameters[parameter["name"]]
    if "request" in example:
        _show(operation.get("requestBody", {}), "demo", SUMMARY, example["request"])
    for status, value in example.get("responses", {}).items():
        if value is not None:
            _show(operation["responses"].get(status, {}), "demo", SUMMARY, value)
    if problem := example.get("validation_error"):
        _show(operation["responses"].get("400", {}), "validation_error", _title(problem), problem)
    if "curl" in example:
        sample = {"lang": "Shell", "label": "curl", "source": example["curl"].rstrip("\n")}
        operation["x-codeSamples"] = [sample]


def _show(holder: Json, name: str, summary: str, value: Any) -> None:
    for media in holder.get("content", {}).values():
        media["examples"] = {name: {"summary": summary, "value": value}}


def _title(problem: Json) -> str:
    return f"{problem['code']}: {problem['title']}"


def _add_problems(result: Json) -> None:
    """Each code that a response lists gets its example, said once under `components`."""
    problems = _read(PROBLEMS)
    used: set[str] = set()
    for response in result["components"].get("responses", {}).values():
        used |= _refer(response, "", problems)
    for _operation, operation in _operations(result):
        for status, response in operation["responses"].items():
            used |= _refer(response, status, problems)
    if used:
        shown = {name: {"summary": _title(problems[name]), "value": problems[name]} for name in sorted(used)}
        result["components"]["examples"] = shown


def _refer(response: Json, status: str, problems: Json) -> set[str]:
    """Examples of the codes of one response; the names of those under `components` that it refers to."""
    if "x-codes" not in response:
        return set()
    media = response["content"][CONTENT_TYPE]
    own = media.pop("examples", {})
    names = {code: _name(code, status, problems) for code in response["x-codes"]}
    refs = {code: {"$ref": f"#/components/examples/{name}"} for code, name in names.items() if name in problems}
    if "validation_error" in own:
        refs["validation_error"] = own["validation_error"]
        del names["validation_error"]
    if refs:
        media["examples"] = refs
    return {name for name in names.values() if name in problems}


def _name(code: str, status: str, problems: Json) -> str:
    """A code that comes with two statuses has an example for each: `password_changed`, `password_changed_409`."""
    return name if (name := f"{code}_{status}") in problems else code
