"""Firebase, through the real firebase-admin. Which answer means what is decided here, and only here."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

import firebase_admin
import requests
from django.conf import settings
from firebase_admin import credentials, exceptions, messaging

from backend.common.logging import get_logger
from notifications.conf import HTTP_TIMEOUT, SLICE_SIZE
from notifications.senders.base import Outcome, Outgoing, Result
from notifications.senders.payload import message_for

log = get_logger(__name__)

BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
TOKEN_FIELDS = {"message.token", "token", "message.fid"}
_lock = threading.Lock()


class FcmSender:
    """`messaging.send_each`, with the retrying left to the ledger."""

    def __init__(self, app: firebase_admin.App) -> None:
        self._app = app

    def send(self, messages: list[Outgoing]) -> list[Result]:
        """Send to all at once, a thread each (that is how firebase-admin does it), and classify every answer."""
        try:
            built = [message_for(outgoing.content, outgoing.token) for outgoing in messages]
            batch = messaging.send_each(built, app=self._app)
        except ValueError as error:  # firebase-admin refuses to encode it: the message is wrong, for everybody
            return [Result(Outcome.BAD_MESSAGE, "invalid_payload", str(error)[:300])] * len(messages)
        except exceptions.FirebaseError as error:  # no credential could be had: nothing was sent
            log.error("fcm_unreachable", error=str(error)[:300])
            return [Result(Outcome.RETRY, "credential", str(error)[:300])] * len(messages)
        return [_result(response) for response in batch.responses]


@lru_cache(maxsize=1)
def fcm_sender() -> FcmSender:
    """The sender of this process, made when first needed (after a worker has forked)."""
    with _lock:
        service = messaging._MessagingService
        if settings.FCM_BASE_URL:
            # The only seam that firebase-admin leaves for another address (measured.md).
            service.FCM_URL = settings.FCM_BASE_URL + "/v1/projects/{0}/messages:send"
        options: dict[str, Any] = {"httpTimeout": HTTP_TIMEOUT}
        if settings.FCM_PROJECT_ID:
            options["projectId"] = settings.FCM_PROJECT_ID
        credential = credentials.Certificate(settings.FCM_SERVICE_ACCOUNT)
        if settings.FCM_BASE_URL:
            _ask_google_nothing(credential.get_credential())
        app = firebase_admin.initialize_app(credential, options, name=f"notices-{id(options)}")
        _leave_retries_to_us(messaging._get_messaging_service(app))
        return FcmSender(app)


def _ask_google_nothing(credential: Any) -> None:
    """Since 2.5x google-auth asks iamcredentials.googleapis.com where a token may be used: not with the simulator's."""
    if hasattr(credential, "_is_regional_access_boundary_lookup_required"):
        credential._is_regional_access_boundary_lookup_required = lambda: False


def _leave_retries_to_us(service: Any) -> None:
    """Firebase-admin sleeps in its threads on 503 and Retry-After: one answer would hold the whole batch."""
    for prefix in ("https://", "http://", "https://fcm.googleapis.com"):
        adapter = requests.adapters.HTTPAdapter(pool_connections=4, pool_maxsize=SLICE_SIZE, max_retries=0)
        service._client.session.mount(prefix, adapter)


def _result(response: messaging.SendResponse) -> Result:
    return Result(Outcome.ACCEPTED) if response.success else classify(response.exception)


def classify(error: exceptions.FirebaseError) -> Result:
    """What one refusal means. A class that is not named here is retried until the notice's time is up."""
    detail = str(error)[:300]
    match error:
        case messaging.UnregisteredError():
            return Result(Outcome.GONE, "unregistered", detail)
        case messaging.SenderIdMismatchError():
            return Result(Outcome.GONE, "sender_id_mismatch", detail)
        case messaging.ThirdPartyAuthError():
            log.error("fcm_third_party_auth", error=detail)
            return Result(Outcome.FAILED, "third_party_auth", detail)
        case exceptions.InvalidArgumentError():
            return _invalid_argument(error, detail)
        case exceptions.UnauthenticatedError() | exceptions.PermissionDeniedError():
            log.error("fcm_refuses_us", error=detail)
    return Result(Outcome.RETRY, error.code.lower(), detail, retry_after=_retry_after(error))


def _invalid_argument(error: exceptions.FirebaseError, detail: str) -> Result:
    """The 400 with two causes: field violations mean the message, FCM's own code alone means the token."""
    details = _details(error)
    violations = [v for item in details if item.get("@type") == BAD_REQUEST for v in item.get("fieldViolations", [])]
    if violations and all(v.get("field") in TOKEN_FIELDS for v in violations):
        return Result(Outcome.SUSPECT, "invalid_token", detail)
    # "Android message is too big" comes with FCM's own code too, and is no fault of the token.
    if violations or "too big" in detail:
        return Result(Outcome.BAD_MESSAGE, "invalid_payload", detail)
    if any(item.get("@type") == FCM_ERROR for item in details):
        return Result(Outcome.SUSPECT, "invalid_token", detail)
    return Result(Outcome.FAILED, "invalid_argument", detail)


def _details(error: exceptions.FirebaseError) -> list[dict[str, Any]]:
    response = error.http_response
    try:
        found = response.json()["error"]["details"] if response is not None else []
    except (ValueError, KeyError, TypeError):
        return []
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _retry_after(error: exceptions.FirebaseError) -> float | None:
    response = error.http_response
    text = response.headers.get("Retry-After", "") if response is not None else ""
    return float(text) if text.isdigit() else None
