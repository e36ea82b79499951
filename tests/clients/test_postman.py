"""The committed collection has a request for each operation, and a run of it that went wrong is seen to."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests.clients import postman_part
from tests.clients.places import POSTMAN_COLLECTION
from tests.clients.steps import StepFailed
from tests.document import load_document, operations


def collection() -> Any:
    return json.loads(POSTMAN_COLLECTION.read_text(encoding="utf-8"))


def requests_of(node: Any) -> list[Any]:
    return [node] if "request" in node else [found for child in node["item"] for found in requests_of(child)]


def report() -> Any:
    """What Newman tells of a run without a fault."""
    executions = [{"item": {"id": item["id"], "name": item["name"]}, "response": {"code": 200}} for item in all_items()]
    return {"executions": executions, "failures": [], "stats": {"assertions": {"total": 7}}}


def all_items() -> list[Any]:
    return requests_of(collection())


def test_each_operation_is_a_request_under_a_name_of_its_own() -> None:
    wanted = {name for name, _operation in operations(load_document())}
    found = []
    for item in all_items():
        parts = ["{" + part[1:] + "}" if part.startswith(":") else part for part in item["request"]["url"]["path"]]
        found.append(f"{item['request']['method']} /{'/'.join(parts)}")
    assert sorted(found) == sorted(wanted)
    assert len({item["id"] for item in all_items()}) == len({item["name"] for item in all_items()}) == len(found)


def test_each_request_says_what_it_is_to_be_held_to() -> None:
    for item in all_items():
        script = "\n".join(item["event"][0]["script"]["exec"])
        assert 'pm.variables.set("documented", ' in script and '\\"codes\\"' in script, item["name"]


def test_a_run_without_a_fault_is_told_in_numbers() -> None:
    assert postman_part.judged(report()) == f"{len(all_items())} requests, each with success, 7 checks"


def test_an_answer_that_is_no_success_is_found() -> None:
    run = report()
    run["executions"][3]["response"]["code"] = 409
    with pytest.raises(StepFailed, match="409"):
        postman_part.judged(run)


def test_the_answer_to_the_request_counts_and_not_that_to_its_script() -> None:
    run = report()
    earlier = copy.deepcopy(run["executions"][3])
    earlier["response"]["code"] = 404
    run["executions"].insert(3, earlier)
    assert postman_part.judged(run)
    run["executions"].insert(5, earlier)
    with pytest.raises(StepFailed, match="404"):
        postman_part.judged(run)


def test_a_request_that_was_not_sent_or_not_answered_is_found() -> None:
    run = report()
    del run["executions"][3]
    with pytest.raises(StepFailed, match="requests were sent"):
        postman_part.judged(run)
    run = report()
    del run["executions"][3]["response"]
    with pytest.raises(StepFailed, match="None"):
        postman_part.judged(run)


def test_a_check_that_failed_is_found() -> None:
    run = report()
    run["failures"] = [{"source": {"name": "Rate"}, "error": {"test": "200 is documented", "message": "expected"}}]
    with pytest.raises(StepFailed, match="Rate: 200 is documented"):
        postman_part.judged(run)
