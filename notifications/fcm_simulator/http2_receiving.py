"""The receiving half of an HTTP/2 connection: HEADERS, CONTINUATION and DATA until a request is complete."""

from __future__ import annotations

from collections.abc import Callable

import hpack

from notifications.fcm_simulator import http2_frames as h2
from notifications.fcm_simulator.http2_headers import MAX_HEADER_LIST, HeadReader
from notifications.fcm_simulator.messages import RequestHead
from notifications.fcm_simulator.service import Service

# As fcm.googleapis.com announces it; a body may fill the window of its stream and is not given more.
WINDOW = 1 << 20


class Stream:
    """A request on its way in or waiting for its answer."""

    __slots__ = ("complete", "head", "number", "parts", "received")

    def __init__(self, number: int, head: RequestHead) -> None:
        self.number, self.head = number, head
        self.parts: list[bytes] = []
        self.received = 0
        self.complete = False


class Receiving:
    """Collects requests and hands complete ones to `complete`; `streams` are those not answered yet."""

    def __init__(self, service: Service, out: list[bytes], complete: Callable[[Stream, bytes], None]) -> None:
        self.streams: dict[int, Stream] = {}
        self.last_stream = 0
        self.leaving = False
        self._service, self._out, self._complete = service, out, complete
        self._window = WINDOW
        self._heads = HeadReader()
        self._partial: tuple[int, int, bytearray] | None = None

    def headers(self, flags: int, number: int, payload: bytes) -> bool:
        """A HEADERS frame; whether its block goes on in CONTINUATION."""
        if flags & (h2.PADDED | h2.HAS_PRIORITY):
            payload = h2.unpadded(flags, payload)
        if not flags & h2.END_HEADERS:
            self._partial = (flags, number, bytearray(payload))
            return True
        self._block(flags, number, payload)
        return False

    def continuation(self, flags: int, number: int, payload: bytes) -> bool:
        """A CONTINUATION frame; whether there are more to come."""
        if self._partial is None or number != self._partial[1]:
            raise h2.ConnectionFault(h2.PROTOCOL_ERROR)
        begun, _, block = self._partial
        block += payload
        if len(block) > MAX_HEADER_LIST:
            raise h2.ConnectionFault(h2.ENHANCE_YOUR_CALM)
        if not flags & h2.END_HEADERS:
            return True
        self._partial = None
        self._block(begun, number, bytes(block))
        return False

    def _block(self, flags: int, number: int, block: bytes) -> None:
        try:
            head = self._heads.read(block)  # whatever becomes of the stream, the table must follow
        except hpack.HPACKError:
            raise h2.ConnectionFault(h2.COMPRESSION_ERROR) from None
        stream = self.streams.get(number)
        if stream is None:
            stream = self._open(number, head)
        elif stream.complete or not flags & h2.END_STREAM:  # what comes after a body is trailers, and the end
            raise h2.StreamFault(number, h2.STREAM_CLOSED if stream.complete else h2.PROTOCOL_ERROR)
        if stream is not None and flags & h2.END_STREAM:
            self._finish(stream)

    def _open(self, number: int, head: RequestHead | None) -> Stream | None:
        if not number & 1:
            raise h2.ConnectionFault(h2.PROTOCOL_ERROR)
        if number <= self.last_stream:
            raise h2.ConnectionFault(h2.STREAM_CLOSED)
        if self.leaving:
            return None  # above the last stream of our GOAWAY: the peer knows that nobody looks at it
        self.last_stream = number
        if len(self.streams) >= self._service.max_streams:
            raise h2.StreamFault(number, h2.REFUSED_STREAM)
        if head is None:
            raise h2.StreamFault(number, h2.PROTOCOL_ERROR)
        self.streams[number] = stream = Stream(number, head)
        self._service.traffic.streams(len(self.streams))
        return stream

    def data(self, flags: int, number: int, payload: bytes) -> None:
        """A DATA frame."""
        self._take_from_window(len(payload))
        stream = self.streams.get(number)
        if stream is None:
            return self.expect_known(number)  # of a stream that is over: it crossed our RST_STREAM on the way
        if stream.complete:
            raise h2.StreamFault(number, h2.STREAM_CLOSED)
        stream.received += len(payload)
        if stream.received > WINDOW:
            raise h2.StreamFault(number, h2.FLOW_CONTROL_ERROR)
        if flags & h2.PADDED:
            payload = h2.unpadded(h2.PADDED, payload)
        stream.parts.append(payload)
        return self._finish(stream) if flags & h2.END_STREAM else None

    def expect_known(self, number: int) -> None:
        """Frames may cross on the way, but nothing may be said of a stream that nobody has opened."""
        if not number or (number > self.last_stream and not self.leaving):
            raise h2.ConnectionFault(h2.PROTOCOL_ERROR)

    def _take_from_window(self, size: int) -> None:
        self._window -= size
        if self._window < 0:
            raise h2.ConnectionFault(h2.FLOW_CONTROL_ERROR)
        if self._window < WINDOW // 2:
            self._out.append(h2.window_update(0, WINDOW - self._window))
            self._window = WINDOW

    def _finish(self, stream: Stream) -> None:
        stream.complete = True
        body = b"".join(stream.parts)
        length = stream.head.headers.get("content-length")
        if length is not None and length != str(len(body)):
            raise h2.StreamFault(stream.number, h2.PROTOCOL_ERROR)
        self._complete(stream, body)
