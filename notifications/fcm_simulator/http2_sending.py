"""The sending half of an HTTP/2 connection: answers as frames, within the windows that the peer has opened."""

from __future__ import annotations

from collections.abc import Callable

from notifications.fcm_simulator.http2_frames import (
    DATA,
    DEFAULT_FRAME,
    DEFAULT_WINDOW,
    END_HEADERS,
    END_STREAM,
    FLOW_CONTROL_ERROR,
    FRAME,
    HEADERS,
    LARGEST_WINDOW,
    ConnectionFault,
    StreamFault,
    frame,
)
from notifications.fcm_simulator.http2_headers import HeadWriter
from notifications.fcm_simulator.messages import Response


class Sending:
    """Frames answers into `out`; a body that no window is open for waits."""

    def __init__(self, out: list[bytes], ended: Callable[[int], None]) -> None:
        self.heads = HeadWriter()
        self.initial_window = DEFAULT_WINDOW
        self._out, self._ended = out, ended
        self._window = DEFAULT_WINDOW
        # How far a stream's window is from the initial one: most streams of a client never differ.
        self._changes: dict[int, int] = {}
        self._waiting: dict[int, memoryview] = {}

    def respond(self, stream: int, response: Response) -> None:
        """Frame an answer; `ended` hears of the stream once its last byte is framed."""
        block, body = self.heads.write(response.head), response.body
        size = len(body)
        room = self.initial_window + (self._changes.get(stream, 0) if self._changes else 0)
        if self._waiting or size > self._window or size > room or size > DEFAULT_FRAME:
            return self._respond_slowly(stream, block, body)
        self._window -= size
        begin = FRAME.pack(0, len(block), HEADERS, END_HEADERS, stream)
        self._out.append(begin + block + FRAME.pack(0, size, DATA, END_STREAM, stream) + body)
        return self._ended(stream)

    def _respond_slowly(self, stream: int, block: bytes, body: bytes) -> None:
        self._out.append(frame(HEADERS, END_HEADERS | (0 if body else END_STREAM), stream, block))
        if not body:
            return self._ended(stream)
        self._waiting[stream] = memoryview(body)
        return self._push(stream)

    def _push(self, stream: int) -> None:
        """Frame as much of a waiting body as the windows allow."""
        body = self._waiting[stream]
        while body:
            size = min(len(body), DEFAULT_FRAME, self._window, self.initial_window + self._changes.get(stream, 0))
            if size <= 0:
                self._waiting[stream] = body
                return
            part, body = body[:size], body[size:]
            self._window -= size
            self._changes[stream] = self._changes.get(stream, 0) - size
            self._out.append(frame(DATA, 0 if body else END_STREAM, stream, bytes(part)))
        self._ended(stream)

    def widen(self, increment: int) -> None:
        """The peer takes more on the connection."""
        self._window += increment
        if self._window > LARGEST_WINDOW:
            raise ConnectionFault(FLOW_CONTROL_ERROR)
        self._push_all()

    def widen_stream(self, stream: int, increment: int) -> None:
        """The peer takes more on one stream."""
        self._changes[stream] = self._changes.get(stream, 0) + increment
        if self.initial_window + self._changes[stream] > LARGEST_WINDOW:
            raise StreamFault(stream, FLOW_CONTROL_ERROR)
        if stream in self._waiting:
            self._push(stream)

    def set_initial_window(self, size: int) -> None:
        """The peer's SETTINGS_INITIAL_WINDOW_SIZE: it moves the windows of open streams too (RFC 9113, 6.9.2)."""
        if size > LARGEST_WINDOW:
            raise ConnectionFault(FLOW_CONTROL_ERROR)
        self.initial_window = size
        self._push_all()

    def _push_all(self) -> None:
        for stream in list(self._waiting):
            self._push(stream)

    def forget(self, stream: int) -> None:
        """The stream is over."""
        if self._changes or self._waiting:
            self._changes.pop(stream, None)
            self._waiting.pop(stream, None)
