"""Who a peer is to the simulator."""

from __future__ import annotations

from typing import Any

import google.auth.transport.requests
from google.oauth2 import service_account

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"


def certificate(path: str) -> Any:
    """For firebase-admin. Newer google-auth asks Google where a token may be used: not with the simulator's."""
    from firebase_admin import credentials  # the bare loops are measured without it

    made = credentials.Certificate(path)
    credential: Any = made.get_credential()
    credential._is_regional_access_boundary_lookup_required = lambda: False
    return made


def bearer(path: str) -> str:
    """An access token, for clients that send it themselves."""
    made: Any = service_account.Credentials.from_service_account_file(path, scopes=[SCOPE])
    made._is_regional_access_boundary_lookup_required = lambda: False
    made.refresh(google.auth.transport.requests.Request())
    return str(made.token)
