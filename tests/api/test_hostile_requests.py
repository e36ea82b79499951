"""Requests that mean harm: too large, too deep, from a wrong host, out of the folder, kept where they must not be."""

from __future__ import annotations

import json
import time
import unicodedata
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.factories.accounts import UserFactory, api_client
from tests.factories.feedback import ReportCategoryFactory, ReportFactory, upload
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db
MULTIPART = "multipart/form-data; boundary=x"


def _json(reply: Any) -> Any:
    return json.loads(reply.content)


def send(body: bytes, *, path: str = "/api/v1/reports/", kind: str = "application/json", **headers: str) -> Any:
    return HostileClient().ask("POST", path, body, kind, **headers)


@pytest.mark.parametrize("body", [b"[1]", b'"text"', b"7", b"true", b'{"a":' * 600 + b"1" + b"}" * 600])
def test_a_body_that_is_no_plain_object_is_refused_before_its_key_is_counted(body: bytes) -> None:
    reply = send(body)

    assert reply.status_code == 400
    assert _json(reply)["code"] == "parse_error"


def test_objects_as_deep_as_any_of_ours_are_still_read() -> None:
    reply = send(b'{"photo_ids":' + b"[" * 10 + b"]" * 10 + b"}")

    assert _json(reply)["code"] == "validation_error"


