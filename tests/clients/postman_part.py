"""The Postman collection: fresh, and every request of it sent to a live server by Newman."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from tests.clients.node import program
from tests.clients.places import BUILD, POSTMAN_COLLECTION, ROOT
from tests.clients.steps import StepFailed, run, step
from tests.document import load_document, operations

REPORT = BUILD / "newman.json"


def prepare() -> None:
    with step("Postman: the collection is that of the document"):
        run(sys.executable, "-m", "tests.clients.postman", "--check", cwd=ROOT)


def send(url: str) -> None:
    with step("Postman: Newman sends every request") as say:
        say(judged(newman(url)))


def newman(url: str) -> Any:
    """Newman's own report of the run."""
    REPORT.unlink(missing_ok=True)
    # --working-dir: where the photo is that it uploads.
    options = ("--env-var", f"baseUrl={url}", "--working-dir", ROOT, "--timeout-request", "20000")
    reporters = ("--reporters", "json", "--reporter-json-export", REPORT)
    command = [program("newman"), "run", POSTMAN_COLLECTION, *options, *reporters]
    done = subprocess.run(
        [str(word) for word in command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )
    if not REPORT.exists():
        raise StepFailed(f"Newman left no report:\n{done.stdout[-5000:]}\n{done.stderr[-5000:]}")
    return json.loads(REPORT.read_text(encoding="utf-8"))["run"]


def judged(report: Any) -> str:
    """Words about a run in which every operation was asked and answered with success; StepFailed about any other."""
    # Scripts ask too, under the name of their request, which comes last.
    sent = {execution["item"]["id"]: execution for execution in report["executions"]}
    faults = [_failure(failure) for failure in report["failures"]]
    faults += [_failure(report)] if report.get("error") else []
    for execution in sent.values():
        status = execution.get("response", {}).get("code")
        if not 200 <= (status or 0) < 300:
            faults.append(f"{execution['item']['name']}: {status}, though its example is to work as it stands")
    number = len(list(operations(load_document())))
    if len(sent) != number:
        faults.append(f"{len(sent)} requests were sent, of {number} operations")
    if faults:
        raise StepFailed("\n".join(faults))
    checks = report["stats"]["assertions"]["total"]
    return f"{len(sent)} requests, each with success, {checks} checks"


def _failure(failure: Any) -> str:
    name = failure.get("source", {}).get("name", "Newman")
    return f"{name}: {failure['error'].get('test', '')} {failure['error']['message']}"
