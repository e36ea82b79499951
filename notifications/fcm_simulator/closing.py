"""Two ways to end a connection that are not the usual one."""

from __future__ import annotations

import asyncio
import socket
import struct

# How long a peer that we have given up may go on talking before its words are cut off.
LINGER_SECONDS = 1.0


def cut(transport: asyncio.Transport) -> None:
    """Close with RST instead of FIN: the client sees "connection reset by peer"."""
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def close_with_last_words(transport: asyncio.Transport) -> None:
    """Close so that what was written is read: a socket closed over unread bytes sends RST, and the peer loses both."""
    if not transport.can_write_eof():
        transport.close()  # TLS says goodbye by itself
        return
    transport.write_eof()
    asyncio.get_running_loop().call_later(LINGER_SECONDS, transport.abort)
