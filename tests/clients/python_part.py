"""The Python client: generated without a warning, type-checked with the story, and the story told to a live server."""

from __future__ import annotations

import shutil
import sys

from tests.clients.places import BUILD, HERE, PROGRAMS
from tests.clients.steps import StepFailed, run, step
from tests.document import DOCUMENT

SOURCES = HERE / "python"
GENERATED = BUILD / "python"


def prepare() -> None:
    with step("Python: openapi-python-client") as say:
        shutil.rmtree(GENERATED, ignore_errors=True)
        GENERATED.mkdir(parents=True)
        told = run(
            PROGRAMS / "openapi-python-client", "generate", "--path", DOCUMENT, "--config", SOURCES / "generator.yaml",
            "--meta", "none", "--output-path", GENERATED / "daknong_client", "--fail-on-warning", cwd=BUILD,
        )  # fmt: skip
        if "warning" in told.lower():
            raise StepFailed(told)
        say(f"{len(list(GENERATED.rglob('*.py')))} modules, no warning")
    with step("Python: mypy --strict") as say:
        path = {"MYPYPATH": f"{GENERATED}:{SOURCES}"}
        modules = ("-p", "daknong_client", "-m", "daknong", "-m", "story")
        # None of our own settings: an integrator has others.
        say(run(PROGRAMS / "mypy", "--strict", "--config-file=", *modules, cwd=BUILD, environment=path).strip())


def tell(url: str) -> None:
    with step("Python: the story"):
        run(sys.executable, SOURCES / "story.py", url, cwd=BUILD, environment={"PYTHONPATH": str(GENERATED)})