def test_a_body_is_refused_by_its_length_and_not_read(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    reply = send(b'{"text":"' + b"a" * 1000 + b'"}')

    assert (reply.status_code, _json(reply)["code"]) == (413, "body_too_large")


def test_an_upload_is_refused_by_its_length_and_not_read(settings: Any) -> None:
    settings.PHOTO_MAX_BYTES = 1000
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'

    reply = send(part + b"v" * 70_000 + b"\r\n--x--\r\n", path="/api/v1/report-photos/", kind=MULTIPART)

    assert (reply.status_code, _json(reply)["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(("fields", "size"), [(1500, 1), (1, 3_000_000)])
def test_too_many_or_too_large_fields_beside_a_file_are_a_wrong_request(fields: int, size: int) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n'
    body = b"".join(part % number + b"v" * size + b"\r\n" for number in range(fields)) + b"--x--\r\n"

    reply = send(body, path="/api/v1/report-photos/", kind=MULTIPART)

    assert (reply.status_code, _json(reply)["code"]) == (400, "parse_error")


@pytest.mark.parametrize("headers", [{}, {"HTTP_AUTHORIZATION": "Basic x"}])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_host_that_is_not_ours_is_refused_on_every_path_of_the_api(method: str, headers: dict[str, str]) -> None:
    reply = HostileClient().ask(method, "/api/v1/news/articles/", HTTP_HOST="evil.test", **headers)

    assert (reply.status_code, _json(reply)["code"]) == (400, "bad_request")


@pytest.mark.parametrize("way_out", ["..", "%2e%2e", "x/../..", "%2e%2e%2f%2e%2e/media"])
def test_no_address_of_public_pictures_leads_to_a_private_one(way_out: str, settings: Any) -> None:
    for folder in ("public", "private"):
        path = Path(settings.MEDIA_ROOT) / folder / "hostile.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(folder)

    assert Client().get("/media/public/hostile.txt").status_code == 200
    refused = Client().get(f"/media/public/{way_out}/private/hostile.txt")
    assert refused.status_code in (400, 404)
    assert refused.content != b"private"


def test_nothing_that_is_somebodys_may_be_kept_on_the_way() -> None:
    citizen, guest = api_client(UserFactory()), APIClient()
    administrator = api_client(UserFactory(administrator=True))
    device = guest.post("/api/v1/devices/", {"install_id": str(uuid.uuid4()), "platform": "android"})
    key = device.json()
    opened = {"HTTP_X_DEVICE_ID": key["id"], "HTTP_X_DEVICE_SECRET": key["secret"]}
    report = ReportFactory()
    replies = [
        device,
        guest.get("/api/v1/inbox/", **opened),
        guest.get("/api/v1/inbox/unread-count/", **opened),
        guest.get("/api/v1/inbox/"),
        citizen.get("/api/v1/inbox/"),
        citizen.get("/api/v1/me/"),
        citizen.get("/api/v1/me/reports/"),
        citizen.get("/api/v1/me/dossiers/"),
        citizen.get("/api/v1/me/sessions/"),
        citizen.get("/api/v1/me/consents/"),
        citizen.options("/api/v1/me/"),
        administrator.get("/api/v1/officer/reports/"),
        administrator.get(f"/api/v1/officer/reports/{report.code}/"),
        administrator.get("/api/v1/officer/notices/"),
    ]

    kept = [reply.headers.get("Cache-Control", "") for reply in replies]
    assert ["no-store" in value for value in kept] == [True] * len(replies), kept


def test_a_guests_secret_is_in_no_answer_that_may_be_kept() -> None:
    ReportCategoryFactory()
    body = {"category": "roads", "text": "Ổ gà sâu trước cổng trường.", "place_text": "đường Lê Duẩn"}
    made = APIClient().post("/api/v1/reports/", body, HTTP_IDEMPOTENCY_KEY=str(uuid.uuid4()))
    secret = {name: made.json()[name] for name in ("code", "secret")}
    tracked = APIClient().post("/api/v1/reports/track/", secret)

    assert (made.status_code, tracked.status_code) == (201, 200)
    assert all("no-store" in reply.headers["Cache-Control"] for reply in (made, tracked))


def test_the_memory_of_public_answers_keeps_nothing_that_somebody_was_let_in_to(settings: Any) -> None:
    settings.MICRO_CACHE_SECONDS = 60
    guest = APIClient()
    device = guest.post("/api/v1/devices/", {"install_id": str(uuid.uuid4()), "platform": "android"}).json()
    opened = {"HTTP_X_DEVICE_ID": device["id"], "HTTP_X_DEVICE_SECRET": device["secret"]}

    assert guest.get("/api/v1/inbox/", **opened).status_code == 200
    assert guest.get("/api/v1/inbox/").status_code == 401
    assert api_client(UserFactory()).get("/api/v1/me/").status_code == 200
    assert guest.get("/api/v1/me/").status_code == 401


def test_one_key_of_two_people_is_two_keys(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    key = str(uuid.uuid4())
    one, other = api_client(UserFactory()), api_client(UserFactory())

    replies = [
        client.post("/api/v1/report-photos/", {"file": upload()}, format="multipart", HTTP_IDEMPOTENCY_KEY=key)
        for client in (one, other, one)
    ]

    assert [reply.status_code for reply in replies] == [201, 201, 201]
    ids = [_json(reply)["id"] for reply in replies]
    assert ids[0] == ids[2] != ids[1]


@pytest.mark.parametrize(
    ("path", "field", "others"),
    [
        ("/api/v1/reports/", "text", {"category": "roads", "place_text": "đường Lê Duẩn"}),
        (
            "/api/v1/auth/register/",
            "full_name",
            {"phone": "0900000101", "code": "123456", "password": "một mật khẩu dài"},
        ),
    ],
)
def test_a_megabyte_of_marks_is_refused_before_it_is_composed(path: str, field: str, others: dict[str, str]) -> None:
    ReportCategoryFactory()
    body = json.dumps(others | {field: "a" + "\u0301\u0316" * 100_000}).encode()
    started = time.process_time()

    reply = send(body, path=path)

    assert time.process_time() - started < 4  # composed, it takes half a minute
    assert [(error["field"], error["code"]) for error in _json(reply)["errors"]] == [(field, "max_length")]


def test_a_text_typed_letter_by_mark_is_as_long_as_it_looks() -> None:
    ReportCategoryFactory()
    typed = unicodedata.normalize("NFD", "Đường ngập " * 300)

    reply = send(json.dumps({"category": "roads", "place_text": "đường Lê Duẩn", "text": typed}).encode())

    assert reply.status_code == 201
    assert _json(reply)["text"] == unicodedata.normalize("NFC", typed).strip()
