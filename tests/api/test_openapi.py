"""The document in the repository is the one that the code gives, sound and without a warning."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from openapi_spec_validator import validate
from rest_framework.test import APIClient

from backend.common.api import throttling
from backend.common.api.schema_facts import throttle_scopes
from tests.api.conventions import UNSAFE_CASES, let_in
from tests.api.matrix import Row
from tests.api.matrix_requests import client_for, send
from tests.api.routes import api_routes
from tests.document import DOCUMENT, operations, parse, resolved
from tests.factories.world import World, undone


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", "--file", str(path), "--validate", "--fail-on-warn")
    return path.read_text(encoding="utf-8")


def test_the_committed_document_is_the_generated_one(generated: str) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == generated, "run `make schema` and commit api_docs/openapi.yaml"


def test_the_document_is_valid_openapi(generated: str) -> None:
    validate(parse(generated))


def test_every_operation_says_what_it_is_for_and_how_it_fails(generated: str) -> None:
    document = parse(generated)
    tags = {tag["name"] for tag in document["tags"]}
    poor = []
    for name, operation in operations(document):
        told = operation.get("summary") and operation.get("description") and set(operation["tags"]) <= tags
        fails = any(status.startswith("4") for status in operation["responses"])
        if not (told and fails):
            poor.append(f"{name}: {operation.get('tags')} {sorted(operation['responses'])}")
    assert not poor, "\n".join(poor)


def test_operation_ids_are_unique(generated: str) -> None:
    ids = [operation["operationId"] for _name, operation in operations(parse(generated))]
    assert len(ids) == len(set(ids)) > 60


def test_every_refusal_is_a_problem_that_lists_its_codes(generated: str) -> None:
    document = parse(generated)
    poor = []
    for name, operation in operations(document):
        for status, told in operation["responses"].items():
            response = resolved(document, told)
            if status[0] in "45":
                is_problem = list(response.get("content", {})) == ["application/problem+json"]
                codes = response.get("x-codes", [])
                listed = bool(codes) and all(f"`{code}`" in response["description"] for code in codes)
                waits = status not in ("429", "503") or "Retry-After" in response["headers"]
                if not (is_problem and listed and waits):
                    poor.append(f"{name} {status}")
    assert not poor, "\n".join(poor)


def test_every_operation_takes_a_language_and_every_list_a_cursor(generated: str) -> None:
    document = parse(generated)
    poor = []
    for name, operation in operations(document):
        parameters = {p["name"]: p for p in (resolved(document, told) for told in operation["parameters"])}
        body = operation["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
        is_page = body.get("$ref", "").endswith("Page")
        size = parameters.get("page_size", {}).get("schema", {})
        bounded = (size.get("minimum"), size.get("maximum")) == (1, 100) and "cursor" in parameters
        if "Accept-Language" not in parameters or is_page != bounded:
            poor.append(name)
    assert not poor, "\n".join(poor)


def test_each_operation_says_whether_it_needs_credentials(generated: str) -> None:
    """A list of alternatives; empty where none is looked at, with `{}` in it where a guest is let in as well."""
    document = parse(generated)
    poor = []
    for name, operation in operations(document):
        security = operation.get("security")
        if security is None:
            poor.append(f"{name}: nothing is said")
            continue
        refuses_guests = "not_authenticated" in str(resolved(document, operation["responses"].get("401", {})))
        looks_at_none = security == []
        may_401 = "401" in operation["responses"]
        if (may_401 and looks_at_none and "/auth/" not in name) or not (may_401 or looks_at_none):
            poor.append(f"{name}: {security}")
        if refuses_guests == ({} in security) and not looks_at_none and "/devices/{" not in name:
            poor.append(f"{name}: guests are {'refused' if refuses_guests else 'let in'}, yet the document differs")
    assert not poor, "\n".join(poor)


def test_guests_show_their_device_by_security_schemes(generated: str) -> None:
    document = parse(generated)
    schemes = document["components"]["securitySchemes"]
    assert schemes["deviceId"]["name"] == "X-Device-Id" and schemes["deviceSecret"]["name"] == "X-Device-Secret"
    ways = {name: operation["security"] for name, operation in operations(document)}
    assert {"deviceId": [], "deviceSecret": []} in ways["GET /api/v1/inbox/"]
    assert {} in ways["POST /api/v1/devices/"] and {} not in ways["PATCH /api/v1/devices/{device_id}/"]
    assert "X-Device" not in str([op["parameters"] for _name, op in operations(document)])


def test_public_answers_can_be_asked_for_again_by_etag(generated: str) -> None:
    document = parse(generated)
    poor = []
    for name, operation in operations(document):
        headers = operation["responses"].get("200", {}).get("headers", {})
        names = {resolved(document, told)["name"] for told in operation["parameters"]}
        told = ["ETag" in headers, "If-None-Match" in names, "304" in operation["responses"]]
        if any(told) != all(told):
            poor.append(name)
    assert not poor, "\n".join(poor)


# --- what is read off the views -----------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "row", list({(r.method, r.route): r for r in UNSAFE_CASES}.values()), ids=lambda row: row.label
)
def test_the_limits_that_the_document_tells_are_those_that_are_counted(
    world: World, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = []
    monkeypatch.setattr(throttling, "throttle_wait", lambda scope, values: counted.append(scope) or 0)
    view = next(route.view for route in api_routes() if route.path == row.route)
    told = _scopes(view, row.method)
    with undone():
        role = let_in(row.statuses)
        assert send(client_for(world, role), row, world, role).status_code < 300
    assert sorted(counted) == sorted(told)


def test_each_limit_that_the_settings_know_is_told_of_some_operation(generated: str, settings: Any) -> None:
    told = {scope for route in api_routes() for method in route.methods for scope in _scopes(route.view, method)}
    assert told | {"machine"} == set(settings.THROTTLES)
    assert "600 a minute for a machine account" in generated


def _scopes(view: Any, method: str) -> list[str]:
    return throttle_scopes(SimpleNamespace(view=view, method=method))


def test_a_request_for_another_host_is_refused_as_every_operation_tells(generated: str) -> None:
    document = parse(generated)
    for name, operation in operations(document):
        assert "bad_request" in resolved(document, operation["responses"]["400"])["x-codes"], name
    reply = APIClient().get("/api/v1/topics/", headers={"Host": "evil.test"})
    assert (reply.status_code, reply.json()["code"]) == (400, "bad_request")


def test_who_may_call_names_guests_only_where_the_security_lets_them_in(generated: str) -> None:
    for name, operation in operations(parse(generated)):
        told = operation["description"].partition("**Who may call:** ")[2].partition("\n")[0]
        open_to_all = not operation["security"] or {} in operation["security"]
        assert told.startswith("everybody") == open_to_all, name
        assert ("machine account" in told) == any("machineKey" in way for way in operation["security"]), name


def test_every_guide_that_the_front_page_names_is_there(generated: str) -> None:
    front = parse(generated)["info"]["description"]
    guides = set(re.findall(r"`([a-z-]+\.md)`", front))
    assert len(guides) >= 8
    assert not [name for name in sorted(guides) if not (DOCUMENT.parent / "guides" / name).exists()]


def test_redocs_menu_has_every_tag_once_in_the_order_of_the_document(generated: str) -> None:
    document = parse(generated)
    shown = [name for group in document["x-tagGroups"] for name in group["tags"]]
    assert shown == [tag["name"] for tag in document["tags"]]
    assert set(shown) == {tag for _name, operation in operations(document) for tag in operation["tags"]}


@pytest.mark.parametrize(
    ("method", "address", "accept", "status"),
    [
        ("get", "/api/schema/", "text/html", 406),
        ("get", "/api/schema/?format=xml", "*/*", 404),
        ("post", "/api/schema/", "*/*", 405),
        ("get", "/api/docs/", "application/json", 406),
        ("post", "/api/docs/", "*/*", 405),
        ("get", "/api/redoc/", "application/json", 406),
        ("get", "/api/redoc/nothing/", "*/*", 404),
    ],
)
def test_the_documents_own_pages_refuse_by_problems_too(method: str, address: str, accept: str, status: int) -> None:
    reply = getattr(APIClient(), method)(address, headers={"Accept": accept})
    assert (reply.status_code, reply.headers["Content-Type"]) == (status, "application/problem+json")
    assert reply.json()["status"] == status and reply.json()["code"]
