"""The simulator's HTTP/1.1 where requests and firebase-admin do not go: pipelines, long bodies, half-closed clients."""

from __future__ import annotations

import http.client
import io
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fcm import FcmSimulator


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FcmSimulator]:
    running = FcmSimulator(tmp_path_factory.mktemp("fcm"))
    yield running
    assert running.stop() == ""


class _Bytes(io.BytesIO):
    def makefile(self, *_: Any) -> _Bytes:
        return self


def talk(simulator: FcmSimulator, data: bytes, *, end: bool = True) -> bytes:
    """All that the simulator says to these bytes; with `end` the client says that it has no more."""
    with socket.create_connection(("127.0.0.1", simulator.port), timeout=5) as sock:
        sock.sendall(data)
        if end:
            sock.shutdown(socket.SHUT_WR)
        reply = b""
        while part := sock.recv(65_536):
            reply += part
    return reply


def answers(reply: bytes) -> list[tuple[int, Any]]:
    """Status and JSON of the answers in a row."""
    source, found = _Bytes(reply), []
    while source.tell() < len(reply):
        response = http.client.HTTPResponse(source)  # type: ignore[arg-type]
        response.close = lambda: None  # type: ignore[method-assign]  # the source holds the next one
        response._close_conn = lambda: None  # type: ignore[attr-defined]
        response.begin()
        found.append((response.status, json.loads(response.read(response.length))))
    return found


def post(simulator: FcmSimulator, body: bytes, *more: str) -> bytes:
    lines = [f"POST {simulator.path} HTTP/1.1", "Host: x", f"Authorization: {simulator.authorization}"]
    lines += more or [f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


MESSAGE = b'{"message": {"token": "phone-1"}}'


@pytest.mark.parametrize("latency", [0, 50])
def test_a_pipeline_is_answered_in_order(simulator: FcmSimulator, latency: int) -> None:
    simulator.behave(reset=True, latency_ms=latency)
    unknown = b"GET /no HTTP/1.1\r\nHost: x\r\n\r\n"
    reply = talk(simulator, post(simulator, MESSAGE) + unknown + post(simulator, MESSAGE))
    assert [status for status, _ in answers(reply)] == [200, 404, 200]


def test_chunks_are_a_body_too(simulator: FcmSimulator) -> None:
    chunked = b"%x\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (10, MESSAGE[:10], len(MESSAGE) - 10, MESSAGE[10:])
    reply = talk(simulator, post(simulator, b"", "Transfer-Encoding: chunked") + chunked)
    assert [status for status, _ in answers(reply)] == [200]


def test_a_client_that_asks_first_is_told_to_go_on(simulator: FcmSimulator) -> None:
    head = post(simulator, b"", f"Content-Length: {len(MESSAGE)}", "Expect: 100-continue")
    with socket.create_connection(("127.0.0.1", simulator.port), timeout=5) as sock:
        sock.sendall(head)
        assert sock.recv(65_536).startswith(b"HTTP/1.1 100 ")
        sock.sendall(MESSAGE)
        assert sock.recv(65_536).startswith(b"HTTP/1.1 200 ")


def test_a_body_without_end_is_refused(simulator: FcmSimulator) -> None:
    reply = talk(simulator, post(simulator, b"x" * ((1 << 20) + 1)), end=False)
    assert [status for status, _ in answers(reply)] == [413]


def test_half_a_request_is_none(simulator: FcmSimulator) -> None:
    assert [status for status, _ in answers(talk(simulator, post(simulator, MESSAGE)[:-5]))] == [400]


@pytest.mark.parametrize("request_line", ["CONNECT x:1", "OPTIONS *", "GET //[", "POST /behaviour?%ff=%00"])
def test_odd_requests_are_answered_in_googles_shape(simulator: FcmSimulator, request_line: str) -> None:
    ((status, answer),) = answers(talk(simulator, f"{request_line} HTTP/1.1\r\nHost: x\r\n\r\n".encode()))
    assert status in (400, 404) and answer["error"]["code"] == status


@pytest.mark.parametrize(
    "body",
    [
        b"\xff", b"[]", b"1", b"null", b'{"message": null}', b'{"message": {"token": "\\ud800"}}', b'"\\ud800"',
        b'{"message": {"token": "a", "data": {"x": "\\ud800"}}}', b'{"message": {"token": "a", "\\ud800": 1}}',
        b'{"message": {"token": "a", "data": {"x": NaN}}}', b"[" * 100_000, b'{"a":' * 90 + b"1" + b"}" * 90,
        b'{"message": {"token": "a", "android": {"ttl": "99999999s", "data": [], "notification": 5}}}', b"9" * 5000,
    ],
)  # fmt: skip
def test_a_body_that_is_no_message_is_a_bad_payload_and_can_be_read_in_the_log(
    simulator: FcmSimulator, body: bytes
) -> None:
    ((status, answer),) = answers(talk(simulator, post(simulator, body)))
    assert (status, answer["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert simulator.get("/log", limit=1)["entries"][0]["outcome"] == "invalid-payload"


@pytest.mark.parametrize("body", [b"", b"\xff", b"[" * 100_000, b"[]", b'{"token": "\\ud800", "behaviour": "quota"}'])
def test_a_wish_that_is_no_json_object_never_breaks_anything(simulator: FcmSimulator, body: bytes) -> None:
    request = b"POST /behaviour HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    ((status, _),) = answers(talk(simulator, request))
    assert status == (200 if b"quota" in body else 400)


GRANT = "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion="


def ask_token(simulator: FcmSimulator, form: str) -> tuple[int, Any]:
    head = f"POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: {len(form)}\r\n\r\n"
    (found,) = answers(talk(simulator, f"{head}{form}".encode()))
    return found


@pytest.mark.parametrize("form", ["", "grant_type=x", "assertion=x", f"{GRANT}a.b.c", f"{GRANT}%ff", GRANT])
def test_a_bad_assertion_gets_no_token(simulator: FcmSimulator, form: str) -> None:
    reason = "invalid_grant" if form.startswith(GRANT) else "unsupported_grant_type"
    status, answer = ask_token(simulator, form)
    assert (status, answer["error"]) == (400, reason)


@pytest.mark.parametrize("claims", [{"scope": "email"}, {"aud": "https://elsewhere"}, {"exp": 1}, {"iss": "me"}])
def test_an_assertion_for_something_else_gets_no_token(simulator: FcmSimulator, claims: dict[str, Any]) -> None:
    assert ask_token(simulator, GRANT + simulator.assertion())[0] == 200
    assert ask_token(simulator, GRANT + simulator.assertion(**claims))[0] == 400
