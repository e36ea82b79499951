"""The sample of every operation works as pasted: taken out of the served document, run by bash on the demo province."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.contract import contract
from tests.document import operations
from tests.examples.operations import EXAMPLES
from tests.system import System

# Stands before the real curl on the PATH: the samples stay as pasted, and we learn how the last call was answered.
CURL = """#!/bin/sh
exec {curl} -D "$SAMPLE_HEADERS" "$@"
"""
SECONDS = 60

pytestmark = pytest.mark.usefixtures("no_attempt_counted")


@dataclass(frozen=True)
class Pasted:
    """What bash left after a sample: its exit code, what it printed, and the answer to its last call."""

    returned: int
    printed: bytes
    complaints: str
    status: int
    headers: dict[str, str]


@pytest.fixture(scope="module")
def samples(system: System) -> dict[str, str]:
    """The samples of the document that the running server gives."""
    request = urllib.request.Request(f"{system.url}/api/schema/", headers={"Accept": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        document = json.load(reply)
    _await_inbox(system)
    return {name: operation["x-codeSamples"][0]["source"] for name, operation in operations(document)}


def _await_inbox(system: System) -> None:
    """A fresh province has its notices once the worker has sent them."""
    deadline = time.monotonic() + 60
    with urllib.request.urlopen(f"{system.url}/dev/tokens/citizen/", timeout=30) as reply:
        token = reply.read().decode()
    request = urllib.request.Request(f"{system.api}inbox/", headers={"Authorization": f"Bearer {token}"})
    while time.monotonic() < deadline:
        with urllib.request.urlopen(request, timeout=30) as reply:
            if json.load(reply)["results"]:
                return
        time.sleep(0.3)
    raise AssertionError("the worker sent no notice")


def _paste(sample: str, folder: Path) -> Pasted:
    """Into bash, with nothing set but what a login shell has."""
    tools, headers = folder / "bin", folder / "headers"
    tools.mkdir(exist_ok=True)
    (tools / "curl").write_text(CURL.format(curl=shutil.which("curl")))
    (tools / "curl").chmod(0o755)
    environment = {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(folder), "SAMPLE_HEADERS": str(headers)}
    done = subprocess.run(
        ["bash"], input=sample.encode(), cwd=folder, env=environment, capture_output=True, timeout=SECONDS
    )
    status, found = _last_answer(headers)
    return Pasted(done.returncode, done.stdout, done.stderr.decode(errors="replace"), status, found)


def _last_answer(headers: Path) -> tuple[int, dict[str, str]]:
    """curl writes the file anew at each call."""
    text = headers.read_text() if headers.exists() else ""
    blocks = [block for block in re.split(r"\r?\n\r?\n", text) if block.startswith("HTTP/")]
    if not blocks:
        return 0, {}
    first, *lines = blocks[-1].splitlines()
    pairs = (line.partition(":") for line in lines)
    return int(first.split()[1]), {name.strip().title(): value.strip() for name, _colon, value in pairs}


def _hold(operation: str, pasted: Pasted) -> None:
    method, _space, path = operation.partition(" ")
    told = f"{operation} → {pasted.status}, exit {pasted.returned}\n{pasted.printed[:800]!r}\n{pasted.complaints}"
    assert pasted.returned == 0, told
    assert not pasted.complaints, told
    assert 200 <= pasted.status < 300, told
    address = re.sub(r"\{[^}]+\}", "x", path)
    body = None if pasted.headers.get("Content-Type", "").startswith("image/") else pasted.printed
    contract().check(method, address, pasted.status, _Headers(pasted.headers), body)


class _Headers(dict[str, str]):
    """By any spelling, as HTTP has it."""

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).title())

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.title())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.title(), default)


def test_every_operation_of_the_served_document_has_a_sample(samples: dict[str, str], system: System) -> None:
    assert set(samples) == set(EXAMPLES)
    assert all(f"{system.url}/" in sample for sample in samples.values())
    assert not any("127.0.0.1:8000" in sample for sample in samples.values())


@pytest.mark.parametrize("operation", EXAMPLES)
def test_a_sample_works_as_pasted_and_pasted_again(operation: str, samples: dict[str, str], tmp_path: Path) -> None:
    for _time in range(2):
        _hold(operation, _paste(samples[operation], tmp_path))
