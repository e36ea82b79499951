"""The simulator's HTTP/2 against a peer that knows the rules (h2) and one that breaks them (bytes by hand)."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.settings
import pytest

from tests.fcm import FcmSimulator

REFUSED = h2.errors.ErrorCodes.REFUSED_STREAM
Event = h2.events.Event


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FcmSimulator]:
    simulator = FcmSimulator(tmp_path_factory.mktemp("fcm"), "--max-streams", "10")
    yield simulator
    assert simulator.stop() == ""


@pytest.fixture
def simulator(running: FcmSimulator) -> FcmSimulator:
    running.forget()
    return running


class Peer:
    """A connection of h2's over a socket; what came is in `events`."""

    def __init__(self, simulator: FcmSimulator, *, window: int | None = None) -> None:
        self.simulator, self.opens_windows = simulator, window is None
        self.socket = socket.create_connection(("127.0.0.1", simulator.port), timeout=5)
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
        self.h2.initiate_connection()
        if window is not None:
            self.h2.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: window})
        self.events: list[Event] = []
        self.flush()

    def flush(self, *more: bytes) -> None:
        self.socket.sendall(self.h2.data_to_send() + b"".join(more))

    def open(self, body: bytes | None, *, path: str = "", method: str = "POST", **headers: str) -> int:
        """Begin a request; with a body, end it too."""
        stream = self.h2.get_next_available_stream_id()
        fields = [(":method", method), (":path", path or self.simulator.path), (":scheme", "http"), (":authority", "x")]
        fields += [("authorization", self.simulator.authorization), *headers.items()]
        self.h2.send_headers(stream, fields, end_stream=body is None and method == "GET")
        if body is not None:
            self.h2.send_data(stream, body, end_stream=True)
        return stream

    def until(self, kind: type[Any], stream: int | None = None) -> Any:
        """The first such event that has not been asked for; fails when the connection ends before."""
        while True:
            for event in self.events:
                if isinstance(event, kind) and stream in (None, getattr(event, "stream_id", None)):
                    self.events.remove(event)
                    return event
            self.receive()

    def receive(self) -> None:
        data = self.socket.recv(65_536)
        assert data, "closed"
        events = self.h2.receive_data(data)
        self.events += events
        if self.opens_windows:
            self.acknowledge(events)

    def acknowledge(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, h2.events.DataReceived):
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        self.flush()

    def ended(self, stream: int) -> bool:
        return any(isinstance(event, h2.events.StreamEnded) and event.stream_id == stream for event in self.events)

    def status(self, stream: int) -> int:
        return int(dict(self.until(h2.events.ResponseReceived, stream).headers)[":status"])

    def body(self, stream: int) -> bytes:
        self.until(h2.events.StreamEnded, stream)
        parts = [e.data for e in self.events if isinstance(e, h2.events.DataReceived) and e.stream_id == stream]
        return b"".join(parts)


@pytest.fixture
def peer(simulator: FcmSimulator) -> Iterator[Peer]:
    made = Peer(simulator)
    yield made
    made.socket.close()


def message(token: str = "phone-1", **fields: Any) -> bytes:
    return json.dumps({"message": {"token": token} | fields}).encode()


def test_the_settings_are_googles(peer: Peer) -> None:
    changed = peer.until(h2.events.RemoteSettingsChanged).changed_settings
    found = {code: setting.new_value for code, setting in changed.items()}
    assert found[h2.settings.SettingCodes.MAX_CONCURRENT_STREAMS] == 10
    assert found[h2.settings.SettingCodes.INITIAL_WINDOW_SIZE] == 1 << 20
    assert peer.until(h2.events.SettingsAcknowledged)


def test_google_takes_a_hundred_streams_and_so_does_the_simulator(tmp_path_factory: pytest.TempPathFactory) -> None:
    simulator = FcmSimulator(tmp_path_factory.mktemp("fcm"))
    changed = Peer(simulator).until(h2.events.RemoteSettingsChanged).changed_settings
    simulator.stop()
    assert changed[h2.settings.SettingCodes.MAX_CONCURRENT_STREAMS].new_value == 100


def test_a_stream_too_many_is_refused_and_the_others_are_answered(peer: Peer) -> None:
    peer.simulator.behave(latency_ms=200)
    peer.h2.remote_settings.max_concurrent_streams = 1000  # h2 would not let us
    streams = [peer.open(message(f"phone-{number}")) for number in range(12)]
    peer.flush()
    refused = [peer.until(h2.events.StreamReset) for _ in range(2)]
    assert [(event.stream_id, event.error_code) for event in refused] == [(stream, REFUSED) for stream in streams[10:]]
    assert [peer.status(stream) for stream in streams[:10]] == [200] * 10
    assert peer.simulator.get("/counts")["total"] == 10
    again = peer.open(message())
    peer.flush()
    assert peer.status(again) == 200


