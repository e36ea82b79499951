"""HTTP/2 (RFC 9113) as Google's front end speaks it to a sender, as one asyncio.Protocol over our own frame loop.

Why our own: of what was measured only this stays below the 40 µs that a sender's measurement can bear (README.md).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from notifications.fcm_simulator import http2_frames as h2
from notifications.fcm_simulator.closing import close_with_last_words, cut
from notifications.fcm_simulator.http2_headers import MAX_HEADER_LIST
from notifications.fcm_simulator.http2_receiving import WINDOW, Receiving, Stream
from notifications.fcm_simulator.http2_sending import Sending
from notifications.fcm_simulator.messages import Response
from notifications.fcm_simulator.service import Service


class StreamReply:
    """Where the answer to one stream goes."""

    __slots__ = ("_connection", "_stream")

    def __init__(self, connection: Http2, stream: int) -> None:
        self._connection, self._stream = connection, stream

    def answer(self, response: Response) -> None:
        """Send it, unless the peer has given this stream up."""
        self._connection.respond(self._stream, response)

    def answer_and_leave(self, response: Response) -> None:
        """Send GOAWAY and the answer; the connection closes once every open stream is answered."""
        self._connection.leave()
        self._connection.respond(self._stream, response)

    def reset_stream(self) -> None:
        """RST_STREAM."""
        self._connection.reset_stream(self._stream, h2.INTERNAL_ERROR)

    def reset_connection(self) -> None:
        """Cut the whole connection, with all its streams."""
        self._connection.cut()


class Http2(asyncio.Protocol):
    """One connection."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._out: list[bytes] = []
        self._sending = Sending(self._out, self._ended)
        self._receiving = Receiving(service, self._out, self._complete)
        self._streams = self._receiving.streams
        self._buffer = b""
        self._corked = self._over = False
        self._awaits_preface = True
        # The one kind of frame that may come now: SETTINGS first, CONTINUATION within a header block.
        self._only: int | None = h2.SETTINGS
        self._handlers: tuple[Callable[[int, int, bytes], None], ...] = (
            self._receiving.data, self._on_headers, self._on_priority, self._on_rst_stream, self._on_settings,
            self._on_push_promise, self._on_ping, self._on_goaway, self._on_window_update, self._on_continuation,
        )  # fmt: skip

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say what we take; the peer's preface is on its way."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]  # ours are of streams
        ours = {
            h2.MAX_CONCURRENT_STREAMS: self._service.max_streams,
            h2.INITIAL_WINDOW_SIZE: WINDOW,
            h2.MAX_HEADER_LIST_SIZE: MAX_HEADER_LIST,
        }
        self._transport.write(h2.settings(ours) + h2.window_update(0, WINDOW - h2.DEFAULT_WINDOW))
        self._service.opened(self)

    def connection_lost(self, error: Exception | None) -> None:
        """Answers that are still to come go nowhere."""
        self._over = True
        self._out.clear()
        self._streams.clear()
        self._service.closed(self)

    def pause_writing(self) -> None:
        """The peer does not read: it shall not ask either."""
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        """The peer reads again."""
        self._transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        """Take in frames, and send what they brought about in one piece."""
        if self._over:
            return
        self._corked = True
        buffer = self._buffer + data if self._buffer else data
        try:
            self._buffer = buffer[self._read(buffer) :]
        except h2.ConnectionFault as fault:
            self._give_up(fault.code)
        self._flush()

    def _read(self, buffer: bytes) -> int:
        """Handle the whole frames in the buffer; returns where the rest begins."""
        at = self._preface(buffer) if self._awaits_preface else 0
        end = len(buffer)
        while end - at >= h2.FRAME_SIZE and not (self._awaits_preface or self._over):
            high, size, kind, flags, stream = h2.FRAME.unpack_from(buffer, at)
            if high or size > h2.DEFAULT_FRAME:
                raise h2.ConnectionFault(h2.FRAME_SIZE_ERROR)
            begin = at + h2.FRAME_SIZE
            if begin + size > end:
                break
            at = begin + size
            self._frame(kind, flags, stream & h2.STREAM_MASK, buffer[begin:at])
        return at

    def _preface(self, buffer: bytes) -> int:
        begun = buffer[: len(h2.PREFACE)]
        if not h2.PREFACE.startswith(begun):
            raise h2.ConnectionFault(h2.PROTOCOL_ERROR)
        self._awaits_preface = len(begun) < len(h2.PREFACE)
        return 0 if self._awaits_preface else len(h2.PREFACE)

    def _frame(self, kind: int, flags: int, stream: int, payload: bytes) -> None:
        if self._only is not None and kind != self._only:
            raise h2.ConnectionFault(h2.PROTOCOL_ERROR)
        if kind >= len(self._handlers):
            return  # an extension's, to be ignored (RFC 9113, 4.1)
        try:
            self._handlers[kind](flags, stream, payload)
        except h2.StreamFault as fault:
            self.reset_stream(fault.stream, fault.code)

    def _on_headers(self, flags: int, stream: int, payload: bytes) -> None:
        if self._receiving.headers(flags, stream, payload):
            self._only = h2.CONTINUATION

    def _on_continuation(self, flags: int, stream: int, payload: bytes) -> None:
        if not self._receiving.continuation(flags, stream, payload):
            self._only = None

    def _on_priority(self, flags: int, stream: int, payload: bytes) -> None:
        _expect(len(payload) == 5)  # and else nothing: priorities are gone from RFC 9113

    def _on_push_promise(self, flags: int, stream: int, payload: bytes) -> None:
        raise h2.ConnectionFault(h2.PROTOCOL_ERROR)

    def _on_rst_stream(self, flags: int, stream: int, payload: bytes) -> None:
        _expect(len(payload) == 4)
        self._receiving.expect_known(stream)
        if self._streams.get(stream) is not None:
            self._ended(stream)

    def _on_settings(self, flags: int, stream: int, payload: bytes) -> None:
        self._only = None
        _expect(stream == 0, h2.PROTOCOL_ERROR)
        _expect(len(payload) % h2.SETTING.size == 0 and not (flags & h2.ACK and payload))
        if flags & h2.ACK:
            return
        # First the word, then what it allows: a peer holds us to the old window until it has read this.
        self._out.append(h2.frame(h2.SETTINGS, h2.ACK, 0))
        for name, value in h2.SETTING.iter_unpack(payload):
            self._set(name, value)

    def _set(self, name: int, value: int) -> None:
        match name:
            case h2.HEADER_TABLE_SIZE:
                self._sending.heads.resize(value)
            case h2.ENABLE_PUSH:
                _expect(value in (0, 1), h2.PROTOCOL_ERROR)
            case h2.INITIAL_WINDOW_SIZE:
                self._sending.set_initial_window(value)
            case h2.MAX_FRAME_SIZE:  # ours are of the smallest size that every peer takes
                _expect(h2.DEFAULT_FRAME <= value <= h2.LARGEST_FRAME, h2.PROTOCOL_ERROR)

    def _on_ping(self, flags: int, stream: int, payload: bytes) -> None:
        _expect(stream == 0, h2.PROTOCOL_ERROR)
        _expect(len(payload) == 8)
        if not flags & h2.ACK:
            self._out.append(h2.frame(h2.PING, h2.ACK, 0, payload))

    def _on_goaway(self, flags: int, stream: int, payload: bytes) -> None:
        """The peer opens no more streams, and closes when it has its answers."""
        _expect(stream == 0, h2.PROTOCOL_ERROR)
        _expect(len(payload) >= 8)

    def _on_window_update(self, flags: int, stream: int, payload: bytes) -> None:
        _expect(len(payload) == 4)
        increment = h2.WORD.unpack(payload)[0] & h2.STREAM_MASK
        if not increment:
            raise h2.StreamFault(stream, h2.PROTOCOL_ERROR) if stream else h2.ConnectionFault(h2.PROTOCOL_ERROR)
        if not stream:
            self._sending.widen(increment)
        elif stream in self._streams:
            self._sending.widen_stream(stream, increment)
        else:
            self._receiving.expect_known(stream)

    def _complete(self, stream: Stream, body: bytes) -> None:
        self._service.receive(stream.head, body, StreamReply(self, stream.number))

    def respond(self, stream: int, response: Response) -> None:
        """Answer a stream, unless the peer has given it up meanwhile."""
        if stream in self._streams:
            self._sending.respond(stream, response)
            self._flush_soon()

    def reset_stream(self, stream: int, code: int) -> None:
        """End one stream with RST_STREAM."""
        if not self._over:
            self._out.append(h2.rst_stream(stream, code))
            self._ended(stream)
            self._flush_soon()

    def cut(self) -> None:
        """Break the connection off."""
        self._over = True
        self._out.clear()
        cut(self._transport)

    def leave(self) -> None:
        """GOAWAY: what was asked so far is answered, nothing more is taken."""
        if not self._receiving.leaving and not self._over:
            self._receiving.leaving = True
            self._out.append(h2.goaway(self._receiving.last_stream, h2.NO_ERROR))
            self._flush_soon()

    def _give_up(self, code: int) -> None:
        self._over = True
        self._out.append(h2.goaway(self._receiving.last_stream, code))
        self._streams.clear()

    def _ended(self, stream: int) -> None:
        self._streams.pop(stream, None)
        self._sending.forget(stream)

    def _flush_soon(self) -> None:
        """Answers of one turn of the loop leave in one piece."""
        if not self._corked:
            self._corked = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        self._corked = False
        if self._out:
            self._transport.write(b"".join(self._out))
            self._out.clear()
        if self._over and not self._transport.is_closing():
            close_with_last_words(self._transport)
        elif self._receiving.leaving and not self._streams:
            self._over = True
            close_with_last_words(self._transport)


def _expect(good: bool, code: int = h2.FRAME_SIZE_ERROR) -> None:
    if not good:
        raise h2.ConnectionFault(code)
