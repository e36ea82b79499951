"""Who we are to Firebase: the service account, and the access token that it is exchanged for."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import google.auth.transport.requests
from django.conf import settings
from google.oauth2 import service_account

from notifications.conf import HTTP_TIMEOUT

SCOPES = ("https://www.googleapis.com/auth/firebase.messaging",)
FCM = "https://fcm.googleapis.com"


class Bearer:
    """The access token, renewed before it runs out. Raises google.auth.exceptions.GoogleAuthError if none is had."""

    def __init__(self) -> None:
        self._credentials: Any = service_account.Credentials.from_service_account_file(
            settings.FCM_SERVICE_ACCOUNT, scopes=SCOPES
        )
        if settings.FCM_BASE_URL:
            ask_google_nothing(self._credentials)
        # Without a limit of ours google-auth waits for two minutes.
        self._request: Any = partial(google.auth.transport.requests.Request(), timeout=HTTP_TIMEOUT)

    def header(self) -> str:
        """The value of `Authorization`."""
        if not self._credentials.valid:
            self.renew()
        return f"Bearer {self._credentials.token}"

    def renew(self) -> None:
        """Exchange for a new one, whatever the old one says of its life."""
        self._credentials.refresh(self._request)


def project_id() -> str:
    """The Firebase project that the service account belongs to, unless another is set."""
    if settings.FCM_PROJECT_ID:
        return str(settings.FCM_PROJECT_ID)
    return str(json.loads(Path(settings.FCM_SERVICE_ACCOUNT).read_text())["project_id"])


def send_url() -> str:
    """Where a message is posted."""
    return f"{settings.FCM_BASE_URL or FCM}/v1/projects/{project_id()}/messages:send"


def ask_google_nothing(credential: Any) -> None:
    """Since 2.5x google-auth asks iamcredentials.googleapis.com where a token may be used: not with the simulator's."""
    if hasattr(credential, "_is_regional_access_boundary_lookup_required"):
        credential._is_regional_access_boundary_lookup_required = lambda: False
