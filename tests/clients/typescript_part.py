"""The TypeScript client: types generated, type-checked with the story, and the story told to a live server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

from tests.clients.node import program
from tests.clients.places import BUILD, HERE
from tests.clients.steps import run, step
from tests.document import DOCUMENT

GENERATED = BUILD / "typescript"
COMPILED = BUILD / "javascript"


def prepare(document: Any) -> None:
    with step("TypeScript: openapi-typescript") as say:
        shutil.rmtree(GENERATED, ignore_errors=True)
        GENERATED.mkdir(parents=True)
        # A field with a default may be left out of a request.
        options = ("--default-non-nullable=false", "--output", GENERATED / "api.d.ts")
        run(program("openapi-typescript"), DOCUMENT, *options, cwd=HERE)
        codes = sorted(set(problem_codes(document)))
        lines = "\n".join(f'  | "{code}"' for code in codes)
        (GENERATED / "codes.d.ts").write_text(f"export type ProblemCode =\n{lines};\n", encoding="utf-8")
        say(f"{len(codes)} problem codes")
    with step("TypeScript: tsc, strict"):
        shutil.rmtree(COMPILED, ignore_errors=True)
        # Writes JavaScript only if there is no error (noEmitOnError).
        run(program("tsc"), "--project", "typescript", cwd=HERE)


def tell(url: str) -> None:
    with step("TypeScript: the story"):
        run("node", COMPILED / "typescript" / "story.js", url, cwd=HERE)


def problem_codes(node: Any) -> Iterator[str]:
    """All that the document lists beside its responses, for programs that ask about codes."""
    if isinstance(node, dict):
        yield from node.get("x-codes", [])
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from problem_codes(child)
