"""HTTP/1.1 with keep-alive over asyncio streams; the bytes are parsed by h11 (firebase-admin's own client brings it).

The protocol ends here: `handle` sees a Request and gives a Response, so another protocol is another file like this one.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl, urlsplit

import h11

from notifications.fcm_simulator.messages import ConnectionReset, Request, Response

Handler = Callable[[Request], Awaitable[Response]]
# FCM refuses far less; this only keeps a broken client from filling the memory.
MAX_BODY = 1 << 20
READ_SIZE = 1 << 16


async def serve_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handle: Handler) -> None:
    """Answer the requests of one connection until either side ends it."""
    connection = h11.Connection(h11.SERVER)
    try:
        while (request := await _next_request(connection, reader)) is not None:
            _write(connection, writer, await handle(request))
            await writer.drain()
            if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
                break
            connection.start_next_cycle()
    except ConnectionReset:
        _reset(writer)
    except (h11.RemoteProtocolError, ConnectionError):
        pass  # the peer broke off or spoke something else: there is nobody to tell
    finally:
        writer.close()


async def _next_request(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    """The next whole request, or None when the peer has closed."""
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(READ_SIZE))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > MAX_BODY:
                raise h11.RemoteProtocolError("body too large")
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            return _as_request(head, bytes(body))
        else:
            return None


def _as_request(head: h11.Request, body: bytes) -> Request:
    target = urlsplit(head.target.decode("ascii"))
    headers = {name.decode("ascii"): value.decode("latin-1") for name, value in head.headers}
    return Request(head.method.decode("ascii"), target.path, dict(parse_qsl(target.query)), headers, body)


def _write(connection: h11.Connection, writer: asyncio.StreamWriter, response: Response) -> None:
    headers = [("Content-Type", response.content_type), ("Content-Length", str(len(response.body)))]
    head = h11.Response(status_code=response.status, headers=[*headers, *response.headers.items()])
    parts = (connection.send(head), connection.send(h11.Data(data=response.body)), connection.send(h11.EndOfMessage()))
    writer.write(b"".join(part for part in parts if part))


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST instead of FIN: the client sees "connection reset by peer"."""
    sock = writer.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
