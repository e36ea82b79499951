"""Both ways to Firebase against the simulator: firebase-admin is the reference, our HTTP/2 is held against it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hpack
import pytest
import requests
from firebase_admin import messaging
from google.auth.exceptions import TransportError
from hypothesis import given
from hypothesis import strategies as st

from backend.common.logging import bind_request_id, current_request_id
from notifications import celery
from notifications.fcm_simulator import http2_frames as h2
from notifications.models import Notice, Origin
from notifications.senders import answers, http2, rendering
from notifications.senders.base import Outcome, Outgoing, Result, Transport
from notifications.senders.firebase import FirebaseTransport
from notifications.senders.http2 import Http2Transport
from notifications.senders.rendering import Letter

WAYS: dict[str, type[Any]] = {"firebase-admin": FirebaseTransport, "http2": Http2Transport, "http2-tls": Http2Transport}


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder: Path = tmp_path_factory.mktemp("fcm")
    command = [sys.executable, "-m", "notifications.fcm_simulator", "--state-dir", str(folder), "--tls-port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield json.loads(process.stdout.readline())
    process.terminate()
    process.wait(10)


@pytest.fixture
def to_simulator(simulator: dict[str, str], settings: Any) -> Iterator[dict[str, str]]:
    settings.FCM_BASE_URL, settings.FCM_SERVICE_ACCOUNT = simulator["url"], simulator["service_account"]
    settings.FCM_PROJECT_ID, settings.FCM_CA_FILE = "", simulator["ca"]
    address = messaging._MessagingService.FCM_URL
    requests.post(f"{simulator['url']}/behaviour", json={"reset": True}, timeout=5)
    requests.delete(f"{simulator['url']}/log", timeout=5)
    yield simulator
    messaging._MessagingService.FCM_URL = address


@pytest.fixture(params=WAYS)
def transport(request: pytest.FixtureRequest, to_simulator: dict[str, str], settings: Any) -> Iterator[Transport]:
    if request.param == "http2-tls":
        settings.FCM_BASE_URL = to_simulator["tls_url"]
    made = WAYS[request.param]()
    yield made
    made.close()


def notice(**values: Any) -> Notice:
    made = Notice(**{"kind": "warning", "title": "Lũ về", "body": "Rời bờ suối.", "title_en": "Flood"} | values)
    made.pk = made.pk or uuid.uuid4()
    return made


def letter(language: str = "vi", **values: Any) -> Letter:
    return Letter(rendering.content_of(notice(**values), language))


def carry(transport: Transport, *tokens: str, fid: str = "", seconds: float = 15.0, **values: Any) -> list[Result]:
    """The answers in the order of the tokens."""
    written = letter(**values)
    transport.prepare()
    for token in tokens:
        transport.submit(Outgoing(token, written, "" if fid else token, fid))
    got: dict[Any, Result] = {}
    end = time.monotonic() + seconds
    while len(got) < len(tokens):
        assert time.monotonic() < end, f"no answer for {set(tokens) - set(got)}"
        got.update(transport.step(0.1))
    assert transport.in_flight == 0
    return [got[token] for token in tokens]


@pytest.mark.parametrize(
    ("token", "outcome", "reason"),
    [
        ("phone-1", Outcome.ACCEPTED, ""),
        ("unregistered-1", Outcome.GONE, "unregistered"),
        ("sender-mismatch-1", Outcome.GONE, "sender_id_mismatch"),
        ("invalid-token-1", Outcome.SUSPECT, "invalid_token"),
        ("not a token at all!", Outcome.SUSPECT, "invalid_token"),
        ("invalid-payload-1", Outcome.BAD_MESSAGE, "invalid_payload"),
        ("quota-1", Outcome.QUOTA, "quota_exceeded"),
        ("unavailable-1", Outcome.RETRY, "unavailable"),
        ("internal-1", Outcome.RETRY, "internal"),
        ("garbage-1", Outcome.RETRY, "unreachable"),
        ("reset-1", Outcome.RETRY, "unreachable"),
        ("third-party-auth-1", Outcome.FAILED, "third_party_auth"),
    ],
)
def test_each_answer_of_firebase_means_one_thing_either_way(
    transport: Transport, token: str, outcome: Outcome, reason: str
) -> None:
    (result,) = carry(transport, token)
    assert (result.outcome, result.reason) == (outcome, reason)


def test_retry_after_is_handed_on_and_not_slept_through(transport: Transport, simulator: dict[str, str]) -> None:
    wish = {"token": "busy", "behaviour": "quota", "retry_after": 45}
    requests.post(f"{simulator['url']}/behaviour", json=wish, timeout=5)
    (result,) = carry(transport, "busy")
    assert result.retry_after == 45


def test_a_message_too_big_is_no_fault_of_the_token(transport: Transport) -> None:
    (result,) = carry(transport, "phone-1", title="x" * 5000)
    assert result.outcome is Outcome.BAD_MESSAGE


def test_an_expired_access_token_is_renewed_on_the_way(transport: Transport, simulator: dict[str, str]) -> None:
    carry(transport, "before")
    requests.post(f"{simulator['url']}/behaviour", json={"expire_tokens": True}, timeout=5)
    assert [result.outcome for result in carry(transport, "after-1", "after-2", "after-3")] == [Outcome.ACCEPTED] * 3


def test_many_at_once_are_each_answered_for_themselves(transport: Transport) -> None:
    tokens = [f"unregistered-{n}" if n % 7 == 0 else f"phone-{n}" for n in range(20)]
    results = carry(transport, *tokens)
    wanted = [Outcome.GONE if token.startswith("unregistered") else Outcome.ACCEPTED for token in tokens]
    assert [result.outcome for result in results] == wanted


def test_an_installation_without_a_token_is_reached_by_its_fid(
    transport: Transport, to_simulator: dict[str, str]
) -> None:
    (result,) = carry(transport, "ticket", fid="fid-of-a-phone")
    (entry,) = log(to_simulator)
    assert (result.outcome, entry["message"]["fid"]) == (Outcome.ACCEPTED, "fid-of-a-phone")


def log(simulator: dict[str, str]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = requests.get(f"{simulator['url']}/log", timeout=5).json()["entries"]
    return entries


def test_with_the_simulator_nobody_else_is_asked_anything(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[Any] = set()
    original = socket.getaddrinfo

    def noted(host: Any, *args: Any, **kwargs: Any) -> Any:
        asked.add(host)
        return original(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    carry(transport, "phone-1")
    assert asked <= {"127.0.0.1"}


# --- Our own way -----------------------------------------------------------------------------------------------------
@pytest.fixture
def ours(to_simulator: dict[str, str], settings: Any) -> Iterator[Http2Transport]:
    settings.FCM_BASE_URL = to_simulator["tls_url"]
    made = Http2Transport()
    yield made
    made.close()


def test_thousands_share_a_few_connections(
    ours: Http2Transport, to_simulator: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    requests.post(f"{to_simulator['url']}/behaviour", json={"latency_ms": 50}, timeout=5)
    assert ours.room == http2.CONNECTIONS * http2.STREAMS
    results = carry(ours, *(f"phone-{n}" for n in range(1500)))
    assert {result.outcome for result in results} == {Outcome.ACCEPTED}
    counts = requests.get(f"{to_simulator['url']}/counts", timeout=5).json()
    assert counts["streams_max"] <= 100
    assert counts["total"] == 1500


def test_a_thousand_refusals_on_one_connection_stall_nothing(
    to_simulator: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """firebase-admin's async client hangs for good after a hundred (measured.md)."""
    monkeypatch.setattr(http2, "CONNECTIONS", 1)
    made = Http2Transport()
    for turn in range(10):
        results = carry(made, *(f"unavailable-{turn}-{n}" for n in range(100)))
        assert {result.reason for result in results} == {"unavailable"}
    assert carry(made, "phone-1")[0].outcome is Outcome.ACCEPTED
    made.close()


