"""The service account that the simulator makes, and the token endpoint that believes only its key (RFC 7523)."""

from __future__ import annotations

import json
import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from notifications.fcm_simulator.messages import RequestHead, Response, google_error, json_response

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
# google-auth signs for Google's own address, whatever the account's token_uri is (service_account.py of 2.x).
GOOGLE_AUDIENCE = "https://oauth2.googleapis.com/token"
SCOPES = {
    "https://www.googleapis.com/auth/firebase.messaging",
    "https://www.googleapis.com/auth/cloud-platform",
}
TOKEN_SECONDS = 3600
ACCOUNT_FILE = "service_account.json"


def account_load_or_make(state_dir: Path, *, url: str, project_id: str) -> dict[str, str]:
    """Write the service account file, keeping the key of an earlier run so that its readers stay believed."""
    path = state_dir / ACCOUNT_FILE
    account = _read_account(path) or _new_account(project_id)
    account |= {"token_uri": f"{url}/token", "auth_uri": f"{url}/auth"}
    state_dir.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(account, file, indent=1)
    temporary.replace(path)
    return account


def _read_account(path: Path) -> dict[str, str] | None:
    try:
        account = json.loads(path.read_text(encoding="utf-8"))
        serialization.load_pem_private_key(account["private_key"].encode(), password=None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # absent, or left half written by a killed run: a new one is made
    return dict(account)


def _new_account(project_id: str) -> dict[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    return {
        "type": "service_account",
        "project_id": project_id,
        "private_key_id": secrets.token_hex(20),
        "private_key": pem,
        "client_email": f"simulator@{project_id}.iam.gserviceaccount.com",
        "client_id": str(secrets.randbelow(10**20)),
    }


@dataclass(slots=True)
class TokenIssuer:
    """Gives access tokens for assertions signed by the account's key, and knows which are still good."""

    account: dict[str, str]
    _live: dict[str, float] = field(default_factory=dict)

    def token(self, body: bytes) -> Response:
        """Answer POST /token."""
        form = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if form.get("grant_type") != GRANT_TYPE:
            return _refused("unsupported_grant_type", "grant_type must be a JWT bearer assertion.")
        try:
            claims = self._claims(form.get("assertion", ""))
        except jwt.PyJWTError as error:
            return _refused("invalid_grant", f"Invalid JWT: {error}.")
        if not SCOPES & set(str(claims.get("scope", "")).split()):
            return _refused("invalid_scope", "The assertion asks for no messaging scope.")
        token = f"ya29.sim.{secrets.token_urlsafe(24)}"
        self._live[token] = time.monotonic() + TOKEN_SECONDS
        return json_response(200, {"access_token": token, "expires_in": TOKEN_SECONDS, "token_type": "Bearer"})

    def refusal(self, head: RequestHead) -> Response | None:
        """The 401 for a request without a live token, or None when it may pass."""
        scheme, _, token = head.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self._live.get(token, 0.0) > time.monotonic():
            return None
        return google_error(
            401,
            "UNAUTHENTICATED",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
            "valid authentication credential.",
        )

    def expire_all(self) -> None:
        """Forget every token given so far: the next request gets a 401."""
        self._live.clear()

    def _claims(self, assertion: str) -> dict[str, Any]:
        private = serialization.load_pem_private_key(self.account["private_key"].encode(), password=None)
        claims: dict[str, Any] = jwt.decode(
            assertion,
            private.public_key(),  # type: ignore[arg-type]  # the account's key is always RSA
            algorithms=["RS256"],
            audience=[self.account["token_uri"], GOOGLE_AUDIENCE],
            issuer=self.account["client_email"],
            options={"require": ["exp", "iat", "iss", "aud"]},
        )
        return claims


def _refused(error: str, description: str) -> Response:
    return json_response(400, {"error": error, "error_description": description})
