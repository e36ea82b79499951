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
    if not example:
        return
    for parameter in operation.get("parameters", []):
        if parameter.get("name") in example.get("parameters", {}):
            parameter["example"] = example["parameters"][parameter["name"]]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        media["examples"] = _told(example["request"])
    for status, value in example["responses"].items():
        for media in operation["responses"][status].get("content", {}).values():
            if value is not None:
                media["examples"] = _told(value)
    if "validation_error" in example:
        media = operation["responses"]["400"]["content"][CONTENT_TYPE]
        media["examples"] = {"validation_error": {"summary": _title(example["validation_error"])}}
        media["examples"]["validation_error"]["value"] = example["validation_error"]
    operation["x-codeSamples"] = [{"lang": "Shell", "label": "curl", "source": example["curl"].rstrip("\n")}]


def _told(value: Any) -> Json:
    return {"demo": {"summary": SUMMARY, "value": value}}


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
