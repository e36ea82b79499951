"""Tests of real processes, and those that share a window, run on one worker, whatever pytest and pytest-xdist are."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import json, os, time
import pytest

@pytest.mark.parametrize("number", range(6))
def test_it(number, request):
    time.sleep(0.02)
    line = [request.path.parent.name, os.environ["PYTEST_XDIST_WORKER"]]
    with open("workers", "a") as out:
        out.write(json.dumps(line) + "\\n")
"""


def test_a_folder_that_belongs_together_runs_on_one_worker(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    (tmp_path / "conftest.py").write_text("from tests.scheduler import pytest_xdist_make_scheduler\n")
    for file in ("e2e/test_a.py", "e2e/test_b.py", "mobile/test_a.py", "mobile/test_b.py", "unit/test_a.py"):
        path = tmp_path / "tests" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TESTS)
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n2", "-p", "no:django", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        check=True,
        capture_output=True,
        timeout=120,
    )
    ran = [json.loads(line) for line in (tmp_path / "workers").read_text().splitlines()]
    workers = {kind: {worker for folder, worker in ran if folder == kind} for kind in ("e2e", "mobile", "unit")}
    assert len(ran) == 30
    assert len(workers["e2e"]) == len(workers["mobile"]) == 1 and workers["e2e"] != workers["mobile"]
