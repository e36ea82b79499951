"""Every route of the API, walked from the URL configuration, under rubbish: never a 5xx, and one shape of error."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator

from backend.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.hostile import HostileClient, must_be_tame

pytestmark = pytest.mark.django_db

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
KNOWN_ID = str(uuid.UUID(int=7))
# What may stand in an address where text is expected. %00 is what PostgreSQL cannot store.
TEXTS = ("x", "\x00", "9" * 400, "Đắk Nông", "'; --", "%", "..")
DEEP = b'{"a":' * 600 + b"1" + b"}" * 600
WIDE = b'{"text":"' + b"\xcc\x81" * 20_000 + b'"}'
JSON_BODIES = (
    b"",
    b"null",
    b"[]",
    b"[1]",
    b'"text"',
    b"7",
    b"{",
    b"{}",
    b"NaN",
    b'{"a":NaN}',
    b'{"a":1e999}',
    b'{"\\u0000":"\\u0000"}',
    b'{"text":"\\ud800"}',
    b"\xff\xfe",
    DEEP,
    WIDE,
)
OTHER_TYPES = (
    ("text/plain", b"x"),
    ("", b"x"),
    ("application/json; charset=utf-16", '{"a":1}'.encode("utf-16")),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nno end'),
    ("multipart/form-data; boundary=x", b""),
    ("application/x-www-form-urlencoded", b"%ff=%00"),
)
# Each field of the API with a value of the wrong kind, all at once, and then in many kinds.
WRONG_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    1e30,
    1.5,
    "",
    " ",
    "x" * 5000,
    [],
    [[]],
    [None],
    {},
    {"a": {}},
    [{}],
)
QUERIES = (
    "cursor=%00",
    "cursor=%FF",
    "cursor=cD0lMDA%3D",  # p=%00
    "cursor=cD14",  # p=x
    "cursor=cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ%3D%3D",  # p=9…9
    "cursor=bz05OTk5OTk5OTk5OTk5OTk5OTk5OTk%3D",  # o=9…9
    "page_size=-1",
    "page_size=99999999999999999999999999",
    "page_size=NaN",
    "format=xml",
    "lat=nan&lon=inf&near=nan,nan&q=%00&category=%00&area=%00&agency=%00&status=%00&field=%00&life_event=%00",
    "lat=1e400&lon=-1e400&near=1e999,1&q=%ED%A0%80&level=x&kind=x&unread=x&current=x&pinned=x&overdue=x&topics=%00",
    "near=,&q=" + "a" * 3000,
    "q=%CC%81&near=91,181&parent=%00&audience=%00&topics=,,,",
    "q=%25%5C_&area=99999999999&category=a&agency=b&field=c&life_event=d&status=new,,new",
)


def _routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


@cache
def api_routes() -> tuple[str, ...]:
    return tuple(sorted(route for route in _routes(get_resolver().url_patterns) if route.startswith("api/v1/")))


def addresses(route: str) -> list[str]:
    """The route with each hostile text in the place of its parameters."""
    if "photo_id" in route:
        return [f"/api/v1/report-photos/{KNOWN_ID}/full/", f"/api/v1/report-photos/{KNOWN_ID}/thumb/?sig=%00:%FF:x"]
    route = re.sub(r"<uuid:\w+>", KNOWN_ID, route)
    route = re.sub(r"<slug:\w+>", "khong-co", route)
    if "<" not in route:
        return [f"/{route}"]
    return [f"/{re.sub(r'<str:[a-z_]+>', lambda _m, text=text: _quoted(text), route)}" for text in TEXTS]


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


@pytest.fixture(autouse=True)
def _no_limits(settings: Any) -> None:
    settings.THROTTLING_ENABLED = False


@pytest.fixture(params=["guest", "citizen", "officer", "administrator"])
def caller(request: Any) -> HostileClient:
    traits = {"guest": None, "citizen": {}, "officer": {"officer": True}, "administrator": {"administrator": True}}
    wanted = traits[request.param]
    user: User | None = None if wanted is None else UserFactory(**wanted)
    return HostileClient(user)


def test_the_walk_finds_the_routes_of_every_part() -> None:
    found = " ".join(api_routes())

    for part in ("auth/", "areas/", "agencies/", "news/", "places/", "procedures/", "reports/", "inbox/", "officer/"):
        assert f"api/v1/{part}" in found
    assert len(api_routes()) > 55


def test_every_method_on_every_route_is_answered_or_refused_as_a_problem(caller: HostileClient) -> None:
    for route in api_routes():
        for address in addresses(route):
            for method in METHODS:
                must_be_tame(caller.ask(method, address), f"{method} {address[:80]}")


@pytest.mark.parametrize("caller", ["guest", "administrator"], indirect=True)
def test_no_body_breaks_any_route(caller: HostileClient) -> None:
    for method, address in _writes(caller):
        for body in JSON_BODIES:
            must_be_tame(caller.ask(method, address, body), f"{method} {address} {body[:40]!r}")
        for kind, body in OTHER_TYPES:
            must_be_tame(caller.ask(method, address, body, kind), f"{method} {address} {kind} {body[:40]!r}")


def test_no_value_of_the_wrong_kind_breaks_any_field() -> None:
    names = _field_names()
    assert len(names) > 40
    for caller in (HostileClient(), HostileClient(UserFactory(administrator=True))):
        for method, address in _writes(caller):
            for value in WRONG_VALUES:
                body = orjson.dumps(dict.fromkeys(names, value))
                must_be_tame(caller.ask(method, address, body), f"{method} {address} {str(value)[:30]}")


def test_no_query_string_breaks_any_route() -> None:
    for caller in (HostileClient(), HostileClient(UserFactory(administrator=True))):
        for route in api_routes():
            address = addresses(route)[0].partition("?")[0]
            for query in QUERIES:
                must_be_tame(caller.ask("get", f"{address}?{query}"), f"{address}?{query}")


@pytest.mark.parametrize("address", ["/api/", "/api/v1/nowhere/", "/api/v2/", "/api/v1/me/%00/", "/api/v1//me/"])
def test_an_address_that_is_none_is_a_problem_too(address: str) -> None:
    response = HostileClient().ask("get", address)

    assert response.status_code == 404
    must_be_tame(response, address)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_AUTHORIZATION": "Bearer"},
        {"HTTP_AUTHORIZATION": "Bearer \xff\xfe"},
        {"HTTP_AUTHORIZATION": "Bearer a.b.c"},
        {"HTTP_AUTHORIZATION": "Bearer " + "a" * 9000},
        {"HTTP_AUTHORIZATION": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."},
        {"HTTP_AUTHORIZATION": "Basic eDp4"},
        {"HTTP_ACCEPT": "text/html"},
        {"HTTP_ACCEPT": "\xff;;q=,"},
        {"HTTP_ACCEPT_LANGUAGE": "\xff" * 600 + ",;q=NaN"},
        {"HTTP_ACCEPT_LANGUAGE": "en;q=99,vi;q=-1,*"},
        {"HTTP_X_DEVICE_ID": "\xff", "HTTP_X_DEVICE_SECRET": "\xff\xfe"},
        {"HTTP_X_REQUEST_ID": "a b\tc <script>"},
        {"HTTP_X_FORWARDED_FOR": "unknown, ' OR 1=1", "HTTP_X_FORWARDED_HOST": "evil.test"},
        {"HTTP_IF_NONE_MATCH": '"\xff', "HTTP_IF_MODIFIED_SINCE": "never", "HTTP_RANGE": "bytes=9-1"},
        {"HTTP_USER_AGENT": "\x01\xff" * 500},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
        {"HTTP_HOST": "evil.test"},
        {"HTTP_HOST": "a b/%00"},
    ],
)
def test_no_header_breaks_any_route(headers: dict[str, str]) -> None:
    client = HostileClient()
    for route in api_routes():
        address = addresses(route)[0]
        for method in ("get", "post"):
            response = client.ask(method, address, b"{}", **headers)
            must_be_tame(response, f"{method} {address} {headers}")


def _writes(caller: HostileClient) -> list[tuple[str, str]]:
    """(method, address) of all that takes a body."""
    found = [(method, addresses(route)[0]) for route in api_routes() for method in ("post", "patch", "delete")]
    return [(method, address) for method, address in found if caller.ask(method, address).status_code != 405]


def _field_names() -> list[str]:
    """Every name that a request of the API may carry, by its own document."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    schemas: dict[str, Any] = schema["components"]["schemas"]
    names = {name for shape in schemas.values() for name in shape.get("properties", {})}
    return sorted(names)
