"""Who is asking: a bearer token, and one query that loads the session together with its user."""

from typing import Any

from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication as SimpleJWTAuthentication

from backend.accounts.models import Session, User
from backend.accounts.sessions import session_refusal
from backend.accounts.tokens import Claims, access_read, refused
from backend.common.errors import Unauthenticated
from backend.common.machine_keys import PREFIX as MACHINE_KEY


class JWTAuthentication(SimpleJWTAuthentication):
    """`Authorization: Bearer <access>`. No header: a guest, and no query. `request.auth` holds the claims."""

    def authenticate(self, request: Request) -> tuple[User, Claims] | None:  # type: ignore[override]
        header = request.META.get("HTTP_AUTHORIZATION", "")
        scheme, _, raw = header.partition(" ")
        raw = raw.strip()
        if scheme.lower() != "bearer" or raw.startswith(MACHINE_KEY):
            return None
        try:
            claims = access_read(raw)
            return _user_of(claims), claims
        except Unauthenticated as error:
            # REST framework's own exception, so that the request counts as answered by this authenticator.
            raise AuthenticationFailed(str(error.message), code=error.code) from error

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


def _user_of(claims: Claims) -> User:
    session = Session.objects.select_related("user").filter(pk=claims.session_id).first()
    refusal = session_refusal(session, claims)
    if session is None or refusal:
        raise refused(refusal or "session_revoked")
    return session.user
