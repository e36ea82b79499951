"""`make fuzz`: Schemathesis against a real server on loopback, as each role: nothing that is not documented may happen.

Fails on any 5xx, undocumented status, content type, header or body, ignored authentication, use after delete; on a
"Runtime Error"; on fewer cases than asked for; on an operation that the authorisation matrix opens to the role and that
never succeeded; on what the server does not give back; on an error in its log. Prints its counts and the seed; the same
seed asks the same things again. `make fuzz-nightly` is the same with 10,000 cases a role and coverage everywhere.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from tests.document import DOCUMENT, load_document
from tests.fuzz.caller import sign_in
from tests.fuzz.configuration import configuration, operations_of
from tests.fuzz.engine import PHASES, WALK, Identity, Job, schemathesis
from tests.fuzz.leaks import complaints, leaked, measure, processor_seconds
from tests.fuzz.real import Pool, collect
from tests.fuzz.results import Result, read
from tests.fuzz.roles import MACHINE, ROLES, Role, reachable
from tests.fuzz.spare import Spares
from tests.system import System
from tools.engines import Engines, temporary_folder

NIGHTLY = 10_000  # cases; from here on every role goes through the coverage of every operation
# Seconds of chains: at least so many, and one for so many cases.
SHORTEST_WALK, CASES_A_SECOND = 8, 80
LOGS = ("web", "worker", "beat")


@dataclass(frozen=True)
class Watch:
    """Seconds by the clock, and of the processors: of Schemathesis and ourselves, and of the server."""

    clock: float
    here: float
    server: float

    @classmethod
    def start(cls, system: System) -> Watch:
        return cls(time.monotonic(), _processor_seconds(), processor_seconds(system))

    def told(self, system: System) -> str:
        now = Watch.start(system)
        here, server = now.here - self.here, now.server - self.server
        return f"{now.clock - self.clock:.0f} s; CPU: {here:.0f} s here, {server:.0f} s in the server"


@dataclass
class Fuzzing:
    """One run against one system."""

    system: System
    folder: Path
    asked: argparse.Namespace
    document: dict[str, Any]
    spares: Spares
    password: str

    def role(self, role: Role) -> bool:
        """Fuzz as this role; True if all held."""
        watch = Watch.start(self.system)
        pool = collect(self.system.api, role, self._token(role), self.password, self.spares)
        before = measure(self.system)
        offsets = {name: self._log(name).stat().st_size for name in LOGS}
        jobs = self._jobs(role, pool)
        done = [schemathesis(job, self._identity(role), pool.told()) for job in jobs]
        result = read(*(job.report for job in jobs))
        self._tell(role, result, jobs)
        print(f"  seed {self.asked.seed}; {watch.told(self.system)}")
        wrong = [
            *([f"Schemathesis ended with {done}"] if any(done) else []),
            *(missing(role, result, self.asked.cases) if self._is_whole else []),
            *([] if result.succeeded else ["nothing ever succeeded"]),
            *leaked(self.system, before),
            *(f"{name}.log: {line}" for name in LOGS for line in complaints(self._log(name), offsets[name])),
        ]
        print(f"  held before: {before.told()}; after: {measure(self.system).told()}")
        for line in wrong[:60]:
            print(f"  WRONG {line}")
        print(f"» {role.name}: {'all held' if not wrong else f'{len(wrong)} things wrong'}", flush=True)
        return not wrong

    def _token(self, role: Role) -> str:
        if role.name == MACHINE:
            return self._machine_key()
        return str(sign_in(self.system.api, role.identifier, self.password)["access"]) if role.is_person else ""

    def _jobs(self, role: Role, pool: Pool) -> list[Job]:
        """All phases but the last; then chains of requests, which repeat for a while.

        Hypothesis wants the same data for the same draws, and a living server gives other data: then Schemathesis
        4.32.5 ends a round of chains without a word (FlakyStrategyDefinition), after about twenty. So it gets a time,
        in which it begins round after round, and no number.
        """
        asked, phases = self.asked, self.asked.phases.split(",")
        everything = asked.cases >= NIGHTLY
        settings = configuration(self.document, role, asked.cases, pool, everything=everything, phases=phases)
        first = Job(
            name=role.name,
            folder=self.folder,
            document=DOCUMENT,
            url=self.system.url,
            settings=settings,
            seed=asked.seed,
            phases=",".join(phase for phase in phases if phase != WALK),
            only=asked.only,
        )
        seconds = max(SHORTEST_WALK, asked.cases // CASES_A_SECOND)
        walk = replace(first, name=f"{role.name}.walk", phases=WALK, seconds=seconds)
        return [job for job, is_wanted in ((first, bool(first.phases)), (walk, WALK in phases)) if is_wanted]

    def _identity(self, role: Role) -> Identity:
        key = self._machine_key() if role.name == MACHINE else ""
        return Identity(self.system.api, role.identifier, self.password, key)

    def _tell(self, role: Role, result: Result, jobs: list[Job]) -> None:
        statuses = ", ".join(f"{status}: {number}" for status, number in sorted(result.statuses.items()))
        cases = ", ".join(f"{phase} {number}" for phase, number in result.cases.items())
        names = {f"{method} {path}" for method, path in operations_of(self.document)}
        succeeded = names & result.succeeded
        print(f"» {role.name}: {result.requests} requests ({statuses})")
        print(f"  cases: {cases}; {result.random_cases} of them random; failures {result.failures}")
        walked = f"{sum(result.transitions.values())} transitions by {len(result.transitions)} links"
        print(f"  stateful: {result.chains} chains, {walked}")
        print(f"  operations: {len(names & set(result.reached))} of {len(names)} asked, {len(succeeded)} with 2xx")
        print(f"  no 2xx: {', '.join(sorted(names - succeeded)) or 'none'}")
        counted: Counter[str] = Counter()
        for job in jobs:
            if job.excuses.exists():
                counted.update(json.loads(job.excuses.read_text(encoding="utf-8")))
        if counted:
            print("  let pass: " + "; ".join(f"{reason} × {number}" for reason, number in counted.most_common()))

    @property
    def _is_whole(self) -> bool:
        """All phases over all operations: a part is for looking closer, and promises nothing."""
        return not self.asked.only and self.asked.phases == PHASES

    def _log(self, name: str) -> Path:
        return self.system.folder / f"{name}.log"

    def _machine_key(self) -> str:
        """Of the demo's machine account, as developers get it."""
        return httpx.get(f"{self.system.url}/dev/tokens/{MACHINE}/", timeout=20).raise_for_status().text.strip()


