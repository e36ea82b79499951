"""The FCM simulator over real sockets: HTTP/2 by libcurl, HTTP/1.1 by requests; every behaviour, quota and counts."""

from __future__ import annotations

import json
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pycurl
import pytest
import requests

from notifications.fcm_simulator import http2_frames as frames
from tests.fcm import Curl, FcmSimulator

FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
HTTP2_STREAM = 92  # CURLE_HTTP2_STREAM, which pycurl has no name for
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FcmSimulator]:
    simulator = FcmSimulator(tmp_path_factory.mktemp("fcm"), "--tls-port", "0")
    yield simulator
    assert simulator.stop() == ""


@pytest.fixture
def simulator(running: FcmSimulator) -> FcmSimulator:
    running.forget()
    return running


def to(token: str, **fields: Any) -> dict[str, Any]:
    return {"notification": {"title": "Lũ về"}, "token": token} | fields


def details(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {detail["@type"]: detail for detail in answer["error"]["details"]}


@pytest.mark.parametrize("tls", [False, True])
def test_a_message_is_accepted_over_http2(simulator: FcmSimulator, tls: bool) -> None:
    reply = Curl(simulator, to("phone-1"), tls=tls).perform()
    assert (reply.status, reply.handle.getinfo(pycurl.INFO_HTTP_VERSION)) == (200, pycurl.CURL_HTTP_VERSION_2_0)
    assert reply.json()["name"].startswith("projects/daknong-c-sim/messages/0:")
    headers = dict(reply.headers)
    assert headers["content-type"] == "application/json; charset=UTF-8"
    assert {"date", "server", "x-content-type-options"} <= headers.keys()


def test_names_of_messages_are_never_given_twice(simulator: FcmSimulator) -> None:
    names = {simulator.send1(to("phone-1")).json()["name"] for _ in range(20)}
    assert len(names) == 20


def test_http1_is_spoken_on_the_same_ports(simulator: FcmSimulator) -> None:
    assert simulator.send1(to("phone-1")).status_code == 200
    url, ca = simulator.ready["tls_url"], simulator.ready["ca"]
    assert requests.get(f"{url}/healthz", verify=ca, timeout=5).json()["status"] == "ok"


def test_the_certificate_is_good_for_localhost_and_for_httpx_over_http2(simulator: FcmSimulator) -> None:
    context = ssl.create_default_context(cafile=simulator.ready["ca"])
    with httpx.Client(http2=True, verify=context) as client:
        reply = client.get(simulator.ready["tls_url"].replace("127.0.0.1", "localhost") + "/healthz")
    assert (reply.http_version, reply.status_code) == ("HTTP/2", 200)


@pytest.fixture
def secured(simulator: FcmSimulator) -> Iterator[ssl.SSLSocket]:
    """A connection that has agreed on HTTP/2 and said nothing yet."""
    context = ssl.create_default_context(cafile=simulator.ready["ca"])
    context.set_alpn_protocols(["h2"])
    address = ("127.0.0.1", int(simulator.ready["tls_url"].rpartition(":")[2]))
    with context.wrap_socket(socket.create_connection(address, timeout=5), server_hostname=address[0]) as found:
        yield found


def test_who_agreed_on_http2_gets_the_settings_before_saying_anything(secured: ssl.SSLSocket) -> None:
    assert secured.recv(4)[3] == frames.SETTINGS


def test_who_agreed_on_http2_and_speaks_something_else_is_told_so(secured: ssl.SSLSocket) -> None:
    secured.sendall(b"GET / HTTP/1.1\r\n\r\n")
    received = b""
    while part := secured.recv(4096):
        received += part
    assert received.endswith(frames.goaway(0, frames.PROTOCOL_ERROR))


REFUSALS = [
    ("unregistered", 404, "NOT_FOUND", "UNREGISTERED"),
    ("sender-mismatch", 403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH"),
    ("quota", 429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED"),
    ("unavailable", 503, "UNAVAILABLE", "UNAVAILABLE"),
    ("internal", 500, "INTERNAL", "INTERNAL"),
    ("third-party-auth", 401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR"),
    ("invalid-token", 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"),
]


@pytest.mark.parametrize(("name", "status", "code", "fcm"), REFUSALS)
def test_a_refusal_speaks_googles_words_over_both_protocols(
    simulator: FcmSimulator, name: str, status: int, code: str, fcm: str
) -> None:
    new, old = Curl(simulator, to(f"{name}-1")).perform(), simulator.send1(to(f"{name}:2"))
    assert (new.status, old.status_code) == (status, status)
    assert new.json() == old.json()
    error = new.json()["error"]
    assert (error["code"], error["status"]) == (status, code)
    assert details(new.json())[FCM_ERROR]["errorCode"] == fcm
    assert BAD_REQUEST not in details(new.json())
    assert ("retry-after" in dict(new.headers)) == (name in ("quota", "unavailable"))
    assert simulator.get("/counts")["by_outcome"] == {name: 2}


@pytest.mark.parametrize("message", [to("invalid-payload-1"), to("phone", surprise=1), {"notification": {}}])
def test_a_bad_payload_has_field_violations_and_no_fcm_error(simulator: FcmSimulator, message: dict[str, Any]) -> None:
    reply = Curl(simulator, message).perform()
    assert reply.status == 400
    assert details(reply.json()).keys() == {BAD_REQUEST}
    assert details(reply.json())[BAD_REQUEST]["fieldViolations"][0].keys() == {"field", "description"}


@pytest.mark.parametrize("name", ["quota", "unavailable"])
@pytest.mark.parametrize("retry_after", [None, 45])
def test_retry_after_is_given_or_left_out(simulator: FcmSimulator, name: str, retry_after: int | None) -> None:
    simulator.behave(token="busy", behaviour=name, retry_after=retry_after)
    headers = dict(Curl(simulator, to("busy")).perform().headers)
    assert headers.get("retry-after") == (None if retry_after is None else "45")


def test_garbage_is_no_json_and_counts_as_nobodys(simulator: FcmSimulator) -> None:
    reply = Curl(simulator, to("garbage-1")).perform()
    assert reply.body.getvalue().startswith(b"<html>")
    assert simulator.get("/tokens") == {"arrived": {"1": 1}, "accepted": {}}


def test_slow_takes_its_time(simulator: FcmSimulator) -> None:
    simulator.behave(slow_ms=300)
    began = time.monotonic()
    assert Curl(simulator, to("slow-1")).perform().status == 200
    assert 0.3 <= time.monotonic() - began < 2
    assert Curl(simulator, to("quick-1")).perform().handle.getinfo(pycurl.TOTAL_TIME) < 0.25


def test_latency_holds_every_answer_and_not_the_others_behind_it(simulator: FcmSimulator) -> None:
    simulator.behave(latency_ms=200)
    curls = [Curl(simulator, to(f"phone-{number}")) for number in range(50)]
    began = time.monotonic()
    assert _together(curls) == {}
    assert 0.2 <= time.monotonic() - began < 1.5
    assert {curl.status for curl in curls} == {200}


def _together(curls: list[Curl], *, connections: int = 1) -> dict[int, int]:
    """Run them at once over one connection; libcurl's errors by the index of their handle."""
    multi, failed, left = pycurl.CurlMulti(), {}, len(curls)
    multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, connections)
    for curl in curls:
        curl.handle.setopt(pycurl.PIPEWAIT, 1)
        multi.add_handle(curl.handle)
    while left:
        multi.perform()
        _, good, bad = multi.info_read(len(curls))
        left -= len(good) + len(bad)
        failed |= {next(i for i, curl in enumerate(curls) if curl.handle is h): code for h, code, _ in bad}
        multi.select(0.1)
    return failed


def test_reset_cuts_the_connection(simulator: FcmSimulator) -> None:
    for tls in (False, True):
        with pytest.raises(pycurl.error, match="reset by peer"):
            Curl(simulator, to("reset-1"), tls=tls).perform()
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        simulator.send1(to("reset-2"))
    assert simulator.get("/counts")["by_status"] == {"0": 3}


def test_stream_reset_ends_one_message_and_leaves_the_others(simulator: FcmSimulator) -> None:
    simulator.behave(latency_ms=100)
    curls = [Curl(simulator, to(name)) for name in ("phone-1", "stream-reset-1", "phone-2")]
    before = simulator.get("/counts")["connections_opened"]
    assert _together(curls) == {1: HTTP2_STREAM}
    assert [curls[0].status, curls[2].status] == [200, 200]
    assert simulator.get("/counts")["connections_opened"] == before + 2  # theirs, and this question's


def test_goaway_answers_what_was_asked_and_the_next_comes_over_a_new_connection(simulator: FcmSimulator) -> None:
    curl = Curl(simulator, to("goaway-1"))
    assert curl.perform().status == 200
    curl.perform()
    assert curl.handle.getinfo(pycurl.NUM_CONNECTS) == 1
    stays = Curl(simulator, to("phone-1")).perform()
    assert stays.perform().handle.getinfo(pycurl.NUM_CONNECTS) == 0
    assert simulator.send1(to("goaway-1")).headers["connection"] == "close"


def test_a_rule_for_every_token_may_hit_by_chance(simulator: FcmSimulator) -> None:
    simulator.behave(token="*", behaviour="unavailable", probability=0.5, retry_after=None)
    with requests.Session() as session:
        session.headers["Authorization"] = simulator.authorization
        url = f"{simulator.url}{simulator.path}"
        found = [session.post(url, json={"message": to(f"p-{n}")}, timeout=5).status_code for n in range(60)]
    assert set(found) == {200, 503}  # one in 2^59 fails


def test_a_rule_may_last_for_some_seconds_or_some_messages(simulator: FcmSimulator) -> None:
    simulator.behave(token="*", behaviour="internal", seconds=0.5)
    assert simulator.send1(to("phone-1")).status_code == 500
    time.sleep(0.5)
    assert simulator.send1(to("phone-1")).status_code == 200
    simulator.behave(token="phone-1", behaviour="unregistered", times=2)
    assert [simulator.send1(to("phone-1")).status_code for _ in range(3)] == [404, 404, 200]


def test_over_the_quota_google_says_when_to_come_again(simulator: FcmSimulator) -> None:
    simulator.behave(quota_per_minute=3)
    statuses = [Curl(simulator, to(f"phone-{number}")).perform().status for number in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    wait = dict(Curl(simulator, to("phone-9")).perform().headers)["retry-after"]
    assert 50 <= int(wait) <= 60
    simulator.behave(quota_per_minute=None)
    assert Curl(simulator, to("phone-9")).perform().status == 200


@pytest.mark.parametrize(
    "wish",
    [
        {"behaviour": "surprise"}, {"behaviour": "ok", "token": ["a"]}, {"behaviour": "ok", "times": 0},
        {"behaviour": "quota", "retry_after": "soon"}, {"behaviour": "ok", "probability": 2}, {"latency_ms": -1},
        {"quota_per_minute": 0}, {"latency": 5}, {"latency_ms": True}, [], "x",
    ],
)  # fmt: skip
def test_a_wish_that_makes_no_sense_is_refused_and_changes_nothing(simulator: FcmSimulator, wish: Any) -> None:
    reply = requests.post(f"{simulator.url}/behaviour", json=wish, timeout=5)
    assert (reply.status_code, reply.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert simulator.send1(to("phone-1")).status_code == 200


@pytest.mark.parametrize(("kind", "target"), [("token", "phone-1"), ("fid", "abc_DEF-1"), ("topic", "area")])
def test_each_kind_of_target_is_logged_as_it_came(simulator: FcmSimulator, kind: str, target: str) -> None:
    message = {"data": {"n": "1"}, kind: target}
    assert Curl(simulator, message).perform().status == 200
    (entry,) = simulator.get("/log")["entries"]
    assert (entry["token"], entry["outcome"], entry["status"], entry["message"]) == (target, "ok", 200, message)


def test_the_log_finds_by_token_outcome_and_number(simulator: FcmSimulator) -> None:
    for token in ("a", "unregistered-b", "a", "c"):
        simulator.send1(to(token))
    everything = simulator.get("/log")
    assert (everything["total"], everything["counts"]) == (4, {"ok": 3, "unregistered": 1})
    numbers = [entry["n"] for entry in everything["entries"]]
    assert [entry["n"] for entry in simulator.get("/log", token="a")["entries"]] == [numbers[0], numbers[2]]
    assert [entry["n"] for entry in simulator.get("/log", outcome="unregistered")["entries"]] == [numbers[1]]
    assert [entry["n"] for entry in simulator.get("/log", after=numbers[1])["entries"]] == numbers[2:]
    assert [entry["n"] for entry in simulator.get("/log", limit=1)["entries"]] == numbers[3:]


def test_the_counts_say_what_came_and_when(simulator: FcmSimulator) -> None:
    began = time.time()
    for token in ("a", "b", "unavailable-1"):
        simulator.send1(to(token))
    counts = simulator.get("/counts")
    assert (counts["total"], counts["by_status"]) == (3, {"200": 2, "503": 1})
    assert counts["by_outcome"] == {"ok": 2, "unavailable": 1}
    assert began <= counts["first_at"] <= counts["last_at"] <= time.time()
    assert sum(number for _, number in counts["per_second"]) == 3
    assert counts["per_second"][0][0] == int(counts["first_at"])
    simulator.forget()
    assert simulator.get("/counts")["first_at"] is None


def test_the_most_streams_of_a_connection_are_counted(simulator: FcmSimulator) -> None:
    simulator.behave(latency_ms=200)
    _together([Curl(simulator, to(f"phone-{number}")) for number in range(7)])
    counts = simulator.get("/counts")
    assert (counts["streams_max"], counts["connections_now"]) == (7, 1)


def test_who_was_told_twice_is_found_with_times_and_tags(simulator: FcmSimulator) -> None:
    for token, tag in (("a", "n1"), ("b", "n1"), ("a", "n1"), ("unregistered-c", "n1")):
        simulator.send1(to(token, android={"notification": {"tag": tag}}))
    assert simulator.get("/tokens") == {"arrived": {"1": 2, "2": 1}, "accepted": {"1": 1, "2": 1}}
    (doubled,) = simulator.get("/tokens", list="doubled")["doubled"]
    assert (doubled["token"], [found["tag"] for found in doubled["accepted"]]) == ("a", ["n1", "n1"])
    lines = requests.get(f"{simulator.url}/tokens?list=all", timeout=5).text.splitlines()
    found = {line["token"]: (line["arrived"], len(line["accepted"])) for line in map(json.loads, lines)}
    assert found == {"a": (2, 2), "b": (1, 1), "unregistered-c": (1, 0)}
    assert requests.get(f"{simulator.url}/tokens?list=some", timeout=5).status_code == 400
    simulator.forget()
    assert simulator.get("/tokens") == {"arrived": {}, "accepted": {}}


def test_nothing_is_kept_of_a_message_that_is_only_to_be_validated(simulator: FcmSimulator) -> None:
    headers = {"Authorization": simulator.authorization}
    body = {"message": to("phone-1"), "validate_only": True}
    assert requests.post(f"{simulator.url}{simulator.path}", json=body, headers=headers, timeout=5).ok
    assert simulator.get("/counts")["total"] == 0


def test_an_expired_or_foreign_access_token_is_refused(simulator: FcmSimulator) -> None:
    reply = requests.post(f"{simulator.url}{simulator.path}", json={}, headers={"Authorization": "Bearer x"}, timeout=5)
    assert (reply.status_code, reply.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
    simulator.behave(expire_tokens=True)
    assert Curl(simulator, to("phone-1")).perform().status == 401
    simulator.authorization = f"Bearer {simulator.token()}"
    assert Curl(simulator, to("phone-1")).perform().status == 200


def test_another_project_is_forbidden_and_an_unknown_path_is_not_found(simulator: FcmSimulator) -> None:
    headers = {"Authorization": simulator.authorization}
    other = f"{simulator.url}/v1/projects/another/messages:send"
    assert requests.post(other, json={}, headers=headers, timeout=5).status_code == 403
    assert requests.post(other, json={}, timeout=5).status_code == 401
    for reply in (requests.get(f"{simulator.url}/no?a=b", timeout=5), requests.put(f"{simulator.url}/log", timeout=5)):
        assert (reply.status_code, reply.json()["error"]["status"]) == (404, "NOT_FOUND")
    assert requests.head(f"{simulator.url}/", timeout=5).status_code == 404


def test_the_page_is_there_and_lets_nothing_else_in(simulator: FcmSimulator) -> None:
    reply = requests.get(simulator.url, timeout=5)
    assert "<title>" in reply.text
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")


def test_with_counts_alone_no_entry_is_kept_and_tokens_only_if_asked(tmp_path: Path) -> None:
    simulator = FcmSimulator(tmp_path, "--journal", "counts", "--quota-per-minute", "2", "--latency-ms", "50")
    took = [simulator.send1(to("a")).elapsed.total_seconds() for _ in range(3)]
    assert min(took) >= 0.05
    assert simulator.get("/log") == {"entries": [], "counts": {"ok": 2, "quota": 1}, "total": 3}
    reply = requests.get(f"{simulator.url}/tokens", timeout=5)
    assert (reply.status_code, reply.json()["error"]["status"]) == (400, "FAILED_PRECONDITION")
    assert (simulator.ready["tls_url"], simulator.ready["ca"]) == (None, None)
    assert simulator.stop() == ""


def test_a_restart_keeps_the_account_and_says_goodbye(tmp_path: Path) -> None:
    simulator = FcmSimulator(tmp_path, "--journal", "counts", "--count-tokens")
    simulator.behave(latency_ms=300)
    multi, curl = pycurl.CurlMulti(), Curl(simulator, to("a"))
    multi.add_handle(curl.handle)
    deadline = time.monotonic() + 5
    while not simulator.get("/counts")["streams_max"]:
        multi.perform()
        assert time.monotonic() < deadline
    simulator.process.send_signal(signal.SIGTERM)
    while multi.perform()[1]:
        multi.select(0.1)
    assert curl.status == 200  # it was under way
    assert simulator.stop() == ""
    again = FcmSimulator(tmp_path, "--port", str(simulator.port))
    assert again.send1(to("a")).status_code == 200
    assert again.stop() == ""
