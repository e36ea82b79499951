"""Each way in which a weak network fails: named rightly, bounded in time and size, never believed."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from citizen_mobile.client import http as door
from citizen_mobile.client.answers import Reply
from citizen_mobile.client.api import Api
from citizen_mobile.client.cache import Cache
from citizen_mobile.client.errors import (
    ApiError,
    CaptivePortal,
    NameNotFound,
    NetworkError,
    NotSent,
    TooLarge,
    TooSlow,
    UnsafeConnection,
)
from citizen_mobile.client.http import Http
from citizen_mobile.client.images import ImageStore
from citizen_mobile.client.tokens import MemoryVault, Tokens
from citizen_mobile.client.wire import Patience
from tests.faults import FaultProxy
from tests.mobile.stub_server import Stub

FIELDS = "procedure-fields/"


@pytest.fixture
def network(stub: Stub) -> Iterator[FaultProxy]:
    with FaultProxy(stub.url) as proxy:
        yield proxy


@pytest.fixture
def http(network: FaultProxy) -> Http:
    return Http(f"{network.url}/api/v1/", Tokens(MemoryVault()), pause=lambda _seconds: None)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("cut", NetworkError),
        ("lost", NetworkError),
        ("half", NetworkError),
        ("broken_chunks", NetworkError),
        ("cut_gzip", NetworkError),
        ("short_gzip", NetworkError),
        ("portal", CaptivePortal),
        ("redirect", CaptivePortal),
        ("asks_for_login", CaptivePortal),
        ("wrong_type", CaptivePortal),
        ("broken", ApiError),
    ],
)
def test_each_fault_has_its_name_and_what_comes_after_it_is_read(
    http: Http, network: FaultProxy, fault: str, error: type[Exception]
) -> None:
    network.break_next(FIELDS, fault, fault)
    with pytest.raises(error) as caught:
        http.get(FIELDS)
    assert caught.type is error
    network.mend()
    assert len(http.get(FIELDS).data) > 1


@pytest.mark.parametrize("fault", ["cut", "lost", "half", "broken_chunks", "cut_gzip", "short_gzip"])
def test_a_read_that_was_cut_is_tried_again(http: Http, network: FaultProxy, fault: str) -> None:
    network.break_next(FIELDS, fault)
    assert len(http.get(FIELDS).data) > 1
    assert [broken for _path, broken in network.broken] == [fault]


@pytest.mark.parametrize("fault", ["portal", "redirect", "asks_for_login"])
def test_a_login_page_is_asked_once_and_a_copy_is_shown_in_its_place(
    http: Http, network: FaultProxy, fault: str
) -> None:
    api = Api(http, Cache(":memory:"))
    fresh = api.services.fields()
    network.break_next(FIELDS, fault)
    again = api.services.fields()
    assert again.stale and again.value == fresh.value
    assert len(network.broken) == 1


def test_a_write_is_sent_once_whatever_becomes_of_its_answer(http: Http, network: FaultProxy, stub: Stub) -> None:
    network.break_next("auth/otp/", "cut")
    with pytest.raises(NetworkError):
        http.send("POST", "auth/otp/", {"phone": "0900000101", "purpose": "register"})
    assert stub.asked["POST auth/otp/"] == 1


def test_a_trickle_ends_at_the_deadline(http: Http, network: FaultProxy) -> None:
    network.pause = 0.05
    network.break_next(FIELDS, "trickle", "trickle")
    begun = time.monotonic()
    with pytest.raises(TooSlow):
        http.get(FIELDS, patience=Patience(silence=2.0, whole=0.4))
    assert time.monotonic() - begun < 3.0


def test_silence_ends_too_and_latency_does_not(http: Http, network: FaultProxy) -> None:
    network.pause = 0.6
    network.break_next(FIELDS, "late", "late")
    with pytest.raises(TooSlow):
        http.get(FIELDS, patience=Patience(silence=0.2, whole=5.0))
    network.break_next(FIELDS, "late")
    assert http.get(FIELDS, patience=Patience(silence=1.5, whole=5.0)).status == 200


def test_ten_seconds_of_latency_are_within_what_the_app_waits(http: Http) -> None:
    for patience in (door.READING, door.WRITING, door.UPLOADING, door.PICTURES):
        assert patience.silence > 2 * 5.0 + 5.0
        assert patience.whole > patience.silence


def test_an_endless_answer_is_left_at_the_bound(http: Http, network: FaultProxy) -> None:
    network.break_next(FIELDS, "huge")
    with pytest.raises(TooLarge):
        http.get(FIELDS, patience=Patience(most=300_000))


def test_a_login_page_in_the_place_of_a_picture_is_not_kept(http: Http, network: FaultProxy, tmp_path: Path) -> None:
    images = ImageStore(http, tmp_path / "images")
    network.break_next(".jpg", "portal", "half", "redirect")
    for error in (CaptivePortal, NetworkError, CaptivePortal):
        with pytest.raises(error):
            images.load("/media/coffee.jpg")
    assert images.size() == 0


def test_a_name_that_is_not_found_is_said_and_not_asked_again() -> None:
    http = Http("http://khong-co.invalid/api/v1/", Tokens(MemoryVault()), pause=lambda _seconds: pytest.fail("waited"))
    with pytest.raises(NameNotFound):
        http.get(FIELDS)


def test_a_closed_door_means_that_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    http = Http(f"http://127.0.0.1:{port}/", Tokens(MemoryVault()), pause=lambda _seconds: None)
    with pytest.raises(NotSent):
        http.send("POST", "reports/", {"text": "x"})


@pytest.fixture
def impostor(tmp_path: Path) -> Iterator[str]:
    """A TLS server whose certificate nobody signed."""
    certificate = _self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listening.accept()
                with context.wrap_socket(connection, server_side=True):
                    pass
            except OSError:
                continue

    threading.Thread(target=serve, daemon=True).start()
    yield f"https://127.0.0.1:{listening.getsockname()[1]}/"
    stop.set()
    listening.close()


def _self_signed(folder: Path) -> Path:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "wifi.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "impostor.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def test_an_impostor_is_named_and_gets_nothing(impostor: str) -> None:
    http = Http(impostor, Tokens(MemoryVault()), pause=lambda _seconds: None)
    with pytest.raises(UnsafeConnection) as caught:
        http.send("POST", "auth/login/", {"identifier": "0900000101", "password": "bí mật"})
    assert not caught.value.clock


@pytest.mark.parametrize("words", ["certificate has expired", "certificate is not yet valid"])
def test_a_certificate_out_of_its_time_points_at_the_phones_clock(words: str) -> None:
    from requests.exceptions import SSLError

    from citizen_mobile.client.wire import fault

    named = fault(SSLError(f"[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {words} (_ssl.c:1000)"))
    assert isinstance(named, UnsafeConnection) and named.clock


def test_the_servers_clock_is_learnt_from_its_answers(http: Http) -> None:
    http._learn_time(Reply(200, {"Date": "Fri, 01 Jan 2038 00:00:00 GMT"}))
    assert abs(http.now() - 2_145_916_800) < 5
    http._learn_time(Reply(200, {"Date": "not a date"}))
    assert abs(http.now() - 2_145_916_800) < 5


def test_many_threads_share_few_connections(http: Http, network: FaultProxy) -> None:
    from concurrent.futures import ThreadPoolExecutor

    opened = []
    accept = network._server.process_request
    network._server.process_request = lambda *args: (opened.append(1), accept(*args))  # type: ignore[method-assign]
    for _round in range(4):
        with ThreadPoolExecutor(4) as pool:  # new threads each time, as after a rest
            list(pool.map(lambda _n: http.get(FIELDS), range(8)))
    assert len(network.passed) == 32
    assert len(opened) <= 8


def test_public_reading_does_not_tell_which_phone_it_is(stub: Stub) -> None:
    asked: list[dict[str, str]] = []
    handler = stub.server.RequestHandlerClass
    answer = handler._answer
    handler._answer = lambda self: (asked.append(dict(self.headers)), answer(self))
    http = Http(stub.url, Tokens(MemoryVault()), device_headers=lambda: {"X-Device-Id": "d", "X-Device-Secret": "s"})
    http.get(FIELDS)
    http.get("inbox/", auth="optional")
    assert "X-Device-Id" not in asked[0] and asked[1]["X-Device-Secret"] == "s"


def test_letters_travel_as_they_are_and_packed_answers_are_asked_for(stub: Stub) -> None:
    headers: list[dict[str, str]] = []
    handler = stub.server.RequestHandlerClass
    answer = handler._answer
    handler._answer = lambda self: (headers.append(dict(self.headers)), answer(self))
    Http(stub.url, Tokens(MemoryVault())).send("POST", "auth/otp/", {"phone": "Đắk Nông", "purpose": "x"})
    assert "gzip" in headers[0]["Accept-Encoding"]
    assert int(headers[0]["Content-Length"]) == len('{"phone":"Đắk Nông","purpose":"x"}'.encode())
