"""`make fuzz`: Schemathesis against a real server on loopback, as each role: nothing that is not documented may happen.

Fails on any 5xx, undocumented status or content type, body or header that does not fit, ignored authentication, use
after delete. Prints the counts and the seed; the same seed asks the same things again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from tests.system import ROOT, System
from tools.engines import Engines, temporary_folder

DOCUMENT = ROOT / "api_docs" / "openapi.yaml"
# Who signs in as what, of the demo province; a guest does not.
ROLES = {"guest": "", "citizen": "0900000101"}
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "ignored_auth",
    "use_after_free",
    "ensure_resource_availability",
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz ARGS=…", description=__doc__)
    parser.add_argument("--roles", default=",".join(ROLES), help=f"of {', '.join(ROLES)}; commas between")
    parser.add_argument("--cases", type=int, default=500, help="at least so many random cases a role (default 500)")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(2**31), help="default: a new one, which is printed"
    )
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful")
    parser.add_argument("--only", default="", help="a regular expression of paths")
    parser.add_argument("--report", type=Path, help="folder to keep Schemathesis's own reports in")
    return parser.parse_args()


def operations() -> int:
    """How many operations there are: cases are given to Schemathesis by operation."""
    paths = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    return sum(len(item.keys() - {"parameters"}) for item in paths.values())


def command(system: System, folder: Path, role: str, asked: argparse.Namespace) -> list[str]:
    examples = max(1, -(-asked.cases // operations()))
    options = {
        "--url": system.url,
        "--workers": "1",  # more of them lose the coverage phase on CPython 3.11 (gh-106905)
        "--phases": asked.phases,
        "--checks": ",".join(CHECKS),
        "--max-examples": str(examples),
        "--seed": str(asked.seed),
        "--generation-database": "none",
        "--request-timeout": "20",
        "--warnings": "off",
        "--report": "ndjson",
        "--report-ndjson-path": str(folder / f"{role}.ndjson"),
    }
    if asked.only:
        options["--include-path-regex"] = asked.only
    flat = [part for pair in options.items() for part in pair]
    return [str(Path(sys.executable).parent / "schemathesis"), "run", str(DOCUMENT), "--continue-on-failure", *flat]


def run(system: System, folder: Path, role: str, asked: argparse.Namespace) -> bool:
    """True if nothing was found."""
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
        "PYTHONPATH": str(ROOT),
        "FUZZ_API": system.api,
        "FUZZ_IDENTIFIER": ROLES[role],
        "FUZZ_PASSWORD": system.environment.get("DEMO_PASSWORD", "Daknong-Demo-2026"),
    }
    print(f"» {role}", flush=True)
    # In the folder of the run: Schemathesis leaves a cache where it stands.
    done = subprocess.run(command(system, folder.resolve(), role, asked), cwd=folder, env=environment, check=False)
    statuses = counts(folder / f"{role}.ndjson")
    told = ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))
    print(f"» {role}: {sum(statuses.values())} requests ({told}), seed {asked.seed}", flush=True)
    # "Runtime Error" ends with 1 too. A run that sent nothing, or never got in, has shown nothing.
    return done.returncode == 0 and any(status.startswith("2") for status in statuses)


def counts(path: Path) -> Counter[str]:
    """Answers by status."""
    found: Counter[str] = Counter()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            found.update(_statuses(json.loads(line)))
    return found


def _statuses(node: Any) -> list[str]:
    if isinstance(node, list):
        return [status for item in node for status in _statuses(item)]
    if not isinstance(node, dict):
        return []
    own = [str(node["status_code"])] if isinstance(node.get("status_code"), int) else []
    return own + [status for value in node.values() for status in _statuses(value)]


def main() -> int:
    asked = arguments()
    engines = Engines(temporary_folder("daknong-fuzz-"), test=True)
    with tempfile.TemporaryDirectory(prefix="daknong-fuzz-") as temporary:
        folder = asked.report or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        logs = Path(temporary) / "system"
        logs.mkdir()
        system = System(logs)
        try:
            os.environ.update(engines.start())
            os.environ.update(THROTTLING_ENABLED="0", MICRO_CACHE_SECONDS="0")
            system.start()
            print(f"seed {asked.seed}, {operations()} operations, {asked.cases} cases a role", flush=True)
            clean = [run(system, folder, role, asked) for role in asked.roles.split(",")]
            return 0 if all(clean) else 1
        finally:
            system.stop()
            engines.stop()
            engines.forget()


if __name__ == "__main__":
    sys.exit(main())
