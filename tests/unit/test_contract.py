"""The contract's own check finds what it is there to find."""

import copy
import gzip
from collections.abc import Callable

import brotli
import orjson
import pytest
from django.test import Client

from tests.contract import Contract, ContractBroken, contract

HEADERS = {
    "X-Request-ID": "9f2c41d07a3be815",
    "Cache-Control": "private, no-store",
    "Content-Type": "application/json",
}
TOPICS = {**HEADERS, "ETag": 'W/"1"', "Content-Language": "vi"}
PROBLEM = {**HEADERS, "Content-Type": "application/problem+json"}
TOPIC = {"topic": "all", "name": "Tất cả", "description": "", "group": "province", "default": True}


def page(**changes: object) -> bytes:
    return orjson.dumps({"next": None, "previous": None, "results": [{**TOPIC, **changes}]})


def problem(status: int, code: str) -> bytes:
    body = {"type": f"urn:problem:{code}", "title": "", "status": status, "detail": "", "code": code, "trace_id": "x"}
    return orjson.dumps({**body, "errors": []})


def test_a_documented_answer_passes() -> None:
    contract().check("GET", "/api/v1/topics/", 200, TOPICS, page())


@pytest.mark.parametrize(("encoding", "compress"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_compressed_body_is_looked_into(encoding: str, compress: Callable[[bytes], bytes]) -> None:
    headers = {**TOPICS, "Content-Encoding": encoding}
    contract().check("GET", "/api/v1/topics/", 200, headers, compress(page()))
    with pytest.raises(ContractBroken, match="secret"):
        contract().check("GET", "/api/v1/topics/", 200, headers, compress(page(secret="x")))
    with pytest.raises(ContractBroken, match=f"no {encoding}"):
        contract().check("GET", "/api/v1/topics/", 200, headers, page())
    with pytest.raises(ContractBroken, match="none of ours"):
        contract().check("GET", "/api/v1/topics/", 200, {**TOPICS, "Content-Encoding": "zstd"}, page())


def test_a_wrong_cursor_is_404_where_the_document_says_so_and_a_breach_where_not() -> None:
    contract().check("GET", "/api/v1/topics/", 404, PROBLEM, problem(404, "not_found"))
    document = copy.deepcopy(contract().document)
    del document["paths"]["/api/v1/topics/"]["get"]["responses"]["404"]
    with pytest.raises(ContractBroken, match="status"):
        Contract(document).check("GET", "/api/v1/topics/", 404, PROBLEM, problem(404, "not_found"))


@pytest.mark.parametrize(
    ("method", "path", "status", "headers", "body", "says"),
    [
        ("GET", "/api/v1/topics/", 200, TOPICS, page(secret="x"), "secret"),
        ("GET", "/api/v1/topics/", 200, TOPICS, page(name=None), "name"),
        ("GET", "/api/v1/topics/", 200, TOPICS, b'{"results": []}', "next"),
        ("GET", "/api/v1/topics/", 200, TOPICS, b"<html>", "no JSON"),
        ("GET", "/api/v1/topics/", 200, HEADERS, page(), "ETag"),
        ("GET", "/api/v1/topics/", 200, {**TOPICS, "Content-Type": "text/html"}, b"<html>", "content type"),
        ("GET", "/api/v1/topics/", 418, TOPICS, b"", "status"),
        ("GET", "/api/v1/topics/", 304, TOPICS, page(), "no body"),
        ("DELETE", "/api/v1/topics/", 204, HEADERS, b"", "405"),
        ("GET", "/api/v1/nothing/", 200, HEADERS, b"{}", "404"),
        ("GET", "/api/v1/me/", 401, {**PROBLEM, "WWW-Authenticate": "Bearer"}, problem(401, "made_up"), "made_up"),
        ("GET", "/api/v1/me/", 401, PROBLEM, problem(401, "not_authenticated"), "WWW-Authenticate"),
        ("GET", "/api/v1/me/", 401, {**HEADERS, "WWW-Authenticate": "Bearer"}, b"{}", "content type"),
    ],
)
def test_anything_else_is_a_breach(
    method: str, path: str, status: int, headers: dict[str, str], body: bytes, says: str
) -> None:
    with pytest.raises(ContractBroken, match=says):
        contract().check(method, path, status, headers, body)


def test_formats_are_looked_at() -> None:
    with pytest.raises(ContractBroken, match="uri"):
        contract().check(
            "GET", "/api/v1/topics/", 200, TOPICS, b'{"next": "no address", "previous": null, "results": []}'
        )


def test_every_test_client_is_watched() -> None:
    assert Client.request.__module__ == "tests.contract"


def test_no_object_of_an_answer_is_open() -> None:
    loose = [name for name, schema in contract().document["components"]["schemas"].items() if schema == {}]
    assert not loose
