"""Our own way to Firebase: many messages over few HTTP/2 connections, by libcurl (see decisions/push-transport.md)."""

from __future__ import annotations

import time
from typing import Any

import certifi
import firebase_admin
import pycurl
from django.conf import settings
from google.auth.exceptions import GoogleAuthError

from backend.common.logging import get_logger
from notifications.conf import CONNECTIONS, HTTP_TIMEOUT, STREAMS
from notifications.senders.answers import broken_off, classify, needs_new_credential, unreachable
from notifications.senders.base import ACCEPTED, Outgoing, Result
from notifications.senders.credentials import Bearer, send_url
from notifications.senders.sockets import Sockets

log = get_logger(__name__)

# How often the credential is looked at; it is renewed some minutes before it runs out.
LOOK_EVERY = 1.0
# A credential that is refused right after it was renewed, or cannot be had, is not asked for again at once.
RENEW_EVERY = 5.0
Answers = list[tuple[Any, Result]]


class Http2Transport:
    """Up to CONNECTIONS connections with STREAMS messages on each; finished handles are used again."""

    def __init__(self) -> None:
        self._bearer = Bearer()
        self._url = send_url()
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_PIPELINING, pycurl.PIPE_MULTIPLEX)
        self._multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, CONNECTIONS)
        self._multi.setopt(pycurl.M_MAXCONNECTS, CONNECTIONS)  # else idle ones are closed
        self._multi.setopt(pycurl.M_MAX_CONCURRENT_STREAMS, STREAMS)
        self._sockets = Sockets(self._multi)
        self._idle: list[pycurl.Curl] = []
        self._busy: set[pycurl.Curl] = set()
        self._answers: Answers = []
        self._headers: list[str] = []
        self._renewed_at = self._look_at = 0.0

    @property
    def room(self) -> int:
        return CONNECTIONS * STREAMS - len(self._busy)

    @property
    def in_flight(self) -> int:
        return len(self._busy) + len(self._answers)

    def prepare(self) -> None:
        """Have a credential that is good for a while. Without one, what is submitted comes back at once."""
        now = time.monotonic()
        if now < self._look_at:
            return
        self._look_at = now + LOOK_EVERY
        try:
            self._headers = headers_with(self._bearer.header(), known=self._headers)
        except GoogleAuthError as error:
            self._without(error)

    def submit(self, outgoing: Outgoing) -> None:
        curl = self._idle.pop() if self._idle else self._new()
        curl.outgoing, curl.is_second = outgoing, False
        curl.setopt(pycurl.POSTFIELDS, outgoing.letter.body(outgoing.token, outgoing.fid))
        self._start(curl)

    def step(self, seconds: float) -> Answers:
        if self._busy and not self._answers:
            self._sockets.work(seconds)
            self._collect()
        elif not self._answers:
            time.sleep(seconds)
        found, self._answers = self._answers, []
        return found

    def close(self) -> None:
        for curl in self._busy:
            self._multi.remove_handle(curl)
        self._busy.clear()
        self._multi.close()
        self._sockets.close()

    def _new(self) -> pycurl.Curl:
        curl = pycurl.Curl()
        is_tls = self._url.startswith("https://")
        version = pycurl.CURL_HTTP_VERSION_2TLS if is_tls else pycurl.CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
        curl.setopt(pycurl.URL, self._url)
        curl.setopt(pycurl.HTTP_VERSION, version)
        curl.setopt(pycurl.CAINFO, settings.FCM_CA_FILE or certifi.where())
        curl.setopt(pycurl.POST, 1)
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.PIPEWAIT, 1)  # rather than open one connection more
        curl.setopt(pycurl.UPLOAD_BUFFERSIZE, 16_384)  # there are thousands: a fifth of the memory that 64 KB cost
        curl.setopt(pycurl.TIMEOUT_MS, int(HTTP_TIMEOUT * 1000))
        curl.body = []
        curl.setopt(pycurl.WRITEFUNCTION, curl.body.append)
        curl.headers = None
        return curl

    def _start(self, curl: pycurl.Curl) -> None:
        if not self._headers:
            self._answers.append((curl.outgoing.ticket, unreachable("no credential")))
            self._idle.append(curl)
            return
        if curl.headers is not self._headers:
            curl.setopt(pycurl.HTTPHEADER, self._headers)
            curl.headers = self._headers
        self._busy.add(curl)
        self._multi.add_handle(curl)

    def _collect(self) -> None:
        left = 1
        while left:
            left, fine, broken = self._multi.info_read(1000)
            for curl in fine:
                self._answered(curl)
            for curl, _number, text in broken:
                status, media_type = curl.getinfo(pycurl.RESPONSE_CODE), curl.getinfo(pycurl.CONTENT_TYPE)
                self._done(curl, broken_off(status, media_type or "", text))

    def _answered(self, curl: pycurl.Curl) -> None:
        status, body = curl.getinfo(pycurl.RESPONSE_CODE), b"".join(curl.body)
        if status == 200 and b'"name"' in body:
            self._done(curl, ACCEPTED)
        elif not curl.is_second and needs_new_credential(status, body) and self._renew():
            self._again(curl)
        else:
            wait = curl.getinfo(pycurl.RETRY_AFTER)
            self._done(curl, classify(status, body, str(wait) if wait else ""))

    def _done(self, curl: pycurl.Curl, result: Result) -> None:
        self._answers.append((curl.outgoing.ticket, result))
        self._release(curl)
        self._idle.append(curl)

    def _again(self, curl: pycurl.Curl) -> None:
        self._release(curl)
        curl.is_second = True
        self._start(curl)

    def _release(self, curl: pycurl.Curl) -> None:
        self._multi.remove_handle(curl)
        self._busy.discard(curl)
        curl.body.clear()

    def _renew(self) -> bool:
        """One new credential for all that were refused together; True if there is a newer one than they had."""
        if time.monotonic() - self._renewed_at > RENEW_EVERY:
            self._renewed_at = time.monotonic()
            try:
                self._bearer.renew()
                self._headers = headers_with(self._bearer.header(), known=[])
            except GoogleAuthError as error:
                self._without(error)
        return bool(self._headers)

    def _without(self, error: GoogleAuthError) -> None:
        log.error("fcm_no_credential", error=str(error)[:300])
        self._headers, self._look_at = [], time.monotonic() + RENEW_EVERY


def headers_with(bearer: str, *, known: list[str]) -> list[str]:
    """What firebase-admin sends too. The same list again if nothing has changed."""
    found = [
        f"Authorization: {bearer}",
        "Content-Type: application/json",
        "X-GOOG-API-FORMAT-VERSION: 2",
        f"X-FIREBASE-CLIENT: fire-admin-python/{firebase_admin.__version__}",
        "Expect:",
    ]
    return known if found == known else found
