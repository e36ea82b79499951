"""Header blocks (HPACK, RFC 7541), read and written once each while the dynamic table stays as it is.

hpack takes some 15 µs for a block; a sender's blocks are the same bytes for message after message. What a block means
depends on the dynamic table alone, so an answer is kept until the table changes.
"""

from __future__ import annotations

import time
from email.utils import formatdate
from typing import Any

import hpack

from notifications.fcm_simulator.messages import RequestHead, ResponseHead

# Blocks differ by content-length at most; a client that sends no two alike must not fill the memory.
KEEP = 256
# What a table begins with (RFC 9113, 6.5.2); ours does not grow with a peer that offers more.
_TABLE_SIZE = 4096
MAX_HEADER_LIST = 65_536
_FORBIDDEN = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"}
_PSEUDO = {":method", ":scheme", ":path", ":authority"}


def _state(coder: hpack.Decoder | hpack.Encoder) -> Any:
    return coder.header_table.maxsize, tuple(coder.header_table.dynamic_entries)


class HeadReader:
    """The blocks of one connection, as request heads."""

    def __init__(self) -> None:
        self._decoder = hpack.Decoder(max_header_list_size=MAX_HEADER_LIST)
        self._known: dict[bytes, RequestHead | None] = {}

    def read(self, block: bytes) -> RequestHead | None:
        """The head; None when its fields make no request. Raises hpack.HPACKError when it is no block."""
        if block in self._known:
            return self._known[block]
        before = _state(self._decoder)
        head = _request_head([(bytes(name), bytes(value)) for name, value in self._decoder.decode(block, raw=True)])
        if _state(self._decoder) != before or len(self._known) >= KEEP:
            self._known.clear()
        if _state(self._decoder) == before:
            self._known[block] = head
        return head


def _request_head(fields: list[tuple[bytes, bytes]]) -> RequestHead | None:
    pseudo: dict[str, str] = {}
    headers: dict[str, str] = {}
    for raw_name, raw_value in fields:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name.startswith(":"):
            if headers or name in pseudo or name not in _PSEUDO:
                return None
            pseudo[name] = value
        elif name in _FORBIDDEN or name != name.lower() or not name:
            return None
        else:
            headers[name] = value
    if not {":method", ":scheme", ":path"} <= pseudo.keys():
        return None
    return RequestHead.of(pseudo[":method"], pseudo[":path"], headers)


class HeadWriter:
    """The heads of one connection's answers, as blocks."""

    def __init__(self) -> None:
        self._encoder = hpack.Encoder()
        self._known: dict[ResponseHead, bytes] = {}
        self._second = 0

    def write(self, head: ResponseHead) -> bytes:
        """The block for this head, with the date."""
        second = int(time.time())
        if second != self._second:
            self._second = second
            self._known.clear()
        block = self._known.get(head)
        return self._encode(head) if block is None else block

    def _encode(self, head: ResponseHead) -> bytes:
        before = _state(self._encoder)
        date = ("date", formatdate(self._second, usegmt=True))
        block = self._encoder.encode([(":status", str(head.status)), *head.headers, date])
        if _state(self._encoder) != before or len(self._known) >= KEEP:
            self._known.clear()
        if _state(self._encoder) == before:
            self._known[head] = block
        return block

    def resize(self, size: int) -> None:
        """The peer's table is of this size from now on: the next block must say so (RFC 7541, 6.3)."""
        size = min(size, _TABLE_SIZE)
        if size != self._encoder.header_table_size:  # setting it twice would make hpack forget to say so
            self._encoder.header_table_size = size
            self._known.clear()
