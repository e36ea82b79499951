"""What every route of the API has in common, walked over the URL configuration and the OpenAPI document."""

from __future__ import annotations

import gzip
import re
import uuid
from typing import Any

import brotli
import pytest
from rest_framework.test import APIClient

from tests.api.conventions import (
    BOUNDED,
    OF_NO_LANGUAGE,
    PRIVATE_CASES,
    PUBLIC_CASES,
    REPETITION,
    SINGULAR,
    UNLIMITED,
    UNSAFE_CASES,
    let_in,
)
from tests.api.matrix import PHOTO, ROWS, Row
from tests.api.matrix_requests import address, ask_for, client_for, send
from tests.api.routes import api_routes
from tests.contract import contract
from tests.document import load_document, resolved
from tests.document import operations as document_operations
from tests.factories.world import World, undone

db = pytest.mark.django_db
SAFE = ("GET",)
FIRST_OF_EACH = list({(row.method, row.route): row for row in UNSAFE_CASES}.values())


def label(row: Row) -> str:
    return row.label


@pytest.fixture
def unlimited(settings: Any) -> None:
    settings.THROTTLING_ENABLED = False


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """(method, path without /api/v1/, operation) of the document."""
    return [
        (method, path.removeprefix("/api/v1/"), operation)
        for name, operation in document_operations(load_document())
        for method, path in [name.split()]
    ]


def get(world: World, row: Row, role: str = "", **headers: str) -> Any:
    with undone():
        return send(client_for(world, role or let_in(row.statuses)), row, world, role or "citizen", **headers)


# --- names --------------------------------------------------------------------------------------------------------
def test_paths_are_plural_nouns_in_kebab_case_with_a_slash_at_the_end() -> None:
    for route in api_routes():
        path = "report-photos/<uuid:photo_id>/<str:variant>/" if route.path == PHOTO else route.path
        assert path == "" or path.endswith("/"), path
        for segment in path.strip("/").split("/"):
            if not segment.startswith("<") and segment:
                assert re.fullmatch(r"[a-z]+(-[a-z]+)*", segment), path
                assert segment.endswith("s") or segment in SINGULAR, f"{path}: {segment!r} is no plural"
    used = {segment for route in api_routes() for segment in route.path.split("/")}
    assert set(SINGULAR) <= used, "these are gone from the API"


def test_fields_and_query_parameters_are_in_snake_case() -> None:
    document = contract().document
    names = {name for schema in document["components"]["schemas"].values() for name in schema.get("properties", {})}
    names |= {
        p["name"] for *_, op in operations() for p in op.get("parameters", []) if p.get("in") in ("query", "path")
    }
    assert len(names) > 100
    assert sorted(name for name in names if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)) == []


# --- lists --------------------------------------------------------------------------------------------------------
def test_every_list_is_paged_by_cursor_or_named_as_bounded() -> None:
    whole, paged = set(), set()
    for method, path, operation in operations():
        content = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
        schema = content.get("schema", {})
        schema = resolved(load_document(), schema) if schema else schema
        if method == "GET" and schema.get("type") == "array":
            whole.add(path)
        elif method == "GET" and {"next", "results"} <= set(schema.get("properties", {})):
            paged.add(path)
            assert set(schema["properties"]) == {"next", "previous", "results"}, path
            assert {"cursor", "page_size"} <= {p.get("name") for p in operation["parameters"]}, path
    assert whole == set(BOUNDED)
    assert len(paged) > 10


def _is_page(operation: dict[str, Any]) -> bool:
    return "cursor" in {parameter.get("name") for parameter in operation["parameters"]}


@db
def test_a_cursor_of_ones_own_making_is_a_problem_and_so_is_a_page_of_none_or_over_a_hundred(world: World) -> None:
    asked = set()
    for row in ROWS:
        if row.method != "GET" or row.case or row.route in asked:
            continue
        client, where = client_for(world, "administrator"), address(row.route, ask_for(row, world, "administrator"))
        reply = client.get(where)
        if (
            reply.status_code != 200
            or not reply.headers["Content-Type"].endswith("json")
            or "results" not in reply.json()
        ):
            continue
        asked.add(row.route)
        refused = client.get(where, {"cursor": "khong-phai"})
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found"), row.label
        assert client.get(where, {"page_size": 100}).status_code == 200, row.label
        for size in ("0", "101", "-1", "abc", "", "٣"):
            refused = client.get(where, {"page_size": size})
            found = [(error["field"], error["code"]) for error in refused.json()["errors"]]
            assert (refused.status_code, found) == (400, [("page_size", "out_of_range")]), (row.label, size)
    assert asked >= {path for method, path, operation in operations() if _is_page(operation)}


