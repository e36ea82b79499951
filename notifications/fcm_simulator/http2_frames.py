"""The bytes of HTTP/2: frames and error codes (RFC 9113)."""

from __future__ import annotations

import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
# Length in two parts, type, flags, stream.
FRAME = struct.Struct(">BHBBL")
FRAME_SIZE = 9
SETTING = struct.Struct(">HL")
WORD = struct.Struct(">L")

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, ACK, END_HEADERS, PADDED, HAS_PRIORITY = 0x1, 0x1, 0x4, 0x8, 0x20

HEADER_TABLE_SIZE, ENABLE_PUSH, MAX_CONCURRENT_STREAMS = 0x1, 0x2, 0x3
INITIAL_WINDOW_SIZE, MAX_FRAME_SIZE, MAX_HEADER_LIST_SIZE = 0x4, 0x5, 0x6

NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR = 0x0, 0x1, 0x2, 0x3
STREAM_CLOSED, FRAME_SIZE_ERROR, REFUSED_STREAM, COMPRESSION_ERROR, ENHANCE_YOUR_CALM = 0x5, 0x6, 0x7, 0x9, 0xB

DEFAULT_FRAME = 16_384
LARGEST_FRAME = (1 << 24) - 1
DEFAULT_WINDOW = 65_535
LARGEST_WINDOW = (1 << 31) - 1
STREAM_MASK = LARGEST_WINDOW


class ConnectionFault(Exception):
    """The peer broke the rules so that nothing after it can be understood: GOAWAY with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class StreamFault(Exception):
    """The peer broke the rules on one stream: RST_STREAM with this code."""

    def __init__(self, stream: int, code: int) -> None:
        super().__init__(stream, code)
        self.stream, self.code = stream, code


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """One frame; the payload must be within what the peer takes."""
    size = len(payload)
    return FRAME.pack(size >> 16, size & 0xFFFF, kind, flags, stream) + payload


def settings(values: dict[int, int]) -> bytes:
    """A SETTINGS frame."""
    return frame(SETTINGS, 0, 0, b"".join(SETTING.pack(*pair) for pair in values.items()))


def rst_stream(stream: int, code: int) -> bytes:
    """A RST_STREAM frame."""
    return frame(RST_STREAM, 0, stream, WORD.pack(code))


def goaway(last_stream: int, code: int) -> bytes:
    """A GOAWAY frame: streams above the last one were not looked at."""
    return frame(GOAWAY, 0, 0, WORD.pack(last_stream) + WORD.pack(code))


def window_update(stream: int, increment: int) -> bytes:
    """A WINDOW_UPDATE frame; stream 0 is the connection."""
    return frame(WINDOW_UPDATE, 0, stream, WORD.pack(increment))


def unpadded(flags: int, payload: bytes) -> bytes:
    """The payload of DATA or HEADERS without padding and priority."""
    start, padding = 0, 0
    if flags & PADDED:
        if not payload:
            raise ConnectionFault(FRAME_SIZE_ERROR)
        start, padding = 1, payload[0]
    if flags & HAS_PRIORITY:
        start += 5
    if start + padding > len(payload):
        raise ConnectionFault(PROTOCOL_ERROR)
    return payload[start : len(payload) - padding]
