"""One run of Schemathesis: command line and environment, the same for the real server and for the planted faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.system import ROOT

PHASES = "examples,coverage,fuzzing,stateful"
WALK = "stateful"


@dataclass(frozen=True)
class Identity:
    """Who sends the requests: a person who signs in, a key, or nobody."""

    api: str = ""
    identifier: str = ""
    password: str = ""
    key: str = ""


@dataclass(frozen=True)
class Job:
    """What to ask of which server; the report and the notes of the hooks stay in `folder` under `name`."""

    name: str
    folder: Path
    document: Path
    url: str
    settings: str
    seed: int
    phases: str = PHASES
    only: str = ""
    seconds: int = 0  # what fuzzing and stateful phases repeat for; 0: once

    @property
    def report(self) -> Path:
        return self.folder / f"{self.name}.ndjson"

    @property
    def excuses(self) -> Path:
        return self.folder / f"{self.name}.excuses.json"


def schemathesis(job: Job, identity: Identity, pool: dict[str, Any], **options: Any) -> int:
    """Run it to its end; its own exit code, which is not 0 for a failure and for a "Runtime Error"."""
    settings, requests = job.folder / f"{job.name}.toml", job.folder / f"{job.name}.pool.json"
    settings.write_text(job.settings, encoding="utf-8")
    requests.write_text(json.dumps(pool), encoding="utf-8")
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
        "PYTHONPATH": str(ROOT),
        "FUZZ_API": identity.api,
        "FUZZ_IDENTIFIER": identity.identifier,
        "FUZZ_PASSWORD": identity.password,
        "FUZZ_KEY": identity.key,
        "FUZZ_POOL": str(requests),
        "FUZZ_EXCUSES": str(job.excuses),
    }
    # In the folder of the run: Schemathesis leaves a cache where it stands.
    done = subprocess.run(_command(job, settings), cwd=job.folder, env=environment, check=False, **options)
    return done.returncode


def _command(job: Job, settings: Path) -> list[str]:
    options = {
        "--url": job.url,
        "--workers": "1",  # more of them lose the coverage phase on CPython 3.11 (gh-106905)
        "--phases": job.phases,
        "--seed": str(job.seed),
        "--generation-database": "none",
        "--request-timeout": "20",
        "--warnings": "off",
        "--report": "ndjson",
        "--report-ndjson-path": str(job.report),
    }
    if job.seconds:
        options["--max-time"] = str(job.seconds)
    if job.only:
        options["--include-path-regex"] = job.only
    flat = [part for pair in options.items() for part in pair]
    program = str(Path(sys.executable).parent / "schemathesis")
    return [program, "--config-file", str(settings), "run", str(job.document), "--continue-on-failure", *flat]
