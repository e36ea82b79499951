"""Our two tokens: simplejwt encodes, signs and checks them; the claim `sid` names the session they belong to.

Claims beside simplejwt's own (RFC 7519): `sub` the user, `sid` the session, which is the family of a refresh token.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from rest_framework_simplejwt import tokens as simplejwt
from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError
from rest_framework_simplejwt.utils import datetime_from_epoch, datetime_to_epoch

from backend.accounts.messages import MESSAGES
from backend.common.errors import Unauthenticated


class AccessToken(simplejwt.AccessToken):
    pass


class RefreshToken(simplejwt.RefreshToken):
    access_token_class = AccessToken


@dataclass(frozen=True)
class TokenPair:
    access: str
    refresh: str


@dataclass(frozen=True)
class IssuedTokens:
    """A pair, and what the session row must remember of it."""

    pair: TokenPair
    refresh_jti: str
    expires_at: datetime


@dataclass(frozen=True)
class Claims:
    """What we read from a token whose signature, audience, issuer, type and dates are good."""

    user_id: uuid.UUID
    session_id: uuid.UUID
    jti: str


def tokens_issue(*, user_id: uuid.UUID, session_id: uuid.UUID) -> IssuedTokens:
    """Make an access and a refresh token of one session."""
    refresh = _refresh_token(user_id, session_id)
    return IssuedTokens(_pair(refresh), refresh_jti=refresh["jti"], expires_at=datetime_from_epoch(refresh["exp"]))


def tokens_issue_again(
    *, user_id: uuid.UUID, session_id: uuid.UUID, refresh_jti: str, expires_at: datetime
) -> TokenPair:
    """The refresh token that was issued under this `jti`, to the same end of life, with a new access token."""
    refresh = _refresh_token(user_id, session_id)
    refresh["jti"], refresh["exp"] = refresh_jti, datetime_to_epoch(expires_at)
    return _pair(refresh)


def _refresh_token(user_id: uuid.UUID, session_id: uuid.UUID) -> RefreshToken:
    refresh = RefreshToken()
    refresh["sub"], refresh["sid"] = str(user_id), str(session_id)
    return refresh


def _pair(refresh: RefreshToken) -> TokenPair:
    return TokenPair(access=str(refresh.access_token), refresh=str(refresh))


def access_read(raw: str | bytes) -> Claims:
    """Claims of an access token; 401 `token_expired` or `token_invalid`."""
    return _read(AccessToken, raw)


def refresh_read(raw: str | bytes) -> Claims:
    """Claims of a refresh token; 401 `token_expired` or `token_invalid`."""
    return _read(RefreshToken, raw)


def _read(kind: type[simplejwt.Token], raw: str | bytes) -> Claims:
    try:
        token = kind(raw)  # type: ignore[arg-type]
        return Claims(uuid.UUID(str(token["sub"])), uuid.UUID(str(token["sid"])), str(token["jti"]))
    except ExpiredTokenError as error:
        raise refused("token_expired") from error
    except (TokenError, KeyError, ValueError, TypeError, OverflowError, RecursionError) as error:
        # Beside simplejwt's own: rightly signed claims of a kind that it does not expect (an `exp` of a million years).
        raise refused("token_invalid") from error


def refused(code: str) -> Unauthenticated:
    """The 401 of a code in MESSAGES."""
    return Unauthenticated(code, MESSAGES[code])
