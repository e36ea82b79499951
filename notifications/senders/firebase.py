"""Through the real firebase-admin: single messages, and the reference that the faster way is held against."""

from __future__ import annotations

from typing import Any

import firebase_admin
import requests
from django.conf import settings
from firebase_admin import credentials, exceptions, messaging

from backend.common.logging import get_logger
from notifications.conf import HTTP_TIMEOUT
from notifications.senders.answers import classify, unreachable
from notifications.senders.base import ACCEPTED, Outcome, Outgoing, Result
from notifications.senders.credentials import ask_google_nothing

log = get_logger(__name__)

# firebase-admin takes a thread for each.
AT_ONCE = 20


class FirebaseTransport:
    """`messaging.send_each`, with the retrying left to the ledger."""

    def __init__(self) -> None:
        self._app = _app()
        self._waiting: list[Outgoing] = []

    @property
    def room(self) -> int:
        return AT_ONCE - len(self._waiting)

    @property
    def in_flight(self) -> int:
        return len(self._waiting)

    def prepare(self) -> None:
        """firebase-admin sees to its credential itself."""

    def submit(self, outgoing: Outgoing) -> None:
        self._waiting.append(outgoing)

    def step(self, seconds: float) -> list[tuple[Any, Result]]:
        """Send what has been handed over and wait for every answer, however long `seconds` is."""
        batch, self._waiting = self._waiting, []
        if not batch:
            return []
        return list(zip([outgoing.ticket for outgoing in batch], self._send(batch), strict=True))

    def close(self) -> None:
        firebase_admin.delete_app(self._app)

    def _send(self, batch: list[Outgoing]) -> list[Result]:
        try:
            messages = [outgoing.letter.message(outgoing.token, outgoing.fid) for outgoing in batch]
            answers = messaging.send_each(messages, app=self._app)
        except ValueError as error:  # firebase-admin refuses to encode it: the message is wrong, for everybody
            return [Result(Outcome.BAD_MESSAGE, "invalid_payload", str(error)[:300])] * len(batch)
        except exceptions.FirebaseError as error:  # no credential could be had: nothing was sent
            log.error("fcm_unreachable", error=str(error)[:300])
            return [unreachable(str(error))] * len(batch)
        return [ACCEPTED if answer.success else result_of(answer.exception) for answer in answers.responses]


def result_of(error: exceptions.FirebaseError) -> Result:
    """The same answer as the faster way would read: firebase-admin keeps the response."""
    response = error.http_response
    if response is None:
        return unreachable(str(error))
    return classify(response.status_code, response.content, response.headers.get("Retry-After", ""))


def _app() -> firebase_admin.App:
    service = messaging._MessagingService
    if settings.FCM_BASE_URL:
        # The only seam that firebase-admin leaves for another address (measured.md).
        service.FCM_URL = settings.FCM_BASE_URL + "/v1/projects/{0}/messages:send"
    options: dict[str, Any] = {"httpTimeout": HTTP_TIMEOUT}
    if settings.FCM_PROJECT_ID:
        options["projectId"] = settings.FCM_PROJECT_ID
    credential = credentials.Certificate(settings.FCM_SERVICE_ACCOUNT)
    if settings.FCM_BASE_URL:
        ask_google_nothing(credential.get_credential())
    app = firebase_admin.initialize_app(credential, options, name=f"notices-{id(options)}")
    _leave_retries_to_us(messaging._get_messaging_service(app))
    return app


def _leave_retries_to_us(service: Any) -> None:
    """Firebase-admin sleeps in its threads on 503 and Retry-After: one answer would hold the whole batch."""
    for prefix in ("https://", "http://", "https://fcm.googleapis.com"):
        adapter = requests.adapters.HTTPAdapter(pool_connections=4, pool_maxsize=AT_ONCE, max_retries=0)
        service._client.session.mount(prefix, adapter)
