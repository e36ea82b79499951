"""Alerts for other systems over HTTP: the list, the Atom index, the messages themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from lxml import etree

from notifications.cap.issue import cap_cancel, cap_issue
from tests.cap.schema import MOMENT, NAMES, parsed, texts
from tests.factories.alerts import alert, emergency
from tests.factories.areas import load_areas
from tests.factories.notifications import NoticeFactory

pytestmark = pytest.mark.django_db
LIST, FEED = "/api/v1/alerts/", "/api/v1/alerts/atom/"


@pytest.fixture(autouse=True)
def _province() -> None:
    load_areas()


def listed(client: Client, query: str = "", **headers: str) -> list[dict[str, Any]]:
    return list(client.get(LIST + query, headers=headers).json()["results"])


def feed_of(client: Client, **headers: str) -> Any:
    reply = client.get(FEED, headers=headers)
    assert reply.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(reply.content)


def test_an_alert_is_listed_with_where_to_find_it(client: Client) -> None:
    message = alert(event="Lũ quét", event_en="Flash flood", risk_level=3)
    [row] = listed(client, **{"Accept-Language": "en"})
    assert row | {"sent_at": "", "expires_at": ""} == {
        "id": str(message.pk),
        "identifier": message.identifier,
        "type": "Alert",
        "status": "Actual",
        "event": "Flash flood",
        "severity": "Severe",
        "headline": "Heavy rain",
        "areas": [{"name": "Bac Gia Nghia Ward", "codes": ["24611"]}],
        "sent_at": "",
        "expires_at": "",
        "cap_url": f"http://testserver/api/v1/alerts/{message.identifier}/",
    }
    reply = client.get(row["cap_url"])
    assert reply.headers["Content-Type"] == "application/cap+xml; charset=utf-8"
    assert texts(parsed(reply.content.decode()), "cap:identifier") == [message.identifier]


def test_what_is_out_of_force_is_listed_for_who_asks(client: Client) -> None:
    first = alert()
    update = alert(replaces=first.notice)
    cap_cancel(alert().notice, "Nhầm")
    assert [row["identifier"] for row in listed(client)] == [update.identifier]
    assert [row["type"] for row in listed(client, "?active=false")] == ["Cancel", "Alert", "Update", "Alert"]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert listed(client) == []


def test_other_notices_trials_and_personal_words_are_nowhere(client: Client) -> None:
    for notice in (
        NoticeFactory.create(sent=True, kind="warning", title="kq-lạ"),
        emergency(origin="test", title="kq-lạ"),
        NoticeFactory.create(author=None, key="k", kind="personal", topics=["user:1"], title="kq-lạ"),
        emergency(audience="role:officer", title="kq-lạ"),
    ):
        cap_issue(notice)
    for where in (LIST, LIST + "?active=false", FEED):
        assert "kq-lạ" not in client.get(where).content.decode()
    assert listed(client, "?active=false") == []


def test_the_feed_has_what_atom_demands_and_leads_to_each_message(client: Client) -> None:
    first = alert(title="Lũ <quét> & sạt lở ]]>")
    cancel = cap_cancel(first.notice, "Nước rút")
    root = feed_of(client)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
    for path in ("atom:id", "atom:title", "atom:updated", "atom:author/atom:name"):
        assert len(texts(root, path)) == 1
    own = root.find("atom:link", NAMES)
    assert (own.get("rel"), own.get("href")) == ("self", f"http://testserver{FEED}")
    assert texts(root, "atom:entry/atom:title") == ["Đã huỷ: Lũ <quét> & sạt lở ]]>", "Lũ <quét> & sạt lở ]]>"]
    assert len(set(texts(root, "atom:entry/atom:id"))) == 2
    assert texts(root, "atom:entry/atom:summary")[0] == "Nước rút"
    for name in ("updated", "published"):
        assert all(MOMENT.fullmatch(text) for text in texts(root, f"atom:entry/atom:{name}"))
    assert texts(root, "atom:updated")[0] == texts(root, "atom:entry/atom:updated")[0]
    links = root.findall("atom:entry/atom:link", NAMES)
    assert {link.get("type") for link in links} == {"application/cap+xml"}
    assert [e.get("term") for e in root.findall("atom:entry/atom:category", NAMES)] == ["Cancel", "Alert"]
    assert cancel is not None
    for link, message in zip(links, (cancel, first), strict=True):
        assert client.get(link.get("href")).content.decode() == message.xml


def test_the_feed_is_in_the_language_asked_for(client: Client) -> None:
    alert()
    assert texts(feed_of(client, **{"Accept-Language": "en"}), "atom:entry/atom:title") == ["Heavy rain"]


def test_a_feed_of_nothing_is_a_feed(client: Client) -> None:
    root = feed_of(client)
    assert texts(root, "atom:entry") == [] and MOMENT.fullmatch(texts(root, "atom:updated")[0])


def test_the_feed_ends_after_a_hundred(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.cap.selectors.FEED_ENTRIES", 2)
    newest = [alert().identifier for _ in range(3)][1:]
    found = texts(feed_of(client), "atom:entry/atom:id")
    assert found == [f"urn:daknong-c:alert:{name}" for name in reversed(newest)]


def test_what_has_not_changed_costs_a_304_and_a_new_alert_ends_that(client: Client) -> None:
    message = alert()
    where = f"{LIST}{message.identifier}/"
    tags = {path: client.get(path).headers["ETag"] for path in (LIST, FEED, where)}
    for path, tag in tags.items():
        again = client.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    alert()
    fresh = {path: client.get(path, headers={"If-None-Match": tag}).status_code for path, tag in tags.items()}
    assert fresh == {LIST: 200, FEED: 200, where: 304}
    assert client.get(where).headers["Cache-Control"] == "public, max-age=86400, immutable"


@pytest.mark.parametrize("accept", ["", "*/*", "application/cap+xml", "application/xml", "text/xml, */*;q=0.1"])
def test_readers_of_xml_get_it_by_any_of_its_names(client: Client, accept: str) -> None:
    where = f"{LIST}{alert().identifier}/"
    reply = client.get(where, headers={"Accept": accept} if accept else {})
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/cap+xml; charset=utf-8")


def test_who_wants_json_alone_is_told_that_there_is_none(client: Client) -> None:
    for where in (f"{LIST}{alert().identifier}/", FEED):
        reply = client.get(where, headers={"Accept": "application/json"})
        assert (reply.status_code, reply.json()["code"]) == (406, "not_acceptable")
        assert reply.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["daknong.none.alert", "%00", "a%20b", "x" * 121, "l%C5%A9"])
def test_an_alert_that_is_not_there_is_a_problem(client: Client, name: str) -> None:
    reply = client.get(f"{LIST}{name}/")
    assert reply.status_code == 404 and reply.json()["code"] in ("alert_not_found", "not_found")


def test_each_answer_costs_one_query_of_its_own(client: Client, django_assert_num_queries: Any) -> None:
    messages = [alert() for _ in range(5)]
    client.get(FEED)
    for where, most in ((LIST, 1), (FEED, 2), (f"{LIST}{messages[0].identifier}/", 1)):  # the feed: the units' stamp
        with django_assert_num_queries(most):
            client.get(where)
