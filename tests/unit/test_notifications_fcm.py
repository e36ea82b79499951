"""firebase-admin against the simulator: which answer of Google's means what, over a real connection."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from firebase_admin import messaging

from backend.common.logging import bind_request_id, current_request_id
from notifications import celery
from notifications.senders import fcm
from notifications.senders.base import Content, Outcome, Outgoing
from notifications.senders.payload import message_for


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder: Path = tmp_path_factory.mktemp("fcm")
    command = [sys.executable, "-m", "notifications.fcm_simulator", "--state-dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    yield json.loads(process.stdout.readline())
    process.terminate()
    process.wait(10)


@pytest.fixture
def sender(simulator: dict[str, str], settings: Any) -> Iterator[fcm.FcmSender]:
    settings.FCM_BASE_URL, settings.FCM_SERVICE_ACCOUNT = simulator["url"], simulator["service_account"]
    settings.FCM_PROJECT_ID = ""
    address = messaging._MessagingService.FCM_URL
    fcm.fcm_sender.cache_clear()
    yield fcm.fcm_sender()
    fcm.fcm_sender.cache_clear()
    messaging._MessagingService.FCM_URL = address


def content(**values: Any) -> Content:
    return Content(
        **{
            "notice_id": uuid.uuid4(),
            "kind": "warning",
            "title": "Lũ về",
            "body": "Rời bờ suối.",
            "link": "",
            "image_url": "",
            "ttl_seconds": 3600,
        }
        | values
    )


def to(token: str, **values: Any) -> Outgoing:
    return Outgoing(uuid.uuid4(), token, content(**values))


@pytest.mark.parametrize(
    ("token", "outcome", "reason"),
    [
        ("phone-1", Outcome.ACCEPTED, ""),
        ("unregistered-1", Outcome.GONE, "unregistered"),
        ("sender-mismatch-1", Outcome.GONE, "sender_id_mismatch"),
        ("invalid-token-1", Outcome.SUSPECT, "invalid_token"),
        ("not a token at all!", Outcome.SUSPECT, "invalid_token"),
        ("invalid-payload-1", Outcome.BAD_MESSAGE, "invalid_payload"),
        ("quota-1", Outcome.RETRY, "resource_exhausted"),
        ("unavailable-1", Outcome.RETRY, "unavailable"),
        ("internal-1", Outcome.RETRY, "internal"),
        ("garbage-1", Outcome.RETRY, "unknown"),
        ("reset-1", Outcome.RETRY, "unavailable"),
        ("third-party-auth-1", Outcome.FAILED, "third_party_auth"),
    ],
)
def test_each_answer_of_firebase_means_one_thing(
    sender: fcm.FcmSender, token: str, outcome: Outcome, reason: str
) -> None:
    (result,) = sender.send([to(token)])
    assert (result.outcome, result.reason) == (outcome, reason)


def test_retry_after_is_handed_on_and_not_slept_through(sender: fcm.FcmSender, simulator: dict[str, str]) -> None:
    wish = {"token": "busy", "behaviour": "quota", "retry_after": 45}
    requests.post(f"{simulator['url']}/behaviour", json=wish, timeout=5)
    (result,) = sender.send([to("busy")])
    assert result.retry_after == 45


def test_a_message_too_big_is_no_fault_of_the_token(sender: fcm.FcmSender) -> None:
    (result,) = sender.send([to("phone-1", body="x" * 5000)])
    assert result.outcome is Outcome.BAD_MESSAGE


def test_a_message_too_big_is_known_by_its_text_too() -> None:
    """As FCM has been seen to answer it: with its own code, as it does for a bad token."""
    assert fcm.classify(_invalid("Android message is too big", fcm.FCM_ERROR)).outcome is Outcome.BAD_MESSAGE


def test_a_violation_of_the_token_field_alone_suspects_the_token() -> None:
    violations = [{"field": "message.token", "description": "Invalid registration token"}]
    error = _invalid("bad", fcm.BAD_REQUEST, fieldViolations=violations)
    assert fcm.classify(error).outcome is Outcome.SUSPECT


def test_a_refusal_that_explains_nothing_disables_nobody() -> None:
    assert fcm.classify(_invalid("Request contains an invalid argument.", "")).outcome is Outcome.FAILED


def _invalid(message: str, kind: str, **detail: Any) -> Any:
    from firebase_admin import exceptions

    details = [{"@type": kind, "errorCode": "INVALID_ARGUMENT"} | detail] if kind else []
    body = {"error": {"message": message, "details": details}}
    response = SimpleNamespace(json=lambda: body, headers={})
    return exceptions.InvalidArgumentError(message, http_response=response)


def test_answers_come_in_the_order_of_the_questions(sender: fcm.FcmSender) -> None:
    results = sender.send([to("a"), to("unregistered-b"), to("c")])
    assert [result.outcome for result in results] == [Outcome.ACCEPTED, Outcome.GONE, Outcome.ACCEPTED]


def test_an_expired_access_token_is_renewed_on_the_way(sender: fcm.FcmSender, simulator: dict[str, str]) -> None:
    sender.send([to("before")])
    requests.post(f"{simulator['url']}/behaviour", json={"expire_tokens": True}, timeout=5)
    (result,) = sender.send([to("after")])
    assert result.outcome is Outcome.ACCEPTED


def test_with_the_simulator_nobody_else_is_asked_anything(
    sender: fcm.FcmSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[Any] = set()
    original = socket.getaddrinfo

    def noted(host: Any, *args: Any, **kwargs: Any) -> Any:
        asked.add(host)
        return original(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    sender.send([to("phone-1")])
    assert asked == {"127.0.0.1"}


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
def test_the_simulator_names_the_field_that_is_wrong(
    sender: fcm.FcmSender, simulator: dict[str, str], message: dict[str, Any], field: str
) -> None:
    service = messaging._get_messaging_service(sender._app)
    with pytest.raises(requests.HTTPError) as refused:
        service._client.body("post", url=service._fcm_url, json={"message": message})
    (detail,) = refused.value.response.json()["error"]["details"]
    assert [violation["field"] for violation in detail["fieldViolations"]] == [field]


def test_the_message_carries_tag_channel_and_lifetime() -> None:
    notice = content(kind="emergency", ttl_seconds=90)
    message = json.loads(str(message_for(notice, "phone")))
    assert message["android"] == {
        "collapse_key": str(notice.notice_id),
        "priority": "high",
        "ttl": "90s",
        "notification": {"tag": str(notice.notice_id), "channel_id": "emergency"},
    }


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