# --- caching ------------------------------------------------------------------------------------------------------
@db
@pytest.mark.parametrize("row", PUBLIC_CASES, ids=label)
def test_a_public_answer_may_be_kept_and_asked_for_again_in_a_few_bytes(world: World, row: Row) -> None:
    first = get(world, row, "guest")
    kept = first.headers["Cache-Control"]
    assert kept.startswith("public, max-age=") and "no-store" not in kept
    assert first.headers["ETag"]
    again = get(world, row, "guest", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert not again.has_header("Content-Type")
    assert (again.headers["ETag"], again.headers["Cache-Control"]) == (first.headers["ETag"], kept)
    assert again.headers.get("Vary") == first.headers.get("Vary")
    assert get(world, row, "guest", **{"If-None-Match": '"another"'}).status_code == 200


@db
@pytest.mark.parametrize("row", [row for row in PUBLIC_CASES if row.route not in OF_NO_LANGUAGE], ids=label)
def test_a_public_answer_says_its_language_and_is_the_same_for_everybody(world: World, row: Row) -> None:
    for asked, given in (("vi", "vi"), ("en-GB,en;q=0.9", "en"), ("fr", "vi"), ("", "vi")):
        reply = get(world, row, "guest", **{"Accept-Language": asked})
        assert reply.headers["Content-Language"] == given
        assert "Accept-Language" in reply.headers["Vary"]
        assert "Cookie" not in reply.headers["Vary"] and "Set-Cookie" not in reply.headers
    assert get(world, row, "guest").content == get(world, row, "administrator").content


@db
@pytest.mark.parametrize("row", PRIVATE_CASES, ids=label)
def test_a_private_answer_and_its_refusals_are_kept_by_nobody_on_the_way(world: World, row: Row) -> None:
    for role in row.statuses:
        kept = get(world, row, role).headers["Cache-Control"]
        signed_photo = row.route == PHOTO and row.statuses[role] == 200
        assert "public" not in kept
        assert "no-store" in kept or (signed_photo and kept.startswith("private, ")), kept


@db
@pytest.mark.parametrize("row", UNSAFE_CASES, ids=label)
def test_the_answer_to_a_write_is_kept_by_nobody(world: World, row: Row, unlimited: None) -> None:
    for role in ("guest", let_in(row.statuses)):
        assert "no-store" in get(world, row, role).headers["Cache-Control"]


@db
def test_public_answers_are_compressed_for_who_asks(world: World, settings: Any) -> None:
    settings.MICRO_CACHE_SECONDS = 2
    compressed = 0
    for row in PUBLIC_CASES:
        if row.route == PHOTO:
            continue
        where = address(row.route, ask_for(row, world, "guest"))
        plain = APIClient().get(where, headers={"Accept-Encoding": "identity"})
        assert "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in plain.headers["Vary"], row.label
        for encoding, decode in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            packed = APIClient().get(where, headers={"Accept-Encoding": encoding})
            if len(plain.content) > 700:
                assert packed.headers["Content-Encoding"] == encoding, row.label
                assert decode(packed.content) == plain.content and len(packed.content) < len(plain.content)
                assert packed.headers["ETag"] == plain.headers["ETag"], "weak, so the same in each encoding"
                compressed += 1
    assert compressed >= 4


def test_the_document_itself_is_kept_and_revalidated() -> None:
    first = APIClient().get("/api/schema/")
    assert first.headers["Cache-Control"].startswith("public") and first.headers["ETag"]
    assert APIClient().get("/api/schema/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@db
@pytest.mark.parametrize("row", PRIVATE_CASES, ids=label)
def test_private_answers_and_problems_say_their_language_too(world: World, row: Row) -> None:
    for asked in ("vi", "en"):
        for role in ("guest", "citizen"):
            reply = get(world, row, role, **{"Accept-Language": asked})
            if reply.headers["Content-Type"].endswith("json"):
                assert reply.headers["Content-Language"] == asked


# --- limits -------------------------------------------------------------------------------------------------------
@db
@pytest.mark.parametrize("row", FIRST_OF_EACH, ids=label)
def test_every_write_has_a_limit_and_says_when_to_come_again(world: World, row: Row, settings: Any) -> None:
    settings.THROTTLES = {scope: [("0/h", "address")] for scope in settings.THROTTLES}
    reply = get(world, row)
    if (row.method, row.route) in UNLIMITED:
        assert reply.status_code < 300
        return
    assert reply.status_code == 429, reply.content[:200]
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.json()["code"] == "throttled"
    assert reply.json()["detail"].endswith(" giây.")  # the whole sentence in the language asked for
    assert 1 <= int(reply.headers["Retry-After"]) <= 3601


# --- repetition ---------------------------------------------------------------------------------------------------
def test_what_a_repetition_does_is_decided_for_every_unsafe_operation() -> None:
    unsafe = {(m, route.path): route.view for route in api_routes() for m in route.methods if m not in SAFE}
    assert set(REPETITION) == set(unsafe), "decide in tests/api/conventions.py"
    for (method, path), view in unsafe.items():
        marked = getattr(getattr(view, method.lower()), "idempotency", "natural")
        assert marked == REPETITION[method, path].key, path
    documented = {(method, path): operation for method, path, operation in operations()}
    for (method, path), decision in REPETITION.items():
        operation = documented[method, re.sub(r"<\w+:(\w+)>", r"{\1}", path)]
        headers = {p["$ref"].rpartition("/")[2] for p in operation["parameters"] if "$ref" in p}
        wanted = {"required": {"IdempotencyKeyRequired"}, "optional": {"IdempotencyKey"}, "natural": set()}
        assert {name for name in headers if name.startswith("Idempotency")} == wanted[decision.key], path


@db
@pytest.mark.parametrize("row", FIRST_OF_EACH, ids=label)
def test_the_same_request_twice_does_what_was_decided(world: World, row: Row, unlimited: None) -> None:
    decision, role = REPETITION[row.method, row.route], let_in(row.statuses)
    key = str(uuid.uuid4()) if decision.key != "natural" else ""
    ask = ask_for(row, world, role)
    with undone():
        client = client_for(world, role)
        headers = {**ask.headers, "Idempotency-Key": key} if key else ask.headers
        call = getattr(client, row.method.lower())
        replies = []
        for _ in range(2):
            body = ask_for(row, world, role).body if ask.format == "multipart" else ask.body
            replies.append(call(address(row.route, ask), body, format=ask.format, headers=headers))
    assert replies[0].status_code == row.statuses[role]
    assert replies[1].status_code == decision.again, (decision.why, replies[1].content[:200])
    if key:
        assert replies[1].headers["Idempotent-Replayed"] == "true"
        assert replies[1].json() == replies[0].json()


@db
@pytest.mark.parametrize(
    "row", [r for r in FIRST_OF_EACH if REPETITION[r.method, r.route].key == "required"], ids=label
)
def test_what_needs_a_key_is_refused_without_one(world: World, row: Row, unlimited: None) -> None:
    reply = get(world, row, **{"Idempotency-Key": ""})
    assert (reply.status_code, reply.json()["code"]) == (400, "idempotency_key_required")


# --- every request ------------------------------------------------------------------------------------------------
@db
@pytest.mark.parametrize("row", ROWS, ids=label)
def test_the_id_of_a_request_comes_back_and_a_slash_more_or_less_changes_nothing(
    world: World, row: Row, unlimited: None
) -> None:
    role = next(iter(row.statuses))
    ask = ask_for(row, world, role)
    where, mark, query = address(row.route, ask).partition("?")
    with undone():
        call = getattr(client_for(world, role), row.method.lower())
        extra = {} if row.method == "GET" else {"format": ask.format}
        body = None if row.method == "GET" else ask.body
        headers = {**ask.headers, "X-Request-ID": "abcdef-0123", "Idempotency-Key": str(uuid.uuid4())}
        reply = call(where.removesuffix("/") + mark + query, body, headers=headers, **extra)
    assert reply.status_code == row.statuses[role]
    assert reply.headers["X-Request-ID"] == "abcdef-0123"
    assert "Location" not in reply.headers
    if reply.status_code >= 400:
        assert reply.json()["trace_id"] == "abcdef-0123"


@db
def test_an_id_that_could_break_a_log_is_replaced(world: World) -> None:
    for given in ("short", "x" * 65, "a b c d e f g h", '{"a":"b"}--'):
        reply = APIClient().get("/api/v1/", headers={"X-Request-ID": given})
        assert reply.headers["X-Request-ID"] != given and len(reply.headers["X-Request-ID"]) >= 8


@db
@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=label)
def test_head_is_get_without_its_body(world: World, row: Row) -> None:
    role = let_in(row.statuses) if any(status < 300 for status in row.statuses.values()) else "administrator"
    ask = ask_for(row, world, role)
    with undone():
        client = client_for(world, role)
        found = client.get(address(row.route, ask), headers=ask.headers)
        head = client.head(address(row.route, ask), headers=ask.headers)
    assert head.status_code == found.status_code
    assert (b"".join(head.streaming_content) if head.streaming else head.content) == b""
    for name in ("Content-Type", "ETag", "Cache-Control", "Vary", "Content-Language"):
        assert head.headers.get(name) == found.headers.get(name), name


@db
def test_options_tells_the_methods(world: World) -> None:
    for route in api_routes():
        row = next(row for row in ROWS if row.route == route.path)
        role = "administrator" if row.statuses["administrator"] != 401 else "machine"
        reply = client_for(world, role).options(address(route.path, ask_for(row, world, role)))
        assert reply.status_code == 200, route.path
        allowed = {name.strip() for name in reply.headers["Allow"].split(",")}
        assert allowed == {*route.methods, "OPTIONS"} | ({"HEAD"} if "GET" in route.methods else set()), route.path
        assert "no-store" in reply.headers["Cache-Control"]


@db
def test_no_address_of_the_api_lets_another_site_read_it(world: World) -> None:
    """CORS is closed: the app is no browser, and a page of somebody else's has no business here."""
    for row in PUBLIC_CASES:
        reply = get(world, row, "guest", Origin="https://evil.test")
        assert not [name for name in reply.headers if name.lower().startswith("access-control-")], row.label