def test_a_slow_answer_ends_after_its_time_and_holds_up_nobody(
    to_simulator: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http2, "HTTP_TIMEOUT", 1.0)
    made = Http2Transport()
    began = time.monotonic()
    slow, quick = carry(made, "slow-1", "phone-1")
    assert (slow.outcome, slow.reason, quick.outcome) == (Outcome.RETRY, "unreachable", Outcome.ACCEPTED)
    assert 0.9 <= time.monotonic() - began < 4
    made.close()


def test_a_credential_that_stays_refused_is_renewed_once_and_not_for_ever(
    ours: Http2Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed: list[int] = []
    monkeypatch.setattr(ours._bearer, "renew", lambda: renewed.append(1))
    monkeypatch.setattr(ours._bearer, "header", lambda: "Bearer wrong")
    results = carry(ours, "phone-1", "phone-2", "phone-3")
    assert [(result.outcome, result.reason) for result in results] == [(Outcome.RETRY, "unauthenticated")] * 3
    assert len(renewed) == 1


def test_without_a_credential_nothing_is_sent_and_everybody_is_tried_later(
    ours: Http2Transport, to_simulator: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def refused() -> str:
        asked.append(1)
        raise TransportError("no way there")

    monkeypatch.setattr(ours._bearer, "header", refused)
    results = carry(ours, "phone-1", "phone-2")
    ours.prepare()
    assert len(asked) == 1  # and not for each message, waiting each time
    assert [(result.outcome, result.reason) for result in results] == [(Outcome.RETRY, "unreachable")] * 2
    assert log(to_simulator) == []


def test_where_nobody_listens_is_later_too(to_simulator: dict[str, str], settings: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.FCM_BASE_URL = f"http://127.0.0.1:{closed.getsockname()[1]}"
    made = Http2Transport()
    (result,) = carry(made, "phone-1")
    assert (result.outcome, result.reason) == (Outcome.RETRY, "unreachable")
    made.close()


def begins_an_answer(listening: socket.socket, media_type: str) -> None:
    """A 200 with this type to the first message, and the connection is cut before anything of a body."""
    connection, _address = listening.accept()
    with connection:
        connection.sendall(h2.settings({}))
        while b"phone-1" not in connection.recv(65_536):
            pass
        head = hpack.Encoder().encode([(":status", "200"), ("content-type", media_type)])
        connection.sendall(h2.frame(h2.HEADERS, h2.END_HEADERS, 1, head))


@pytest.mark.parametrize(
    ("media_type", "outcome"),
    [("application/json; charset=UTF-8", Outcome.ACCEPTED), ("text/html", Outcome.RETRY)],
)
def test_a_yes_that_breaks_off_is_firebases_only_if_it_speaks_json(
    to_simulator: dict[str, str], settings: Any, monkeypatch: pytest.MonkeyPatch, media_type: str, outcome: Outcome
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.FCM_BASE_URL = f"http://127.0.0.1:{listening.getsockname()[1]}"
        answering = threading.Thread(target=begins_an_answer, args=(listening, media_type))
        answering.start()
        made = Http2Transport()
        monkeypatch.setattr(made._bearer, "header", lambda: "Bearer good")
        (result,) = carry(made, "phone-1")
        made.close()
        answering.join(10)
    assert result.outcome is outcome


# --- Byte for byte ---------------------------------------------------------------------------------------------------
NOTICES = [
    {},
    {"kind": "emergency", "is_exercise": True, "image_url": "https://example.vn/a.jpg"},
    {"kind": "information", "link": "daknong://article/mua-lon", "collapse_key": "mua"},
    {"origin": Origin.RECALL, "concerns_id": uuid.UUID(int=7), "tag_id": uuid.UUID(int=7)},
    {"body": 'Xin “chào” \\ "bà con" 🌊 </script>', "origin": Origin.TEST},
]


@pytest.mark.parametrize("values", NOTICES)
@pytest.mark.parametrize("target", [{"token": "abc:DEF-123_4.5"}, {"fid": "fid-1"}, {"token": 'odd "token" \\ đ'}])
def test_the_body_is_what_firebase_admin_posts_byte_for_byte(
    to_simulator: dict[str, str], monkeypatch: pytest.MonkeyPatch, values: dict[str, Any], target: dict[str, str]
) -> None:
    posted: list[bytes] = []
    monkeypatch.setattr(
        requests.Session, "send", lambda session, request, **kwargs: posted.append(request.body) or _no_answer()
    )
    written = letter(**values)
    reference = FirebaseTransport()
    service = messaging._get_messaging_service(reference._app)
    service._client.session.credentials.token = "t"
    service._client.session.credentials.expiry = None
    service._client.session.credentials.refresh = lambda request: None
    token, fid = target.get("token", ""), target.get("fid", "")
    messaging.send_each([written.message(token, fid)], app=reference._app)
    reference.close()
    assert posted == [written.body(token, fid)]


def _no_answer() -> requests.Response:
    answer = requests.Response()
    answer.status_code = 503
    answer._content = b"{}"
    return answer


@given(st.text(min_size=1, max_size=40), st.text(max_size=60))
def test_whatever_the_token_it_is_put_in_its_place_and_nowhere_else(token: str, title: str) -> None:
    message = json.loads(letter(title=title or "T").body(token))["message"]
    assert message["token"] == token
    assert message["notification"]["title"] == (title or "T")


def test_the_message_carries_tag_channel_and_lifetime() -> None:
    made = notice(kind="emergency")
    message = json.loads(Letter(rendering.content_of(made, "vi")).body("phone"))["message"]
    assert message["android"] | {"ttl": ""} == {
        "collapse_key": str(made.pk),
        "priority": "high",
        "ttl": "",
        "notification": {"tag": str(made.pk), "channel_id": "emergency"},
    }
    assert 0 < int(message["android"]["ttl"][:-1]) <= 24 * 3600


def test_a_phone_that_is_away_keeps_one_of_all_information_and_every_warning() -> None:
    """FCM keeps four collapse keys a device: with one for each notice a warning could be the one that is dropped."""
    keys = [letter(kind=kind).content["android"].collapse_key for kind in ("information", "information", "reminder")]
    assert keys == ["information", "information", "reminder"]
    first, second = (letter(kind="warning").content["android"].collapse_key for _turn in range(2))
    assert first != second


def test_what_replaces_a_notice_or_takes_it_back_has_its_tag() -> None:
    first = uuid.uuid4()
    update = json.loads(letter(kind="warning", tag_id=first).body("t"))["message"]
    recall = json.loads(letter(origin=Origin.RECALL, concerns_id=first, tag_id=first).body("t"))["message"]
    assert update["android"]["notification"]["tag"] == update["android"]["collapse_key"] == str(first)
    assert recall["data"] == {"action": "recall", "notice_id": str(first), "tag": str(first)}
    assert "notification" not in recall
    assert "notification" not in recall["android"]


# --- What an answer means --------------------------------------------------------------------------------------------
def refused(message: str, kind: str = "", **detail: Any) -> bytes:
    details = [{"@type": kind, "errorCode": "INVALID_ARGUMENT"} | detail] if kind else []
    return json.dumps({"error": {"message": message, "status": "INVALID_ARGUMENT", "details": details}}).encode()


def test_a_message_too_big_is_known_by_its_text_too() -> None:
    """As FCM has been seen to answer it: with its own code, as it does for a bad token."""
    body = refused("Android message is too big", answers.FCM_ERROR)
    assert answers.classify(400, body).outcome is Outcome.BAD_MESSAGE


def test_a_violation_of_the_token_field_alone_suspects_the_token() -> None:
    violations = [{"field": "message.token", "description": "Invalid registration token"}]
    assert (
        answers.classify(400, refused("bad", answers.BAD_REQUEST, fieldViolations=violations)).outcome
        is Outcome.SUSPECT
    )


def test_a_refusal_that_explains_nothing_disables_nobody() -> None:
    assert answers.classify(400, refused("Request contains an invalid argument.")).outcome is Outcome.FAILED


@given(st.integers(100, 599), st.binary(max_size=200), st.text(max_size=30))
def test_no_answer_whatsoever_breaks_the_reading(status: int, body: bytes, retry_after: str) -> None:
    assert isinstance(answers.classify(status, body, retry_after), Result)


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b'{"error": 1}', b'{"error": {"details": [1, {"@type": 2}]}}', b"\xff"]
)
def test_errors_of_a_strange_shape_are_read_as_far_as_they_go(body: bytes) -> None:
    assert answers.classify(400, body).outcome is Outcome.FAILED
    assert answers.classify(503, body).outcome is Outcome.RETRY


@pytest.mark.parametrize(("text", "seconds"), [("7", 7.0), (" 120 ", 120.0), ("", None), ("soon", None)])
def test_retry_after_in_seconds(text: str, seconds: float | None) -> None:
    assert answers.seconds_of(text) == seconds


def test_retry_after_as_a_date() -> None:
    at = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 90))
    assert 88 <= (answers.seconds_of(at) or 0) <= 90
    assert answers.seconds_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0


