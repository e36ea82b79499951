"""The simulator's HTTP/2 against peers that break its rules, byte by byte, and against bytes that are nothing."""

from __future__ import annotations

import json
import random
import socket
import struct
import time
from collections.abc import Iterator

import hpack
import pytest

from notifications.fcm_simulator import http2_frames as frames
from tests.fcm import FcmSimulator

HEAD = [(":method", "POST"), (":path", "/token"), (":scheme", "http"), (":authority", "x")]
SETTINGS = frames.settings({})
LAST = b"the-last"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FcmSimulator]:
    simulator = FcmSimulator(tmp_path_factory.mktemp("fcm"))
    yield simulator
    assert simulator.stop() == ""


@pytest.fixture
def simulator(running: FcmSimulator) -> FcmSimulator:
    running.forget()
    return running


def message(token: str = "phone-1") -> bytes:
    return json.dumps({"message": {"token": token}}).encode()


def head(*fields: tuple[str, str]) -> bytes:
    return hpack.Encoder().encode([*HEAD, *fields])


def begin(stream: int, block: bytes = b"", flags: int = frames.END_HEADERS) -> bytes:
    return frames.frame(frames.HEADERS, flags, stream, block or head())


def _frames(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    while len(data) >= frames.FRAME_SIZE:
        high, size, kind, _, stream = frames.FRAME.unpack_from(data)
        end = frames.FRAME_SIZE + (high << 16) + size
        yield kind, stream, data[frames.FRAME_SIZE : end]
        data = data[end:]


def _say(simulator: FcmSimulator, data: bytes, *, to_the_end: bool = False) -> list[tuple[int, int, bytes]]:
    """All frames of the simulator's answer, until it has answered a last PING or closes."""
    received = b""
    with socket.create_connection(("127.0.0.1", simulator.port), timeout=5) as sock:
        sock.sendall(data + frames.frame(frames.PING, 0, 0, LAST))
        while to_the_end or (frames.PING, 0, LAST) not in _frames(received):
            part = sock.recv(65_536)
            if not part:
                break
            received += part
    return list(_frames(received))


def _goaway_code(found: list[tuple[int, int, bytes]]) -> int | None:
    return next((struct.unpack(">LL", payload)[1] for kind, _, payload in found if kind == frames.GOAWAY), None)


FAULTS = {
    "a first frame that is no SETTINGS": (frames.frame(frames.PING, 0, 0, b"12345678"), frames.PROTOCOL_ERROR),
    "a frame too large": (SETTINGS + frames.frame(frames.DATA, 0, 1, b"x" * 16_385), frames.FRAME_SIZE_ERROR),
    "a huge frame": (SETTINGS + b"\xff\xff\xff\x00\x00\x00\x00\x00\x01", frames.FRAME_SIZE_ERROR),
    "DATA of no stream": (SETTINGS + frames.frame(frames.DATA, 0, 0, b"x"), frames.PROTOCOL_ERROR),
    "DATA of a stream to come": (SETTINGS + frames.frame(frames.DATA, 0, 5, b"x"), frames.PROTOCOL_ERROR),
    "HEADERS of an even stream": (SETTINGS + begin(2), frames.PROTOCOL_ERROR),
    "HEADERS of a stream gone by": (SETTINGS + begin(5) + begin(3), frames.STREAM_CLOSED),
    "CONTINUATION of nothing": (SETTINGS + frames.frame(frames.CONTINUATION, 4, 1, head()), frames.PROTOCOL_ERROR),
    "PING within a block": (
        SETTINGS + begin(1, flags=0) + frames.frame(frames.PING, 0, 0, b"12345678"),
        frames.PROTOCOL_ERROR,
    ),
    "another stream's CONTINUATION": (
        SETTINGS + begin(1, flags=0) + frames.frame(frames.CONTINUATION, 4, 3, head()),
        frames.PROTOCOL_ERROR,
    ),
    "a block without end": (
        SETTINGS + begin(1, flags=0) + frames.frame(frames.CONTINUATION, 0, 1, b"x" * 16_000) * 5,
        frames.ENHANCE_YOUR_CALM,
    ),
    "a block that is none": (SETTINGS + begin(1, b"\xff\xff\xff\xff\xff"), frames.COMPRESSION_ERROR),
    "an index beyond the table": (SETTINGS + begin(1, b"\xfe"), frames.COMPRESSION_ERROR),
    "padding longer than the frame": (
        SETTINGS + begin(1) + frames.frame(frames.DATA, frames.PADDED, 1, b"\x09abc"),
        frames.PROTOCOL_ERROR,
    ),
    "an increment of nothing": (SETTINGS + frames.window_update(0, 0), frames.PROTOCOL_ERROR),
    "a window over the edge": (SETTINGS + frames.window_update(0, frames.LARGEST_WINDOW), frames.FLOW_CONTROL_ERROR),
    "an initial window over the edge": (frames.settings({4: 1 << 31}), frames.FLOW_CONTROL_ERROR),
    "half a setting": (frames.frame(frames.SETTINGS, 0, 0, b"abc"), frames.FRAME_SIZE_ERROR),
    "settings of a stream": (frames.frame(frames.SETTINGS, 0, 1), frames.PROTOCOL_ERROR),
    "frames too small for anybody": (frames.settings({5: 100}), frames.PROTOCOL_ERROR),
    "a push of the client's": (SETTINGS + frames.frame(frames.PUSH_PROMISE, 4, 1, b"1234"), frames.PROTOCOL_ERROR),
    "a short PING": (SETTINGS + frames.frame(frames.PING, 0, 0, b"123"), frames.FRAME_SIZE_ERROR),
    "a short RST_STREAM": (SETTINGS + begin(1) + frames.frame(frames.RST_STREAM, 0, 1, b"1"), frames.FRAME_SIZE_ERROR),
    "RST_STREAM of a stream to come": (SETTINGS + frames.rst_stream(7, 0), frames.PROTOCOL_ERROR),
    "a short PRIORITY": (SETTINGS + frames.frame(frames.PRIORITY, 0, 1, b"1"), frames.FRAME_SIZE_ERROR),
}


@pytest.mark.parametrize("name", FAULTS)
def test_who_breaks_the_rules_is_told_which(simulator: FcmSimulator, name: str) -> None:
    data, code = FAULTS[name]
    assert _goaway_code(_say(simulator, frames.PREFACE + data)) == code


def test_a_preface_may_come_in_pieces(simulator: FcmSimulator) -> None:
    with socket.create_connection(("127.0.0.1", simulator.port), timeout=5) as sock:
        for part in (frames.PREFACE[:5], frames.PREFACE[5:20], frames.PREFACE[20:] + SETTINGS):
            sock.sendall(part)
            time.sleep(0.05)
        assert sock.recv(3 + 1)[3] == frames.SETTINGS


def test_the_last_words_are_heard_by_who_goes_on_talking(simulator: FcmSimulator) -> None:
    flood = frames.frame(frames.PING, 0, 0, b"12345678") * 200_000
    found = _say(simulator, frames.PREFACE + SETTINGS + begin(2) + flood, to_the_end=True)
    assert _goaway_code(found) == frames.PROTOCOL_ERROR


STREAM_FAULTS = {
    "no path": (begin(1, hpack.Encoder().encode([(":method", "GET"), (":scheme", "http")])), frames.PROTOCOL_ERROR),
    "a pseudo header after the others": (
        begin(1, hpack.Encoder().encode([("a", "b"), *HEAD])),
        frames.PROTOCOL_ERROR,
    ),
    "a path twice": (begin(1, head((":path", "/"))), frames.PROTOCOL_ERROR),
    "a connection header": (begin(1, head(("connection", "close"))), frames.PROTOCOL_ERROR),
    "a name in capitals": (begin(1, head(("Accept", "x"))), frames.PROTOCOL_ERROR),
    "an increment of nothing": (begin(1) + frames.window_update(1, 0), frames.PROTOCOL_ERROR),
    "a window over the edge": (begin(1) + frames.window_update(1, frames.LARGEST_WINDOW), frames.FLOW_CONTROL_ERROR),
    "trailers without an end": (begin(1) + begin(1), frames.PROTOCOL_ERROR),
    "a body over the stream's window": (
        begin(1) + frames.frame(frames.DATA, 0, 1, b"x" * 16_384) * 65,
        frames.FLOW_CONTROL_ERROR,
    ),
}


@pytest.mark.parametrize("name", STREAM_FAULTS)
def test_a_fault_of_one_stream_ends_that_stream_alone(simulator: FcmSimulator, name: str) -> None:
    data, code = STREAM_FAULTS[name]
    found = _say(simulator, frames.PREFACE + SETTINGS + data)
    assert (frames.RST_STREAM, 1, struct.pack(">L", code)) in found
    assert (frames.PING, 0, LAST) in found
    assert _goaway_code(found) is None


def whole(simulator: FcmSimulator, stream: int, token: str) -> bytes:
    """A message in two frames; the head leaves the table alone, so that streams need no order."""
    fields = [(":method", "POST"), (":path", simulator.path), (":scheme", "http")]
    fields.append(("authorization", simulator.authorization))
    block = hpack.Encoder().encode([hpack.NeverIndexedHeaderTuple(*field) for field in fields])
    return begin(stream, block) + frames.frame(frames.DATA, frames.END_STREAM, stream, message(token))


def test_a_block_means_what_the_table_says_and_changes_it_each_time(simulator: FcmSimulator) -> None:
    """The same bytes name another token once the table has moved on, and those that add to it do so again."""
    still = [(":method", "POST"), (":path", simulator.path), (":scheme", "http")]
    unindexed = [hpack.NeverIndexedHeaderTuple(*field) for field in still]
    good, bad = [
        hpack.Encoder().encode([*unindexed, ("authorization", value)])
        for value in (simulator.authorization, "Bearer no")
    ]
    newest, next_newest = (hpack.Encoder().encode(unindexed) + index for index in (b"\xbe", b"\xbf"))
    blocks = (good, newest, newest, bad, newest, good, good, next_newest)
    data = b"".join(
        begin(2 * number + 1, block) + frames.frame(frames.DATA, frames.END_STREAM, 2 * number + 1, message())
        for number, block in enumerate(blocks)
    )
    decoder = hpack.Decoder()
    found = _say(simulator, frames.PREFACE + SETTINGS + data)
    heads = [dict(decoder.decode(payload)) for kind, _, payload in found if kind == frames.HEADERS]
    assert [head[":status"] for head in heads] == ["200", "200", "200", "401", "401", "200", "200", "200"]


def test_data_after_the_end_of_a_request_is_refused(simulator: FcmSimulator) -> None:
    simulator.behave(latency_ms=100)
    more = frames.frame(frames.DATA, 0, 1, b"more")
    found = _say(simulator, frames.PREFACE + SETTINGS + whole(simulator, 1, "a") + more)
    assert (frames.RST_STREAM, 1, struct.pack(">L", frames.STREAM_CLOSED)) in found


def test_goaway_names_the_last_stream_and_later_ones_are_not_looked_at(simulator: FcmSimulator) -> None:
    simulator.behave(slow_ms=200)
    streams = [whole(simulator, 1, "slow-1"), whole(simulator, 3, "goaway-1"), whole(simulator, 5, "late")]
    found = _say(simulator, frames.PREFACE + SETTINGS + b"".join(streams), to_the_end=True)
    assert (frames.GOAWAY, 0, struct.pack(">LL", 3, frames.NO_ERROR)) in found
    assert {stream for kind, stream, _ in found if kind == frames.HEADERS} == {1, 3}
    assert [entry["token"] for entry in simulator.get("/log")["entries"]] == ["goaway-1", "slow-1"]


def test_after_a_reset_nothing_comes_and_nothing_more_is_taken(simulator: FcmSimulator) -> None:
    simulator.behave(slow_ms=200)
    data = b"".join(whole(simulator, n, token) for n, token in ((1, "slow-1"), (3, "reset-1"), (5, "late")))
    with pytest.raises(ConnectionResetError):
        _say(simulator, frames.PREFACE + SETTINGS + data, to_the_end=True)
    assert [entry["token"] for entry in simulator.get("/log")["entries"]] == ["reset-1"]


def test_trailers_end_a_request_and_unknown_frames_are_nothing(simulator: FcmSimulator) -> None:
    trailers = begin(1, hpack.Encoder().encode([("x-checksum", "1")]), frames.END_HEADERS | frames.END_STREAM)
    unknown = frames.frame(0x42, 0xFF, 1, b"whatever")
    found = _say(simulator, frames.PREFACE + SETTINGS + unknown + begin(1) + unknown + trailers)
    assert [kind for kind, stream, _ in found if stream == 1] == [frames.HEADERS, frames.DATA]


NEITHER = [
    b"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01",  # a client that speaks TLS to the wrong port
    b"GET\r\n\r\n",
    b"GET / HTTP/9\r\n\r\n",
    b"\0" * 99,
]


@pytest.mark.parametrize("data", NEITHER)
def test_what_is_neither_protocol_gets_a_400(simulator: FcmSimulator, data: bytes) -> None:
    with socket.create_connection(("127.0.0.1", simulator.port), timeout=5) as sock:
        sock.sendall(data + b"\r\n\r\n")
        reply = b""
        while part := sock.recv(65_536):
            reply += part
    assert reply.startswith(b"HTTP/1.1 400 ")
    assert json.loads(reply.partition(b"\r\n\r\n")[2])["error"]["status"] == "INVALID_ARGUMENT"


@pytest.mark.parametrize("seed", range(30))
def test_noise_never_breaks_the_simulator(simulator: FcmSimulator, seed: int) -> None:
    noise = random.Random(seed)

    def frame() -> bytes:
        payload = noise.randbytes(noise.randrange(40))
        return frames.frame(noise.randrange(12), noise.randrange(256), noise.randrange(8), payload)

    data = b"".join(frame() for _ in range(30))
    _say(simulator, frames.PREFACE + SETTINGS + data)
    assert simulator.get("/healthz")["status"] == "ok"
