"""The page middleware is at work on pages, and the API passes it by (stands in for security.W002 and W003)."""

import pytest
from django.test import Client

from backend.common.context import NOBODY, current_request
from tests.factories.machines import make_key, make_machine

pytestmark = pytest.mark.django_db


def test_a_console_post_without_a_csrf_token_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post("/console/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403


def test_console_pages_carry_frame_and_content_policies() -> None:
    response = Client().get("/console/login/")
    assert response.status_code == 200
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_the_api_sets_no_cookie_and_needs_no_csrf_token() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/api/v1/auth/login/", {"identifier": "x"}, content_type="application/json")
    assert response.status_code == 400
    assert not client.cookies
    assert response["Content-Type"] == "application/problem+json"


def test_an_api_path_without_its_slash_reaches_the_same_view() -> None:
    response = Client().get("/api/v1")
    assert response.status_code == 200
    assert response.json()["name"] == "DAKNONG-C"


def test_an_unknown_api_path_is_a_problem_and_names_the_request() -> None:
    response = Client().get("/api/v1/nothing-here/", headers={"X-Request-ID": "abcdef0123456789"})
    assert response.status_code == 404
    assert response["X-Request-ID"] == "abcdef0123456789"
    assert response.json()["code"] == "not_found"
    assert response.json()["trace_id"] == "abcdef0123456789"


def test_what_comes_after_a_request_is_no_part_of_it() -> None:
    """Else a task in the same thread would write the last caller's address and key into the audit trail."""
    _key, text = make_key(make_machine("reports:read"))
    reply = Client().get("/api/v1/machine-accounts/current/", headers={"Authorization": f"Bearer {text}"})
    assert reply.status_code == 200
    assert current_request() == NOBODY
