"""HTTP/1.1 with keep-alive; the bytes are parsed by h11 (httpx, firebase-admin's own client, brings it)."""

from __future__ import annotations

import asyncio
from email.utils import formatdate
from http import HTTPStatus

import h11

from notifications.fcm_simulator.closing import close_with_last_words, cut
from notifications.fcm_simulator.messages import RequestHead, Response, google_error
from notifications.fcm_simulator.service import Service

# FCM refuses far less; this only keeps a broken client from filling the memory.
MAX_BODY = 1 << 20


class Http1(asyncio.Protocol):
    """One connection; it answers one request at a time, and is itself where the answer goes."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._parser = h11.Connection(h11.SERVER)
        self._head: h11.Request | None = None
        self._body = bytearray()
        self._busy = self._reading = self._leaving = self._over = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The client speaks first."""
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]  # ours are of streams
        self._service.opened(self)

    def connection_lost(self, error: Exception | None) -> None:
        """An answer that is still to come goes nowhere."""
        self._over = True
        self._service.closed(self)

    def data_received(self, data: bytes) -> None:
        """Take in what came and answer the requests that are complete."""
        if not self._over:
            self._parser.receive_data(data)
            self._read()

    def eof_received(self) -> bool:
        """A client that only half closes gets the answer that it waits for."""
        if not self._over:
            self._parser.receive_data(b"")
            self._read()
        return self._busy

    def _read(self) -> None:
        self._reading = True
        try:
            while not self._busy and not self._over and self._take(self._parser.next_event()):
                pass
        except h11.RemoteProtocolError as error:
            self._refuse(error.error_status_hint)
        self._reading = False

    def _take(self, event: object) -> bool:
        """Handle one event; whether to ask for the next."""
        match event:
            case h11.Request():
                if event.http_version not in (b"1.0", b"1.1"):  # a broken preface of HTTP/2 looks like that
                    raise h11.RemoteProtocolError("not this protocol")
                self._head, self._body = event, bytearray()
            case h11.Data():
                self._body += event.data
                if len(self._body) > MAX_BODY:
                    raise h11.RemoteProtocolError("body too large", error_status_hint=413)
            case h11.EndOfMessage() if self._head is not None:
                self._busy = True
                self._service.receive(_request_head(self._head), bytes(self._body), self)
            case h11.NEED_DATA if self._parser.they_are_waiting_for_100_continue:
                go_on = h11.InformationalResponse(status_code=100, headers=[], reason="Continue")
                self._transport.write(self._parser.send(go_on) or b"")
                return False
            case h11.ConnectionClosed():
                self._close()
            case _:  # NEED_DATA, or PAUSED while a pipelined request waits for its turn
                return False
        return True

    def _refuse(self, status: int) -> None:
        """Answer in Google's shape what is no HTTP, if an answer can still be read."""
        if self._parser.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._write(google_error(status, "INVALID_ARGUMENT", "This is not an HTTP request."), close=True)
        self._over = True
        close_with_last_words(self._transport)

    def answer(self, response: Response) -> None:
        """Send it, and go on with what the client has sent meanwhile."""
        if self._over:
            return None
        self._write(response, close=self._leaving)
        if self._parser.our_state is not h11.DONE or self._parser.their_state is not h11.DONE:
            return self._close()
        self._parser.start_next_cycle()
        self._busy = False
        return None if self._reading else self._read()

    def answer_and_leave(self, response: Response) -> None:
        """Send it with `Connection: close`."""
        self._leaving = True
        self.answer(response)

    def reset_stream(self) -> None:
        """There is no stream here but the connection."""
        self.reset_connection()

    def reset_connection(self) -> None:
        """Break the connection off."""
        self._over = True
        cut(self._transport)

    def leave(self) -> None:
        """Answer the request under way, if there is one, and close."""
        self._leaving = True
        if not self._busy:
            self._close()

    def _write(self, response: Response, *, close: bool) -> None:
        headers = [*response.head.headers]
        if response.head.status != HTTPStatus.NO_CONTENT:  # there a length is forbidden (RFC 9110, 8.6)
            headers.append(("content-length", str(len(response.body))))
        headers += [("date", formatdate(usegmt=True)), *([("connection", "close")] if close else [])]
        head = h11.Response(status_code=response.head.status, headers=headers)
        events = (head, h11.Data(data=response.body), h11.EndOfMessage())
        self._transport.write(b"".join(self._parser.send(event) or b"" for event in events))

    def _close(self) -> None:
        if not self._over:
            self._over = True
            self._transport.close()


def _request_head(head: h11.Request) -> RequestHead:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
    return RequestHead.of(head.method.decode("latin-1"), head.target.decode("latin-1"), headers)
