"""Listens on loopback and finds out what each client speaks: HTTP/2 by its preface or ALPN, else HTTP/1.1."""

from __future__ import annotations

import asyncio
import socket
import ssl

from notifications.fcm_simulator.http1 import Http1
from notifications.fcm_simulator.http2 import Http2
from notifications.fcm_simulator.http2_frames import PREFACE
from notifications.fcm_simulator.service import Service

# Loopback and nothing else: whoever reaches this server reads every message.
HOST = "127.0.0.1"
# A sender may open all its connections in the same moment.
_BACKLOG = 1024
_LEAVE_SECONDS = 1.0


class Doorman(asyncio.Protocol):
    """Reads the first bytes of a connection and hands it to the protocol that they are in."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._begun = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client that negotiated HTTP/2 waits for our settings, maybe before it says anything."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]  # ours are of streams
        secured: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        if secured is not None and secured.selected_alpn_protocol() == "h2":
            self._hand_over(Http2(self._service))

    def data_received(self, data: bytes) -> None:
        """Wait until the preface is told from the beginning of a request line."""
        self._begun += data
        if self._begun.startswith(PREFACE):
            self._hand_over(Http2(self._service))
        elif not PREFACE.startswith(self._begun):
            self._hand_over(Http1(self._service))

    def _hand_over(self, protocol: Http1 | Http2) -> None:
        self._transport.set_protocol(protocol)
        protocol.connection_made(self._transport)
        if self._begun:
            protocol.data_received(self._begun)


def bind(port: int) -> socket.socket:
    """Take this port, or a free one for 0. Who connects from now on waits until `serve`."""
    return socket.create_server((HOST, port), backlog=_BACKLOG)


async def serve(service: Service, sock: socket.socket, context: ssl.SSLContext | None = None) -> asyncio.Server:
    """Answer those who connect."""
    return await asyncio.get_running_loop().create_server(lambda: Doorman(service), sock=sock, ssl=context)


async def leave(service: Service) -> None:
    """Tell every client to go, and wait a moment for those that have an answer to come."""
    for connection in list(service.connections):
        connection.leave()
    deadline = asyncio.get_running_loop().time() + _LEAVE_SECONDS
    while service.connections and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(0.01)
