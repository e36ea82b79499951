"""The fuzzer finds what is planted, lets pass only what it has a reason for, and says when it has shown nothing."""

import json
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData, UseAfterFree

from backend.common.api.schema_links import LINKS
from tests.document import load_document
from tests.fuzz import planted, toml
from tests.fuzz.__main__ import missing
from tests.fuzz.configuration import CHECKS, configuration, operations_of, plan
from tests.fuzz.engine import Identity, Job, schemathesis
from tests.fuzz.leaks import MORE_FILES, Held, compare, complaints
from tests.fuzz.real import Pool
from tests.fuzz.results import Result, read
from tests.fuzz.roles import ROLES, document_path, reachable
from tests.fuzz.verdicts import excuse, note_following


def failed_checks(report: Path) -> dict[str, set[str]]:
    """Operation → names of the checks that failed there."""
    found: dict[str, set[str]] = {name: set() for name in planted.FAULTS}
    for line in report.read_text(encoding="utf-8").splitlines():
        recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
        for checks in recorder.get("checks", {}).values():
            names = {check["name"] for check in checks if check["status"] == "failure"}
            found.setdefault(recorder["label"], set()).update(names)
    return found


def test_each_planted_fault_is_found_by_its_check_and_nothing_else_is(tmp_path: Path) -> None:
    """By the same command, checks, hooks and verdicts as the real run."""
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(planted.document()), encoding="utf-8")
    settings = toml.dumps({"checks": CHECKS, "generation": {"max-examples": 4}})
    with planted.serve() as url:
        job = Job("planted", tmp_path, document, url, settings, seed=1, phases="coverage,fuzzing")
        code = schemathesis(job, Identity(key=planted.KEY), Pool().told(), capture_output=True)
    assert code == 1
    assert failed_checks(job.report) == planted.FAULTS
    assert read(job.report).failures >= len(planted.FAULTS) - 2


def run_of(role: str, *, without: str = "", cases: int = 500) -> Result:
    """A run in which all that the matrix opens to the role succeeded, but for one operation."""
    result = Result()
    for method, path in reachable(ROLES[role]):
        name = f"{method} {path}"
        result.reached[name]["404" if name == without else "200"] += 1
    result.cases["fuzzing"] = cases
    result.transitions["a → b"] = 1
    return result


def test_a_whole_run_lacks_nothing() -> None:
    assert missing(ROLES["citizen"], run_of("citizen"), 500) == []


def test_an_operation_that_the_matrix_opens_and_that_never_succeeded_is_told() -> None:
    (told,) = missing(ROLES["citizen"], run_of("citizen", without="DELETE /api/v1/me/"), 500)
    assert "never 2xx" in told and "DELETE /api/v1/me/" in told


def test_too_few_cases_a_runtime_error_and_no_link_are_told() -> None:
    result = run_of("guest", cases=499)
    result.errors = 1
    result.transitions.clear()
    assert len(missing(ROLES["guest"], result, 500)) == 3


def test_every_operation_that_the_matrix_opens_is_in_the_document() -> None:
    """Or the rule above would ask for what cannot be asked."""
    document = load_document()
    for role in ROLES.values():
        assert reachable(role) <= set(operations_of(document)), role.name


