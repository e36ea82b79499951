"""What a run was: counted from Schemathesis's own record of events (NDJSON), one line an event."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RANDOM_PHASES = ("fuzzing", "stateful")


@dataclass
class Result:
    """Counts of one role's run."""

    requests: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    phases: Counter[str] = field(default_factory=Counter)  # requests by phase
    cases: Counter[str] = field(default_factory=Counter)  # cases by phase, without what checks asked on their own
    reached: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))  # operation → statuses
    transitions: Counter[str] = field(default_factory=Counter)
    failures: int = 0
    chains: int = 0  # scenarios of the stateful phase
    ended: str = ""  # why the run ended, by Schemathesis's own word
    errors: int = 0  # "Runtime Error" and the like: a case that was never sent

    @property
    def random_cases(self) -> int:
        return sum(self.cases[phase] for phase in RANDOM_PHASES)

    @property
    def succeeded(self) -> set[str]:
        """Operations that answered 2xx at least once, as `GET /api/v1/areas/`."""
        return {name for name, statuses in self.reached.items() if any(status[0] == "2" for status in statuses)}


def read(*paths: Path) -> Result:
    """The counts of these runs together."""
    result = Result()
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                for kind, event in json.loads(line).items():
                    _take(result, kind, event)
    return result


def _take(result: Result, kind: str, event: dict[str, Any]) -> None:
    if kind == "ScenarioFinished":
        _scenario(result, event["phase"], event["recorder"])
    elif kind in ("NonFatalError", "FatalError"):
        result.errors += 1
    elif kind == "EngineFinished":
        result.ended = event["stop_reason"]


def _scenario(result: Result, phase: str, recorder: dict[str, Any]) -> None:
    result.chains += phase == "stateful"
    for case_id, node in recorder.get("cases", {}).items():
        case = node["value"]
        is_probe = node.get("parent_id") is not None and not node["is_transition_applied"] and phase != "stateful"
        if not is_probe:
            result.cases[phase] += 1
        if node["is_transition_applied"]:
            result.transitions[node.get("transition", {}).get("id", "?")] += 1
        answer = recorder.get("interactions", {}).get(case_id, {}).get("response")
        if answer:
            status = str(answer["status_code"])
            result.requests += 1
            result.statuses[status] += 1
            result.phases[phase] += 1
            result.reached[f"{case['method']} {case['path']}"][status] += 1
    for checks in recorder.get("checks", {}).values():
        result.failures += sum(check["status"] == "failure" for check in checks)
