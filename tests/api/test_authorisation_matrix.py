"""Every cell of tests/api/matrix.py, asked of the API; and no route or method outside the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.matrix import DOCUMENT, OFFICERS, OUTSIDE, ROLES, ROWS, Row, markdown
from tests.api.matrix_requests import REQUESTS, address, ask_for, client_for, send
from tests.api.routes import API, METHODS, api_routes, routes
from tests.factories.world import World, undone


@pytest.fixture(autouse=True)
def _no_limits(settings: Any) -> None:
    settings.THROTTLING_ENABLED = False


def test_every_route_and_method_is_in_the_table() -> None:
    exist = {(method, route.path) for route in api_routes() for method in route.methods}
    told = {(row.method, row.route) for row in ROWS}
    assert len(exist) > 70
    assert sorted(exist - told) == [], "say in tests/api/matrix.py who may do this"
    assert sorted(told - exist) == [], "the table tells of routes that are gone"


def test_every_route_beside_the_api_has_a_word_on_who_may() -> None:
    for route in routes():
        if route.path.startswith(API):
            continue
        known = [prefix for prefix in OUTSIDE if prefix and route.path.startswith(prefix)]
        assert known or route.path == "", f"{route.path}: say in OUTSIDE who may"


def test_the_table_is_whole_and_each_request_belongs_to_a_row() -> None:
    labels = [row.label for row in ROWS]
    assert len(labels) == len(set(labels))
    assert all(set(row.statuses) == set(ROLES) for row in ROWS)
    told = {(row.method, row.route, row.case) for row in ROWS} | {(row.method, row.route, "") for row in ROWS}
    assert set(REQUESTS) <= told


def test_the_page_of_permissions_is_the_table() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == markdown(), "run `python -m tests.api.matrix` and commit the page"


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.label)
def test_each_role_gets_what_the_table_says_and_sees_nothing_else(row: Row, world: World) -> None:
    wrong = []
    for role in ROLES:
        with undone():
            reply = send(client_for(world, role), row, world, role)
            content = b"".join(reply.streaming_content) if reply.streaming else reply.content
        if reply.status_code != row.statuses[role]:
            wrong.append(f"{role}: {reply.status_code} instead of {row.statuses[role]}: {content[:300]!r}")
            continue
        wrong += [f"{role}: {text}" for text in _leaks(row, role, world, reply.status_code, content.decode("latin-1"))]
    assert not wrong, "\n".join([row.label, *wrong])


def _leaks(row: Row, role: str, world: World, status: int, content: str) -> Iterator[str]:
    """Secrets that are seen by the wrong eyes, and those that the right ones miss."""
    for name, secret in world.secrets.items():
        may_see = status < 300 and role in row.shows.get(name, ())
        sees = secret.encode().decode("latin-1") in content
        if sees != may_see:
            yield f"{'sees' if sees else 'does not see'} the {name}"


@pytest.mark.django_db
def test_a_method_that_the_table_does_not_name_is_refused_even_to_administrators(world: World) -> None:
    told = {(row.method, row.route) for row in ROWS}
    for row in {row.route: row for row in ROWS}.values():
        role = "administrator" if row.statuses["administrator"] != 401 else "machine"
        client = client_for(world, role)
        where = address(row.route, ask_for(row, world, role)).partition("?")[0]
        for method in [method for method in METHODS if (method, row.route) not in told]:
            reply = client.generic(method, where, "{}", content_type="application/json")
            assert (reply.status_code, reply.json()["code"]) == (405, "method_not_allowed"), (method, where)


@pytest.mark.django_db
def test_a_secret_is_refused_in_the_same_words_as_what_does_not_exist(world: World) -> None:
    """Nobody learns from the wording which of two 404s was a real one."""
    pairs = [
        ("other_citizen", f"me/reports/{world.report.code}/", "me/reports/PA-261123-00000A/"),
        ("other_citizen", f"me/dossiers/{world.dossier.code}/", "me/dossiers/H16.31-261102-9999/"),
        ("other_officer", f"officer/reports/{world.report.code}/", "officer/reports/PA-261123-00000A/"),
        ("other_officer", f"officer/notices/{world.draft.pk}/", f"officer/notices/{world.device.pk}/"),
        ("other_citizen", f"inbox/{world.personal.pk}/", f"inbox/{world.device.pk}/"),
    ]
    for role, real, none in pairs:
        first, second = (client_for(world, role).get(f"/api/v1/{path}").json() for path in (real, none))
        assert {**first, "trace_id": ""} == {**second, "trace_id": ""}, real
    for path in ("devices/{}/", "me/sessions/{}/"):
        thing = world.device if "devices" in path else world.session
        other = client_for(world, "other_citizen")
        first, second = (other.delete(f"/api/v1/{path.format(key)}").json() for key in (thing.pk, world.draft.pk))
        assert {**first, "trace_id": ""} == {**second, "trace_id": ""}, path


@pytest.mark.django_db
def test_an_officer_is_an_ordinary_person_with_their_own_things(world: World) -> None:
    """Powers over the agency's reports are not powers over citizens' accounts: `me/` is one's own for everybody."""
    for role in OFFICERS:
        assert client_for(world, role).get("/api/v1/me/reports/").json()["results"] == []
        assert client_for(world, role).get("/api/v1/me/dossiers/").json()["results"] == []