def missing(role: Role, result: Result, cases: int) -> list[str]:
    """What a whole run must have done to have shown anything."""
    found = [f"{result.errors} errors of Schemathesis's own"] if result.errors else []
    if result.random_cases < cases:
        found.append(f"{result.random_cases} random cases, {cases} were asked for")
    if not result.transitions:
        found.append("no link was ever followed")
    for method, path in sorted(reachable(role)):
        if f"{method} {path}" not in result.succeeded:
            seen = dict(result.reached.get(f"{method} {path}", {}))
            found.append(f"never 2xx, though the matrix opens it to {role.name}: {method} {path} {seen}")
    return found


def _processor_seconds() -> float:
    """Of this process and of those that it has waited for: Schemathesis, not the server."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz ARGS=…", description=__doc__)
    parser.add_argument("--roles", default=",".join(ROLES), help=f"of {', '.join(ROLES)}; commas between")
    parser.add_argument("--cases", type=int, default=500, help="at least so many random cases a role (default 500)")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(2**31), help="default: a new one, which is printed"
    )
    parser.add_argument("--phases", default=PHASES)
    parser.add_argument("--only", default="", help="a regular expression of paths")
    parser.add_argument("--report", type=Path, help="folder to keep Schemathesis's own reports in")
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    engines = Engines(temporary_folder("daknong-fuzz-"), test=True)
    with tempfile.TemporaryDirectory(prefix="daknong-fuzz-") as temporary:
        folder = (asked.report or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        logs = Path(temporary) / "system"
        logs.mkdir()
        system = System(logs)
        try:
            os.environ.update(engines.start())
            os.environ.update(THROTTLING_ENABLED="0", MICRO_CACHE_SECONDS="0")
            system.start()
            document = load_document()
            password = system.environment.get("DEMO_PASSWORD", "Daknong-Demo-2026")
            fuzzing = Fuzzing(system, folder, asked, document, Spares(system), password)
            number = len(operations_of(document))
            print(f"seed {asked.seed}, {number} operations, {asked.cases} cases a role", flush=True)
            clean = {name: fuzzing.role(ROLES[name]) for name in asked.roles.split(",")}
            wrong = [name for name, is_clean in clean.items() if not is_clean]
            print(
                f"seed {asked.seed}: "
                + (f"wrong as {', '.join(wrong)}" if wrong else f"all held as {', '.join(clean)}")
            )
            return 1 if wrong else 0
        finally:
            system.stop()
            engines.stop()
            engines.forget()


if __name__ == "__main__":
    sys.exit(main())