# --- The simulator believes nobody -----------------------------------------------------------------------------------
@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"message": {"token": "a", "surprise": 1}}'])
def test_the_simulator_believes_nobody_without_a_bearer_token(simulator: dict[str, str], body: bytes) -> None:
    url = f"{simulator['url']}/v1/projects/daknong-c-sim/messages:send"
    reply = requests.post(url, data=body, timeout=5)
    assert (reply.status_code, reply.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ({"token": "a", "surprise": 1}, "message"),
        ({"token": "a", "topic": "b"}, "message"),
        ({}, "message"),
        ({"token": "a", "data": {"n": 1}}, "message.data['n'].value"),
        ({"token": "a", "data": {"google.x": "1"}}, "message.data"),
        ({"token": "a", "android": {"ttl": "1h"}}, "message.android.ttl"),
        ({"token": "a", "data": {"x": "y" * 4096}}, "message"),
    ],
)
@pytest.mark.usefixtures("to_simulator")
def test_the_simulator_names_the_field_that_is_wrong(message: dict[str, Any], field: str) -> None:
    reference = FirebaseTransport()
    service = messaging._get_messaging_service(reference._app)
    with pytest.raises(requests.HTTPError) as refusal:
        service._client.body("post", url=service._fcm_url, json={"message": message})
    reference.close()
    (detail,) = refusal.value.response.json()["error"]["details"]
    assert [violation["field"] for violation in detail["fieldViolations"]] == [field]


# --- Workers ---------------------------------------------------------------------------------------------------------
def test_the_request_id_travels_with_the_task() -> None:
    headers: dict[str, Any] = {}
    bind_request_id("req-1")
    celery._carry_request_id(headers=headers)
    bind_request_id("")
    task = SimpleNamespace(name="notifications.send", request=SimpleNamespace(id="1", is_eager=False, **headers))
    celery._take_request_id(task=task)
    assert current_request_id() == "req-1"
    celery._record_and_drop_request_id(task=task, state="SUCCESS")
    assert current_request_id() == ""
