"""Plants one fault for each rule of ours into a copy of openapi.yaml, and fails if Spectral does not find each by name.

A rule whose path matches nothing finds nothing and looks like a clean document. Run by `make lint-api`.
"""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
Json = dict[str, Any]
GROUPS = 5  # documents, so that no fault stands in the way of another
LIST, WRITE = "/api/v1/news/articles/", "/api/v1/reports/"


def _get(document: Json) -> Json:
    return document["paths"][LIST]["get"]


def _post(document: Json) -> Json:
    return document["paths"][WRITE]["post"]


def _parameter(document: Json, name: str) -> Json:
    return next(parameter for parameter in _get(document)["parameters"] if parameter.get("name") == name)


def _schema(document: Json, name: str, field: str) -> Json:
    return document["components"]["schemas"][name]["properties"][field]


def _renamed(table: Json, old: str, new: str) -> None:
    table[new] = table.pop(old)


# One fault for each rule that spectral.yaml defines itself.
FAULTS: dict[str, Callable[[Json], object]] = {
    "operation-summary": lambda d: _get(d).update(summary="Ends with a full stop."),
    "operation-tells-who-and-how-often": lambda d: _get(d).update(
        description="A" * 70 + ".\n\n- **Rate limit:** none."
    ),
    "operation-says-what-for": lambda d: _get(d).update(
        description="Fragment.\n\n- **Who may call:** x\n- **Rate limit:** x"
    ),
    "operation-one-tag": lambda d: _get(d).update(tags=["news", "start"]),
    "parameter-description": lambda d: _parameter(d, "q").pop("description"),
    "header-description": lambda d: d["components"]["headers"]["ETag"].pop("description"),
    "operation-has-code-sample": lambda d: _get(d).pop("x-codeSamples"),
    "request-body-example": lambda d: _post(d)["requestBody"]["content"]["application/json"].pop("examples"),
    "answer-example": lambda d: _get(d)["responses"]["200"]["content"]["application/json"].pop("examples"),
    "path-shape": lambda d: _renamed(d["paths"], "/api/v1/places/", "/api/v1/Places/"),
    "operation-id-verb-noun": lambda d: _get(d).update(operationId="articles_list"),
    "operation-id-list-by-get": lambda d: _post(d).update(operationId="get_report_made"),
    "property-snake-case": lambda d: _renamed(
        d["components"]["schemas"]["Article"]["properties"], "is_pinned", "isPinned"
    ),
    "parameter-snake-case": lambda d: _parameter(d, "pinned").update(name="isPinned"),
    "schema-pascal-case": lambda d: d["components"]["schemas"].update(bad_name={"type": "object", "description": "x"}),
    "schema-description": lambda d: d["components"]["schemas"]["Article"].pop("description"),
    "property-description": lambda d: _schema(d, "Article", "title").pop("description"),
    "schema-named-as-type": lambda d: d["components"]["schemas"].update(
        ReportOut={"type": "object", "description": "x"}
    ),
    "time-has-offset": lambda d: _schema(d, "Article", "published_at").pop("format"),
    "number-parameter-bounded": lambda d: d["paths"]["/api/v1/areas/nearest/"]["get"]["parameters"][0]["schema"].pop(
        "maximum"
    ),
    "text-parameter-bounded": lambda d: _parameter(d, "q")["schema"].pop("maxLength"),
    "text-of-request-bounded": lambda d: _schema(d, "ReportCreateRequest", "text").pop("maxLength"),
    "list-of-request-bounded": lambda d: _schema(d, "ReportCreateRequest", "photo_ids").pop("maxItems"),
    "null-is-a-type": lambda d: _schema(d, "Article", "title").update(nullable=True),
    "page-size-bounded": lambda d: _parameter(d, "page_size")["schema"].update(maximum=101),
    "page-has-cursor": lambda d: d["components"]["schemas"]["ArticlePage"]["required"].remove("next"),
    "operation-security": lambda d: _get(d).pop("security"),
    "refusal-is-problem": lambda d: _post(d)["responses"]["400"]["content"].update({"text/html": {}}),
    "refusal-lists-codes": lambda d: _post(d)["responses"]["400"].pop("x-codes"),
    "operation-tells-of-503": lambda d: _get(d)["responses"].pop("503"),
    "wait-told": lambda d: d["components"]["responses"]["Throttled"]["headers"].pop("Retry-After"),
    "challenge-told": lambda d: d["components"]["responses"]["Unauthenticated"]["headers"].pop("WWW-Authenticate"),
    "request-id-and-cache-told": lambda d: _get(d)["responses"]["200"]["headers"].pop("X-Request-ID"),
    "body-refused-when-invalid": lambda d: _post(d)["responses"].pop("415"),
    "no-body-without-content": lambda d: d["components"]["responses"]["NotModified"].update(content={"text/plain": {}}),
}


def main() -> int:
    rules = yaml.safe_load((HERE / "spectral.yaml").read_text(encoding="utf-8"))["rules"]
    own = {name for name, rule in rules.items() if isinstance(rule, dict) and "given" in rule}
    if own != set(FAULTS):
        print(f"planted.py and spectral.yaml differ: {sorted(own ^ set(FAULTS))}")
        return 1
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load((HERE.parent / "openapi.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    groups = [list(FAULTS)[first::GROUPS] for first in range(GROUPS)]
    with TemporaryDirectory() as folder:
        found = _findings([_plant(document, names, Path(folder) / f"{i}.json") for i, names in enumerate(groups)])
    missed = [name for i, names in enumerate(groups) for name in names if name not in found.get(str(i), set())]
    print(f"{len(FAULTS) - len(missed)} of {len(FAULTS)} planted faults found" + (f"; not: {missed}" if missed else ""))
    return 1 if missed else 0


def _plant(document: Json, names: list[str], path: Path) -> Path:
    copied = copy.deepcopy(document)
    for name in names:
        FAULTS[name](copied)
    path.write_text(json.dumps(copied), encoding="utf-8")
    return path


def _findings(paths: list[Path]) -> dict[str, set[str]]:
    """Name of the document → names of the rules that found something in it."""
    command = [
        "npx",
        "--no-install",
        "spectral",
        "lint",
        *map(str, paths),
        "--ruleset",
        "spectral.yaml",
        "--format",
        "json",
    ]
    reply = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    found: dict[str, set[str]] = {}
    for finding in json.loads(reply.stdout[reply.stdout.index("[") :]):
        found.setdefault(Path(finding["source"]).stem, set()).add(finding["code"])
    return found


if __name__ == "__main__":
    sys.exit(main())
