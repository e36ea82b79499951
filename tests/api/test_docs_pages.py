"""Swagger UI and Redoc: ours, local, strict, in both languages, and with demo accounts in development alone."""

import gzip
import re
from html.parser import HTMLParser
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from backend.common.api.docs import DEMO_ROLES
from backend.demo.dev_views import IDENTIFIERS

PAGES = ("/api/docs/", "/api/redoc/")
DIRECTIVE = re.compile(r"([a-z-]+) ([^;]+)")


class Elements(HTMLParser):
    """Every element of a page with its attributes, and whether a script has words of its own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.found[-1] if self.found else ("", {})
        is_code = tag == "style" or (tag == "script" and attributes.get("type") != "application/json")
        if is_code and data.strip():
            self.inline.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def page(path: str, **headers: str) -> Any:
    return Client().get(path, headers={"Accept": "text/html,*/*;q=0.8", **headers})


@pytest.mark.parametrize("path", PAGES)
class TestBoth:
    def test_every_file_is_ours_and_there(self, path: str) -> None:
        elements = Elements(page(path).content.decode())
        addresses = [
            attributes[name]
            for tag, name in (("script", "src"), ("link", "href"), ("img", "src"))
            for attributes in elements.all(tag)
            if attributes.get(name)
        ]
        assert len(addresses) >= 5
        for address in addresses:
            assert address and address.startswith(("/static/", "/api/schema/")), address
            if address.startswith("/static/"):
                assert finders.find(address.removeprefix("/static/")), address

    def test_nothing_in_the_page_is_code(self, path: str) -> None:
        elements = Elements(page(path).content.decode())
        assert not elements.inline
        assert not [name for _, attributes in elements.found for name in attributes if name.startswith("on")]
        assert not [attributes for _, attributes in elements.found if "style" in attributes]

    def test_the_policy_lets_scripts_come_from_here_alone(self, path: str) -> None:
        policy = dict(DIRECTIVE.findall(page(path)["Content-Security-Policy"]))
        assert policy["script-src"] == policy["connect-src"] == "'self'"
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        sources = {source for sources in policy.values() for source in sources.split()}
        assert sources <= {"'none'", "'self'", "'unsafe-inline'", "data:", "blob:"}
        assert ("'unsafe-inline'" in policy["style-src"]) == (path == "/api/redoc/")

    def test_speaks_the_language_that_is_asked_for_and_remembers_a_choice(self, path: str) -> None:
        vietnamese, english = page(path, **{"Accept-Language": "vi"}), page(path, **{"Accept-Language": "en"})
        assert '<html lang="vi"' in vietnamese.content.decode() and "Dùng thử" in vietnamese.content.decode()
        assert '<html lang="en"' in english.content.decode() and "Try it" in english.content.decode()
        assert "Cookie" in english["Vary"] and not english.cookies
        client = Client(headers={"Accept": "text/html", "Accept-Language": "vi"})
        assert client.get(path, {"lang": "en"})["Content-Language"] == "en"
        assert client.get(path)["Content-Language"] == "en"
        assert client.get(path, {"lang": "xx"})["Content-Language"] == "en"

    def test_leads_to_the_other_page_the_document_and_the_console(self, path: str) -> None:
        links = {attributes.get("href") for attributes in Elements(page(path).content.decode()).all("a")}
        assert {"/api/docs/", "/api/redoc/", "/api/schema/", "/console/"} <= links

    def test_who_takes_no_html_is_told_where_the_document_is(self, path: str) -> None:
        reply = page(path, Accept="application/json")
        assert (reply.status_code, reply["Content-Type"]) == (406, "application/problem+json")
        assert reply.json()["code"] == "not_acceptable" and "/api/schema/" in reply.json()["detail"]

    def test_is_read_and_not_posted(self, path: str) -> None:
        reply = Client().post(path)
        assert (reply.status_code, reply["Allow"], reply.json()["code"]) == (405, "GET, HEAD", "method_not_allowed")
        assert Client().head(path).status_code == 200


class TestDemoAccounts:
    def roles(self) -> list[str | None]:
        buttons = Elements(page("/api/docs/").content.decode()).all("button")
        return [button["data-who"] for button in buttons if "data-who" in button]

    def test_each_role_has_a_button_that_says_whether_it_is_pressed(self) -> None:
        assert self.roles() == ["guest", "citizen", "handler", "editor", "approver", "administrator", "machine"]
        elements = Elements(page("/api/docs/").content.decode())
        assert all(button["aria-pressed"] == "false" for button in elements.all("button") if "data-who" in button)
        assert [p for p in elements.all("p") if p.get("role") == "status" and p.get("aria-live") == "polite"]

    def test_each_button_asks_for_an_account_that_there_is(self) -> None:
        assert set(DEMO_ROLES) - {"guest", "machine"} == set(IDENTIFIERS)

    def test_production_shows_none(self, settings: Any) -> None:
        settings.DAKNONG_ENV = "production"
        assert self.roles() == []
        assert "/dev/" not in page("/api/docs/").content.decode()


class TestErrorsBesideTheApi:
    @pytest.mark.parametrize("path", ["/api/nothing/", "/api/docs/nothing/", "/api/"])
    def test_a_browser_gets_a_page_and_a_program_a_problem(self, path: str) -> None:
        people, program = page(path), Client().get(path)
        assert (people.status_code, people["Content-Type"]) == (404, "text/html; charset=utf-8")
        assert (program.status_code, program["Content-Type"]) == (404, "application/problem+json")

    def test_the_api_itself_never_answers_with_a_page(self) -> None:
        reply = page("/api/v1/nothing/")
        assert (reply.status_code, reply["Content-Type"]) == (404, "application/problem+json")


class TestTheDocumentOnItsWay:
    @pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
    @pytest.mark.parametrize("form", ["json", "yaml"])
    def test_comes_compressed_under_the_etag_of_the_plain_one(self, form: str, encoding: str, unpack: Any) -> None:
        path = f"/api/schema/?format={form}"
        plain, packed = Client().get(path), Client().get(path, headers={"Accept-Encoding": encoding})
        assert packed["Content-Encoding"] == encoding and not plain.has_header("Content-Encoding")
        assert unpack(packed.content) == plain.content
        assert len(packed.content) < len(plain.content) / 5
        assert packed["ETag"] == plain["ETag"] and "Accept-Encoding" in plain["Vary"]
        again = Client().get(path, headers={"Accept-Encoding": encoding, "If-None-Match": packed["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