def test_every_link_of_the_document_leads_to_an_operation_and_fills_parameters_that_it_has() -> None:
    document = load_document()
    found = [document["paths"][path][method.lower()] for method, path in operations_of(document)]
    targets = {operation["operationId"]: operation for operation in found}
    links = [
        link
        for operation in found
        for answer in operation["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert len(links) == len(LINKS)
    for link in links:
        names = {parameter.get("name") for parameter in targets[link["operationId"]]["parameters"]}
        assert set(link.get("parameters", {})) <= names, link


def test_routes_are_written_as_the_document_writes_them() -> None:
    assert document_path("me/reports/<str:code>/") == "/api/v1/me/reports/{code}/"
    pattern = "report-photos/(?P<photo_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3})/(?P<variant>full|thumb)/"
    assert document_path(pattern) == "/api/v1/report-photos/{photo_id}/{variant}/"


# --- verdicts ---


def refusal(code: str, *errors: tuple[str, str], status: int = 400) -> Any:
    body = {"code": code, "detail": "", "errors": [{"field": field, "code": its} for field, its in errors]}
    return SimpleNamespace(status_code=status, json=lambda: body, request=SimpleNamespace(url="", headers={}))


def case(**more: Any) -> Any:
    operation = SimpleNamespace(headers={}, query=QUERY, get_body_for_media_type=lambda _kind: None)
    empty = {"headers": {}, "media_type": None, "body": None, "meta": None, "path": "/", "operation": operation}
    return SimpleNamespace(**empty | more)


REJECTED = RejectedPositiveData(operation="", message="", status_code=400, allowed_statuses=[])


@pytest.mark.parametrize(
    ("answer", "is_excused"),
    [
        (refusal("category_unknown"), True),
        (refusal("validation_error", ("area", "unknown_area")), True),
        (refusal("validation_error", ("area", "max_length")), False),
        (refusal("validation_error", ("area", "unknown_area"), ("kind", "invalid_choice")), False),
        (refusal("validation_error"), False),
        (refusal("parse_error"), False),
        (refusal("category_unknown", status=500), False),
    ],
)
def test_a_valid_request_may_be_refused_only_for_what_no_schema_can_say(answer: Any, is_excused: bool) -> None:
    assert bool(excuse(REJECTED, case(), answer)) is is_excused


@pytest.mark.parametrize(
    ("text", "is_excused"),
    [("  mười chữ ", True), ("e\u0302" * 9, True), ("mười chữ cái", False)],
    ids=["spaces", "accents apart", "long enough as read"],
)
def test_a_text_may_be_too_short_once_it_is_trimmed_and_composed(text: str, is_excused: bool) -> None:
    schema = {"type": "object", "properties": {"reason": {"type": "string", "minLength": 10}}, "required": ["reason"]}
    body = SimpleNamespace(optimized_schema=schema)
    operation = SimpleNamespace(headers={}, get_body_for_media_type=lambda _kind: body)
    asked = case(media_type="application/json", body={"reason": text}, operation=operation)
    answer = refusal("validation_error", ("reason", "min_length"))
    assert bool(excuse(REJECTED, asked, answer)) is is_excused


QUERY = {
    name: SimpleNamespace(validation_schema=schema)
    for name, schema in {
        "q": {"type": "string", "minLength": 1},
        "level": {"type": "string", "enum": ["province", "commune"]},
        "lat": {"type": "number", "maximum": 90},
        "page_size": {"type": "integer", "minimum": 1, "maximum": 100},
    }.items()
}


def negated(parameter: str, url: str) -> tuple[Any, Any]:
    data = SimpleNamespace(parameter=parameter, parameter_location="query", mutations=())
    meta = SimpleNamespace(phase=SimpleNamespace(data=data), is_negative_at=lambda _where: False)
    answer = SimpleNamespace(status_code=200, request=SimpleNamespace(url=url, headers={}))
    return case(meta=meta), answer


@pytest.mark.parametrize(
    ("parameter", "query", "is_excused"),
    [
        ("q", "?q=", True),
        ("q", "?q=gia+nghia&nobody=knows", True),
        ("q", "?nobody=knows", False),
        ("q", "?q=gia&q=nghia", False),
        ("level", "?level=nonsense", False),
        ("lat", "?lat=1000", False),
        ("page_size", "?page_size=101", False),
        ("page_size", "?page_size=100&nobody=knows", True),
    ],
)
def test_a_wrong_request_may_be_taken_only_on_purpose(parameter: str, query: str, is_excused: bool) -> None:
    accepted = AcceptedNegativeData(operation="", message="", status_code=200, expected_statuses=[])
    asked, answer = negated(parameter, f"http://localhost/{query}")
    assert bool(excuse(accepted, asked, answer)) is is_excused


def test_only_an_own_dossier_may_be_seen_after_it_was_unfollowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.verdicts.OWN_DOSSIERS", {"H16.31-261102-0001"})
    freed = UseAfterFree(operation="", message="", free="", usage="", deleted_case_id="")
    for code, is_excused in (("H16.31-261102-0001", True), ("H16.31-261102-0002", False)):
        asked = case(path="/api/v1/me/dossiers/{code}/", path_parameters={"code": code})
        assert bool(excuse(freed, asked, refusal("", status=200))) is is_excused
    elsewhere = case(path="/api/v1/me/sessions/{code}/", path_parameters={"code": "H16.31-261102-0001"})
    assert not excuse(freed, elsewhere, refusal("", status=200))


def test_a_dossier_that_is_followed_again_may_be_seen_again() -> None:
    code = "H16.31-261102-0003"
    freed = UseAfterFree(operation="", message="", free="", usage="", deleted_case_id="")
    one = case(path="/api/v1/me/dossiers/{code}/", path_parameters={"code": code})
    followed, unfollowed = (
        SimpleNamespace(status_code=201, json=lambda: {"code": code}),
        SimpleNamespace(status_code=204),
    )
    note_following(case(method="POST", path="/api/v1/dossiers/follow/"), followed)
    note_following(case(method="OPTIONS", path="/api/v1/dossiers/follow/"), SimpleNamespace(status_code=200, json=dict))
    assert excuse(freed, one, refusal("", status=200))
    note_following(case(method="DELETE", path=one.path, path_parameters=one.path_parameters), unfollowed)
    assert not excuse(freed, one, refusal("", status=200))


SCHEMA = {
    "type": "object",
    "required": ["score"],
    "properties": {"score": {"type": "integer", "maximum": 5}, "text": {"type": "string", "maxLength": 5}},
}


@pytest.mark.parametrize(
    ("body", "is_excused"),
    [
        ({"score": "3"}, True),
        ({"score": 3, "text": 0}, True),
        ({"score": 3, "text": "\v" * 9}, True),
        ({"score": 3, "text": " bốn  "}, True),
        ({"score": 3, "text": "quá dài"}, False),
        ({"score": 6}, False),
        ({}, False),
        ({"score": {}}, False),
    ],
)
def test_a_wrong_body_may_be_taken_only_if_it_reads_well(body: Any, is_excused: bool) -> None:
    accepted = AcceptedNegativeData(operation="", message="", status_code=200, expected_statuses=[])
    asked, answer = negated("", "http://localhost/")
    asked.body, asked.media_type = body, "application/json"
    asked.meta.is_negative_at = lambda where: where == "body"
    asked.operation.get_body_for_media_type = lambda _kind: SimpleNamespace(optimized_schema=SCHEMA)
    assert bool(excuse(accepted, asked, answer)) is is_excused


# --- leaks ---

HELD = Held(
    files=40, threads=12, memory=2**27, connections=3, open_transactions=0, long_queries=0, locks=0, half_done=0
)


@pytest.mark.parametrize(
    "change",
    [
        {"files": 40 + MORE_FILES + 1},
        {"threads": 50},
        {"memory": 2**28},
        {"connections": 20},
        {"open_transactions": 1},
        {"long_queries": 1},
        {"locks": 1},
        {"half_done": 1},
    ],
)
def test_what_is_not_given_back_is_told(change: dict[str, int]) -> None:
    assert compare(HELD, HELD) == []
    assert len(compare(HELD, Held(**{**vars(HELD), **change}))) == 1


def test_errors_and_tracebacks_in_a_log_are_told_and_requests_are_not(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    before = '{"level": "error", "event": "of an earlier run"}\n'
    log.write_text(
        before
        + '{"level": "info", "event": "request", "status": 404}\n'
        + '{"level": "error", "event": "boom"}\n'
        + "Traceback (most recent call last):\n",
        encoding="utf-8",
    )
    assert len(complaints(log, len(before))) == 2


# --- configuration ---


def test_a_role_gets_at_least_the_cases_that_were_asked_for_and_each_operation_some() -> None:
    document = {"paths": {path: {"get": {"security": [{}]}} for path in ("/api/v1/areas/", "/api/v1/me/")}}
    planned = plan(document, ROLES["guest"], 100, everything=False)
    assert sum(planned.cases.values()) >= 100
    assert min(planned.cases.values()) >= 2


def test_coverage_is_for_whom_a_door_was_made_and_for_all_in_the_night() -> None:
    public, officers = ("GET", "/api/v1/areas/"), ("GET", "/api/v1/officer/reports/")
    document = {
        "paths": {public[1]: {"get": {"security": [{}]}}, officers[1]: {"get": {"security": [{"jwt": []}]}}},
    }
    assert plan(document, ROLES["guest"], 100, everything=False).thorough == {public}
    assert plan(document, ROLES["handler"], 100, everything=False).thorough == {officers}
    assert plan(document, ROLES["handler"], 100, everything=True).thorough == {public, officers}


def test_the_configuration_is_toml_that_holds_what_was_put_in() -> None:
    document = {"paths": {"/api/v1/areas/{code}/": {"get": {"security": [{}]}}}}
    pool = Pool()
    pool.offer("GET /api/v1/areas/{code}/", "path.code", ["24611", 'a "quoted" \\ one', "Đắk\x7f"])
    text = configuration(document, ROLES["guest"], 10, pool, everything=False, phases=["fuzzing"])
    told = tomllib.loads(text)
    (book,) = told["dictionaries"].values()
    assert book["values"] == ["24611", 'a "quoted" \\ one', "Đắk\x7f"]
    assert told["operations"][0]["phases"]["coverage"]["enabled"] is False