def test_bodies_may_come_in_pieces_and_mixed(peer: Peer) -> None:
    one, two = peer.open(None), peer.open(None)
    first, second = message("first", data={"a": "1"}), message("second")
    for at in range(0, len(first), 7):
        peer.h2.send_data(one, first[at : at + 7], pad_length=5)
        peer.h2.send_data(two, second[at : at + 7])
        peer.flush()
    peer.h2.end_stream(two)
    peer.h2.end_stream(one)
    peer.flush()
    assert [peer.status(two), peer.status(one)] == [200, 200]
    assert {entry["token"] for entry in peer.simulator.get("/log")["entries"]} == {"first", "second"}


def test_the_answer_is_the_same_byte_by_byte(peer: Peer) -> None:
    stream = peer.open(message())
    for byte in peer.h2.data_to_send():
        peer.socket.sendall(bytes([byte]))
    assert peer.status(stream) == 200


def test_header_blocks_may_go_on_in_continuation_frames(peer: Peer) -> None:
    stream = peer.open(message(), **{f"x-{number}": "y" * 800 for number in range(40)})
    peer.flush()
    assert peer.status(stream) == 200


def test_answers_keep_to_the_size_of_the_peers_table(peer: Peer) -> None:
    for size in (4096, 0, 64, 0, 4096, 100_000):
        peer.h2.update_settings({h2.settings.SettingCodes.HEADER_TABLE_SIZE: size})
        peer.flush()
        for token in ("a", "a", "quota-1", "a", "quota-1"):
            stream = peer.open(message(token))
            peer.flush()
            assert peer.status(stream) == (429 if token == "quota-1" else 200)


def test_an_answer_waits_for_the_windows_of_its_stream_and_its_connection(simulator: FcmSimulator) -> None:
    for number in range(400):
        simulator.send1({"token": f"t-{number}", "data": {"x": "y" * 300}})
    peer = Peer(simulator, window=1000)
    large, small = peer.open(None, path="/log", method="GET"), peer.open(message())
    peer.flush()
    assert peer.status(large) == peer.status(small) == 200
    while not peer.ended(small):
        peer.receive()
    assert not peer.ended(large)
    assert sum(len(event.data) for event in peer.events if isinstance(event, h2.events.DataReceived)) < 1100
    peer.opens_windows = True
    peer.acknowledge(peer.events)
    found = json.loads(peer.body(large))
    assert (found["total"], len(found["entries"])) == (400, 400)
    peer.socket.close()


def test_a_window_opened_by_settings_lets_a_waiting_answer_go(simulator: FcmSimulator) -> None:
    peer = Peer(simulator, window=10)
    stream = peer.open(message())
    peer.flush()
    assert peer.status(stream) == 200
    peer.h2.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: 5000})
    peer.flush()
    assert json.loads(peer.body(stream))["name"]
    peer.socket.close()


def test_small_answers_wait_for_the_window_of_the_connection_too(simulator: FcmSimulator) -> None:
    peer = Peer(simulator, window=65_535)
    for _ in range(1000):  # some 75 KB of answers
        stream = peer.open(message())
        peer.flush()
        assert peer.status(stream) == 200
        if not peer.ended(stream):
            break
    else:
        pytest.fail("more than the window came")
    assert sum(len(event.data) for event in peer.events if isinstance(event, h2.events.DataReceived)) > 65_000
    peer.opens_windows = True
    peer.acknowledge(peer.events)
    assert json.loads(peer.body(stream))["name"]
    peer.socket.close()


def test_the_senders_windows_are_opened_again(peer: Peer) -> None:
    body = message(data={"x": "y" * 4000})
    for _ in range(1500):  # 6 MB, six times the window
        stream = peer.open(body)
        peer.flush()
        assert peer.status(stream) == 200


def test_a_ping_is_answered(peer: Peer) -> None:
    peer.h2.ping(b"12345678")
    peer.flush()
    assert peer.until(h2.events.PingAckReceived).ping_data == b"12345678"


def test_a_message_given_up_by_the_sender_is_noted_all_the_same(peer: Peer) -> None:
    peer.simulator.behave(latency_ms=100)
    given_up, stays = peer.open(message("given-up")), peer.open(message("stays"))
    peer.h2.reset_stream(given_up)
    peer.flush()
    assert peer.status(stays) == 200
    assert {entry["token"] for entry in peer.simulator.get("/log")["entries"]} == {"given-up", "stays"}


def test_a_connection_serves_the_requests_of_others_while_one_is_bad(peer: Peer) -> None:
    wrong = peer.open(message(), **{"content-length": "3"})
    good = peer.open(message("good"))
    peer.flush()
    assert peer.until(h2.events.StreamReset).stream_id == wrong
    assert peer.status(good) == 200
