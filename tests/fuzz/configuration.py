"""Schemathesis's configuration for one role: how many cases for each operation, which checks, which real values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from tests.document import operations
from tests.fuzz import toml
from tests.fuzz.real import Pool
from tests.fuzz.roles import MACHINE, Operation, Role, reachable

Json = dict[str, Any]

# What a role cannot reach is asked so often at random that its refusal is seen, and no more.
REFUSALS = 2
# How often a parameter gets a real value, where there are any, rather than a random one.
REAL = 0.7
# Chains of requests by links, at most so many in a round, each of up to so many steps.
CHAINS, STEPS = 200, 10
CHECKS: Json = {
    "not_a_server_error": {"enabled": True},
    "status_code_conformance": {"enabled": True},
    "content_type_conformance": {"enabled": True},
    "response_headers_conformance": {"enabled": True},
    "response_schema_conformance": {"enabled": True},
    # These two with the reasons of tests.fuzz.verdicts.
    "negative_data_rejection": {"enabled": True},
    "positive_data_acceptance": {
        "enabled": True,
        # A conflict with the state of things (409), what is not there or not for this role (401, 403, 404), a door
        # that is asked too often (429): the world's refusals, not the schema's. No 5xx, unlike by default.
        "expected-statuses": ["2xx", "3xx", "401", "403", "404", "409", "429"],
    },
    # 404 where the thing itself is not there, or is another's: that is looked at before headers.
    "missing_required_header": {"enabled": True, "expected-statuses": [400, 401, 403, 404, 406, 415, 422]},
    "unsupported_method": {"enabled": True},
    "allow_header_conformance": {"enabled": True},
    "use_after_free": {"enabled": True},
    "ensure_resource_availability": {"enabled": True},
    "ignored_auth": {"enabled": True},
    # Off: it needs two accounts at once, described in a file of another format. Every route × role × own/other is in
    # tests/api/test_authorisation_matrix.py instead.
    "object_level_authorization": {"enabled": False},
}


@dataclass(frozen=True)
class Plan:
    """How many random cases each operation gets, and which operations get the coverage phase."""

    cases: dict[Operation, int]
    thorough: set[Operation]


def plan(document: Json, role: Role, cases: int, *, everything: bool) -> Plan:
    """At least `cases` random cases in all.

    A public door answers everybody alike: without `everything`, its coverage is the guest's work, a person's own
    doors are the citizen's, and officers, administrator and machine go through what was made for them.
    """
    asked = operations_of(document)
    open_doors = reachable(role)
    thorough = (
        set(asked) if everything else {key for key in asked if key in open_doors and _is_for(document, key, role)}
    )
    weights = {key: 4 if key in thorough else 2 if key in open_doors else 1 for key in asked}
    share = cases / sum(weights.values())
    return Plan({key: max(REFUSALS, math.ceil(share * weight)) for key, weight in weights.items()}, thorough)


def operations_of(document: Json) -> list[Operation]:
    return [(method, path) for name, _operation in operations(document) for method, path in [name.split()]]


def _is_for(document: Json, key: Operation, role: Role) -> bool:
    """Is this role the one that this door was made for?"""
    method, path = key
    security = document["paths"][path][method.lower()]["security"]
    is_public = security in ([], [{}])
    if role.name == "guest":
        return True
    if role.name == MACHINE:
        return any("machineKey" in way for way in security)
    if role.name == "citizen":
        return not is_public
    return path.startswith("/api/v1/officer/")


def configuration(document: Json, role: Role, cases: int, pool: Pool, *, everything: bool, phases: list[str]) -> str:
    """The file's text."""
    planned = plan(document, role, cases, everything=everything)
    dictionaries: Json = {}
    settings = []
    for method, path in operations_of(document):
        name = f"{method} {path}"
        bound: Json = {}
        for parameter, values in pool.values.get(name, {}).items():
            book = f"{name} {parameter}"
            dictionaries[book] = {"values": values}
            bound[parameter] = {"dictionary": book, "probability": REAL}
        settings.append(
            {
                "include-name": name,
                "generation": {"max-examples": planned.cases[method, path]},
                "phases": {"coverage": {"enabled": (method, path) in planned.thorough and "coverage" in phases}},
                "parameters": bound,
            }
        )
    return toml.dumps(
        {
            "generation": {
                # PostgreSQL stores none; a few still come, by way of names of additional properties.
                "allow-x00": False,
            },
            "phases": {
                "stateful": {
                    "max-steps": STEPS,
                    # Wrong data is the other phases' work: what is refused leads nowhere.
                    "generation": {"max-examples": CHAINS, "mode": "positive"},
                }
            },
            "checks": CHECKS,
            "dictionaries": dictionaries,
            "operations": settings,
        }
    )
