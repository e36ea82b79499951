"""`make clients`: what generators make of api_docs/openapi.yaml is type-checked and used against a real server.

Starts one demo system; prints a line for each step with its seconds; ends with 1 at the first thing that does not hold.
Needs Node for all but the Python part: make clients ARGS=python
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

from tests.clients import node, postman_part, python_part, typescript_part
from tests.clients.places import BUILD
from tests.clients.steps import StepFailed, step
from tests.document import load_document
from tests.system import System
from tools.engines import Engines, temporary_folder

PARTS = ("python", "typescript", "postman")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make clients ARGS=…", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all of them by default")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    asked.parts = asked.parts or list(PARTS)
    return asked


@contextlib.contextmanager
def demo_system() -> Iterator[Future[System]]:
    """Coming up aside, while clients are generated; stopped at the end, with nothing left behind."""
    engines = Engines(temporary_folder("daknong-clients-"), test=True)
    with tempfile.TemporaryDirectory(prefix="daknong-clients-") as folder, ThreadPoolExecutor(1) as aside:
        system = System(Path(folder))
        try:
            # Here, and not aside: engines die with the thread that started them.
            os.environ.update(engines.start())
            # Three clients ask for the same dossier within a minute; what limits do is tested elsewhere.
            os.environ.update(THROTTLING_ENABLED="0")
            starting = aside.submit(system.start)
            try:
                yield starting
            finally:
                wait([starting])
        finally:
            system.stop()
            engines.stop()
            engines.forget()


def check(parts: list[str]) -> None:
    BUILD.mkdir(exist_ok=True)
    if parts != ["python"]:
        with step("Node") as say:
            say(node.check_version())
    with demo_system() as system, ThreadPoolExecutor(1) as aside:
        installing = aside.submit(node.install) if parts != ["python"] else None
        if "python" in parts:
            python_part.prepare()
        if installing:
            with step("npm ci, waited for") as say:
                say(installing.result())
        if "typescript" in parts:
            typescript_part.prepare(load_document())
        if "postman" in parts:
            postman_part.prepare()
        with step("the demo system is ready"):
            url = system.result().url
        if "python" in parts:
            python_part.tell(url)
        if "typescript" in parts:
            typescript_part.tell(url)
        if "postman" in parts:
            postman_part.send(url)


def main() -> int:
    try:
        check(arguments().parts)
    except StepFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
