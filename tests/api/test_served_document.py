"""`/api/schema/`: the committed document, at the address that it was asked for."""

from __future__ import annotations

from unittest import mock

import orjson
import pytest
import yaml
from django.test import Client, override_settings

from backend.common.api.document import BASE, DOCUMENT
from backend.common.api.schema import EnglishSchemaGenerator

SCHEMA = "/api/schema/"
JSON = {"Accept": "application/json"}


def _yaml(text: bytes) -> object:
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def test_it_is_the_committed_one_with_the_servers_own_address() -> None:
    reply = Client().get(SCHEMA)
    assert reply.status_code == 200
    assert reply.content.decode() == DOCUMENT.read_text(encoding="utf-8").replace(BASE, "http://testserver")
    assert BASE.encode() not in reply.content


def test_json_and_yaml_say_the_same() -> None:
    as_yaml, as_json = Client().get(SCHEMA), Client().get(SCHEMA, headers=JSON)
    assert as_json.headers["Content-Type"].startswith("application/json")
    assert orjson.loads(as_json.content) == _yaml(as_yaml.content)


def test_it_is_asked_for_again_by_etag() -> None:
    first = Client().get(SCHEMA)
    again = Client().get(SCHEMA, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "max-age" in first.headers["Cache-Control"]


@override_settings(ALLOWED_HOSTS=["testserver", "api.daknong.example"])
def test_each_address_gets_its_own_and_no_one_elses() -> None:
    ours = Client().get(SCHEMA)
    theirs = Client().get(SCHEMA, headers={"Host": "api.daknong.example"}, secure=True)
    assert b"https://api.daknong.example/api/v1/" in theirs.content
    assert b"testserver" not in theirs.content
    assert ours.headers["ETag"] != theirs.headers["ETag"]
    stale = Client().get(SCHEMA, headers={"Host": "api.daknong.example", "If-None-Match": ours.headers["ETag"]})
    assert stale.status_code == 200


def test_a_host_that_is_not_ours_gets_into_no_document() -> None:
    reply = Client().get(SCHEMA, headers={"Host": "evil.example"})
    assert reply.status_code == 400
    assert b"x-codeSamples" not in reply.content


@pytest.mark.parametrize("headers", [{}, JSON], ids=["yaml", "json"])
def test_nothing_is_generated_while_it_is_served(headers: dict[str, str]) -> None:
    with mock.patch.object(EnglishSchemaGenerator, "get_schema", side_effect=AssertionError("it takes seconds")):
        assert Client().get(SCHEMA, headers=headers).status_code == 200


@pytest.mark.parametrize("headers", [{}, JSON], ids=["yaml", "json"])
def test_production_sends_nobody_to_a_page_of_development(headers: dict[str, str]) -> None:
    assert b"http://testserver/dev/" in Client().get(SCHEMA, headers=headers).content
    with override_settings(DAKNONG_ENV="production"):
        content = Client().get(SCHEMA, headers=headers).content
    assert b"http://testserver/dev/" not in content
    assert b"Bearer $ACCESS_TOKEN" in content
    assert b"code=$CODE_FROM_THE_MESSAGE" in content
